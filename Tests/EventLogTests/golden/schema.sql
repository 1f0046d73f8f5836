CREATE UNIQUE INDEX anchor_by_stream ON anchor (stream, epoch, size);
CREATE INDEX record_by_attempt ON record (attempt) WHERE attempt IS NOT NULL;
CREATE TABLE anchor (
  epoch    INTEGER NOT NULL,
  leaf     INTEGER NOT NULL,  -- gapless in its epoch, from 0
  stream   INTEGER NOT NULL,
  size     INTEGER NOT NULL,  -- how many records the company's tree had
  subtrees BLOB    NOT NULL,  -- the tree's right edge: 32 bytes a perfect subtree, largest first
  hash     BLOB    NOT NULL CHECK (length(hash) = 32),  -- of the leaf: the unsigned checkpoint
  PRIMARY KEY (epoch, leaf)
) STRICT, WITHOUT ROWID;
CREATE TABLE attempt_start (
  actor    BLOB    NOT NULL,  -- as the record has it: role:id
  position INTEGER NOT NULL,  -- of the record that started the attempt
  PRIMARY KEY (actor, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE company_log (
  position INTEGER PRIMARY KEY,
  severity TEXT NOT NULL,
  code     TEXT NOT NULL
) STRICT;
CREATE TABLE integration_status (
  stream   INTEGER NOT NULL,
  provider TEXT    NOT NULL,
  verdict  TEXT    NOT NULL,  -- as of the last record, whatever the clock says since
  deadline INTEGER,           -- when the clock alone changes the phase, in milliseconds since 1970
  state    BLOB    NOT NULL,
  PRIMARY KEY (stream, provider)
) STRICT, WITHOUT ROWID;
CREATE TABLE projection (
  name        TEXT PRIMARY KEY,
  fingerprint TEXT    NOT NULL,  -- of the fold that wrote the rows
  position    INTEGER NOT NULL,  -- the last record folded
  stopped     TEXT               -- why the fold stopped at that record, if it did
) STRICT, WITHOUT ROWID;
CREATE TABLE property (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE publication (
  epoch    INTEGER NOT NULL,
  size     INTEGER NOT NULL,  -- how many leaves the root tree had
  position INTEGER NOT NULL,  -- the last record that its leaves cover
  subtrees BLOB    NOT NULL,  -- the root tree's right edge
  note     TEXT    NOT NULL,  -- the signed checkpoint
  PRIMARY KEY (epoch, size)
) STRICT, WITHOUT ROWID;
CREATE TABLE record (
  position INTEGER PRIMARY KEY,                              -- gapless, from 1
  stream   INTEGER NOT NULL,
  sequence INTEGER NOT NULL,                                 -- gapless in its stream, from 0
  id       BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),  -- the record's UUID
  attempt  BLOB             CHECK (length(attempt) = 16),
  latest   INTEGER NOT NULL,  -- the latest `time` up to here, in milliseconds since 1970
  hash     BLOB    NOT NULL CHECK (length(hash) = 32),       -- SHA-256(0x00 || bytes)
  bytes    BLOB    NOT NULL CHECK (length(bytes) <= 65535),
  UNIQUE (stream, sequence)
) STRICT;
CREATE TABLE stream (
  id      INTEGER PRIMARY KEY,
  company TEXT    NOT NULL UNIQUE,
  size    INTEGER NOT NULL CHECK (size >= 0)  -- the next sequence
) STRICT;
CREATE TABLE verifier_key (
  origin TEXT NOT NULL,
  vkey   TEXT NOT NULL, retired INTEGER,
  PRIMARY KEY (origin, vkey)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER record_is_never_deleted BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'records are never deleted'); END;
CREATE TRIGGER record_is_never_updated BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'records are never updated'); END;
CREATE TRIGGER record_starts_an_attempt AFTER INSERT ON record
WHEN substr(new.bytes, -42) = CAST(',"type":"integration.authorizeStarted.v1"}' AS BLOB)
BEGIN
  INSERT INTO attempt_start VALUES (
    substr(new.bytes, 12, instr(new.bytes, CAST('",' AS BLOB)) - 12), new.position);
END;
