-- Keys that programs present, with what each may do. Like a visit's, a row carries a MAC: whoever can
-- write this file can neither make himself a key nor widen one.

CREATE TABLE service_key (
  hash       BLOB PRIMARY KEY CHECK (length(hash) = 32),       -- SHA-256 of the key's value
  id         BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),  -- what records name
  name       TEXT    NOT NULL,
  scopes     TEXT    NOT NULL,  -- sorted, with blanks between them
  companies  TEXT,              -- sorted, with blanks between them; null for all
  created_at INTEGER NOT NULL,  -- in milliseconds since 1970
  created_by TEXT    NOT NULL,  -- role:id
  expires_at INTEGER,           -- in milliseconds since 1970; null for never
  requests_per_minute INTEGER,  -- null for the default
  mac        BLOB    NOT NULL,  -- the id of its key, then HMAC-SHA-256 of all of the above
  last_used  TEXT               -- the day, as 2026-11-26; only for people, and not under the MAC
) STRICT, WITHOUT ROWID;
