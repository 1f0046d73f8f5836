-- Credentials whose revocation is not confirmed are kept until it is; several consents of one
-- integration can wait at once, so the attempt is part of the key.

CREATE TABLE credential_next (
  company  TEXT NOT NULL,
  provider TEXT NOT NULL,
  standing TEXT NOT NULL CHECK (standing IN ('pending', 'current', 'revoking')),
  field    TEXT NOT NULL,
  attempt  BLOB NOT NULL CHECK (length(attempt) = 16),  -- which one brought it
  sealed   BLOB NOT NULL,
  kept_at  INTEGER NOT NULL,  -- when the provider gave it, in milliseconds since 1970
  refresh_sent_at INTEGER,    -- when the refresh token was sent, while no answer is known
  PRIMARY KEY (company, provider, standing, attempt, field)
) STRICT, WITHOUT ROWID;

INSERT INTO credential_next
SELECT company, provider, standing, field, attempt, sealed, kept_at, refresh_sent_at
FROM credential;

DROP TABLE credential;
ALTER TABLE credential_next RENAME TO credential;

-- What is known of each consent that is to be revoked.
CREATE TABLE revocation (
  company  TEXT NOT NULL,
  provider TEXT NOT NULL,
  attempt  BLOB NOT NULL CHECK (length(attempt) = 16),
  account  TEXT NOT NULL CHECK (account IN ('user', 'service')),
  reason   TEXT,              -- of the removal that waits for it; null for a consent that was dropped
  record   BLOB NOT NULL CHECK (length(record) = 16),  -- the id of the record that will confirm it
  began_at INTEGER NOT NULL,  -- in milliseconds since 1970, as the next
  ends_at  INTEGER NOT NULL,  -- when the consent is taken to have ended by itself
  PRIMARY KEY (company, provider, attempt)
) STRICT, WITHOUT ROWID;

-- Until when the provider is left alone, in every process.
CREATE TABLE pause (
  company  TEXT NOT NULL,     -- empty: whatever is asked of the provider
  provider TEXT NOT NULL,
  purpose  TEXT NOT NULL,     -- what waits
  count    INTEGER NOT NULL,  -- how often in a row it came to nothing
  until    INTEGER NOT NULL,  -- in milliseconds since 1970
  PRIMARY KEY (company, provider, purpose)
) STRICT, WITHOUT ROWID;

-- Sealed values that are of an integration and of no consent: its company's name at the provider,
-- the company code that was typed.
CREATE TABLE detail (
  company  TEXT NOT NULL,
  provider TEXT NOT NULL,
  field    TEXT NOT NULL,
  number   INTEGER NOT NULL,  -- rises with each change, where a record names it; else 0
  sealed   BLOB NOT NULL,
  kept_at  INTEGER NOT NULL,  -- in milliseconds since 1970
  PRIMARY KEY (company, provider, field, number)
) STRICT, WITHOUT ROWID;

-- Which companies of ours stand at one company of the provider.
CREATE TABLE connected (
  provider TEXT NOT NULL,
  number   TEXT NOT NULL,     -- the provider's number of its company
  company  TEXT NOT NULL,
  PRIMARY KEY (provider, number, company)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX connected_company ON connected (company, provider);
