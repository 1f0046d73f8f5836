-- The event log.
--
-- One row of `record` is one CloudEvents object in RFC 8785 form. `bytes` are the record; every
-- other column is there to find it, is taken from the bytes or from the rows before, and is held
-- to them by `authledger verify`.

CREATE TABLE stream (
  id      INTEGER PRIMARY KEY,
  company TEXT    NOT NULL UNIQUE,
  size    INTEGER NOT NULL CHECK (size >= 0)  -- the next sequence
) STRICT;

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

CREATE INDEX record_by_attempt ON record (attempt) WHERE attempt IS NOT NULL;

-- These guard against accidents, not against somebody who holds the file.
CREATE TRIGGER record_is_never_updated BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'records are never updated'); END;

CREATE TRIGGER record_is_never_deleted BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'records are never deleted'); END;

-- What is true of the ledger as a whole: origin, and whether demo or sandbox made it.
CREATE TABLE property (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
