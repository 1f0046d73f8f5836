-- keys/people.sqlite: a key a person. Erasing one makes every copy of what it sealed unreadable.
CREATE TABLE IF NOT EXISTS subject (
  person TEXT PRIMARY KEY,
  key    BLOB NOT NULL CHECK (length(key) = 32)
) STRICT, WITHOUT ROWID;
