-- vault.sqlite: what opens a company's Fortnox, and the secrets of attempts that are under way.
-- Every secret is sealed; hashes are of values with 128 random bits or more.

CREATE TABLE IF NOT EXISTS credential (
  company  TEXT NOT NULL,
  provider TEXT NOT NULL,
  standing TEXT NOT NULL CHECK (standing IN ('pending', 'current')),
  field    TEXT NOT NULL,
  attempt  BLOB NOT NULL CHECK (length(attempt) = 16),  -- which one brought it
  sealed   BLOB NOT NULL,
  PRIMARY KEY (company, provider, standing, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS attempt (
  id         BLOB PRIMARY KEY CHECK (length(id) = 16),
  company    TEXT    NOT NULL,
  provider   TEXT    NOT NULL,
  state      BLOB    NOT NULL UNIQUE CHECK (length(state) = 32),  -- SHA-256 of the state
  browser    BLOB    NOT NULL CHECK (length(browser) = 32),       -- SHA-256 of the flow cookie
  verifier   BLOB,               -- sealed; gone once the code was sent
  expires_at INTEGER NOT NULL,   -- in milliseconds since 1970
  used_at    INTEGER             -- when its state came back; for ever, so that it works once
) STRICT, WITHOUT ROWID;
