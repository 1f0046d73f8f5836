-- Links and visits know who issued them, and carry a MAC: whoever can write this file cannot make
-- himself a visit. Those of before have none, so they end, and are entered anew.

DROP TABLE entry;

CREATE TABLE entry (
  hash       BLOB PRIMARY KEY CHECK (length(hash) = 32),  -- SHA-256 of the link's or cookie's value
  kind       TEXT    NOT NULL CHECK (kind IN ('link', 'session')),
  id         BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),  -- a visit keeps that of its link
  actor      TEXT    NOT NULL,  -- role:id
  company    TEXT    NOT NULL,
  issued_by  TEXT    NOT NULL,  -- role:id of who made the link
  began_at   INTEGER NOT NULL,  -- in milliseconds since 1970, as the next
  expires_at INTEGER NOT NULL,
  mac        BLOB    NOT NULL   -- the id of its key, then HMAC-SHA-256 of all of the above
) STRICT, WITHOUT ROWID;
