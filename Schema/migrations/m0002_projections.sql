-- Projections: folds of the event log, dropped and rebuilt at will.

CREATE TABLE projection (
  name        TEXT PRIMARY KEY,
  fingerprint TEXT    NOT NULL,  -- of the fold that wrote the rows
  position    INTEGER NOT NULL,  -- the last record folded
  stopped     TEXT               -- why the fold stopped at that record, if it did
) STRICT, WITHOUT ROWID;

-- One row an integration. It holds deadlines and no phase: the phase depends on the clock.
CREATE TABLE integration_status (
  stream   INTEGER NOT NULL,
  provider TEXT    NOT NULL,
  verdict  TEXT    NOT NULL,  -- as of the last record, whatever the clock says since
  deadline INTEGER,           -- when the clock alone changes the phase, in milliseconds since 1970
  state    BLOB    NOT NULL,
  PRIMARY KEY (stream, provider)
) STRICT, WITHOUT ROWID;

-- One line an action; its text is made from the record when it is read.
CREATE TABLE company_log (
  position INTEGER PRIMARY KEY,
  severity TEXT NOT NULL,
  code     TEXT NOT NULL
) STRICT;
