-- people.sqlite: the directory. A record names the digest; what it stands for is here, sealed
-- under the person's key, and can be erased.
CREATE TABLE IF NOT EXISTS disclosure (
  digest  TEXT PRIMARY KEY,  -- as the record has it: RFC 9901
  company TEXT NOT NULL,
  person  TEXT NOT NULL,
  sealed  BLOB NOT NULL      -- AES-256-GCM: nonce, ciphertext, tag; the digest is bound to it
                             -- empty where the record was imported without what it commits to
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS disclosure_by_person ON disclosure (person);
CREATE INDEX IF NOT EXISTS disclosure_by_company ON disclosure (company);
