-- vault.sqlite: what opens a company's Fortnox, the secrets of attempts that are under way, and who
-- may enter. Every secret is sealed; hashes are of values with 128 random bits or more.

CREATE TABLE IF NOT EXISTS credential (
  company  TEXT NOT NULL,
  provider TEXT NOT NULL,
  standing TEXT NOT NULL CHECK (standing IN ('pending', 'current')),
  field    TEXT NOT NULL,
  attempt  BLOB NOT NULL CHECK (length(attempt) = 16),  -- which one brought it
  sealed   BLOB NOT NULL,
  kept_at  INTEGER NOT NULL,  -- when the provider gave it, in milliseconds since 1970
  refresh_sent_at INTEGER,    -- when the refresh token was sent, while no answer is known
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
  ended      INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS attempt_open ON attempt (expires_at) WHERE ended = 0;

CREATE TABLE IF NOT EXISTS entry (
  hash       BLOB PRIMARY KEY CHECK (length(hash) = 32),  -- SHA-256 of the link's or cookie's value
  kind       TEXT    NOT NULL CHECK (kind IN ('link', 'session')),
  actor      TEXT    NOT NULL,  -- role:id
  company    TEXT    NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
