-- What was published: the root tree, whose leaves are checkpoints of companies.

-- A leaf of the root tree: a company's log as it was when it was published.
CREATE TABLE anchor (
  epoch    INTEGER NOT NULL,
  leaf     INTEGER NOT NULL,  -- gapless in its epoch, from 0
  stream   INTEGER NOT NULL,
  size     INTEGER NOT NULL,  -- how many records the company's tree had
  subtrees BLOB    NOT NULL,  -- the tree's right edge: 32 bytes a perfect subtree, largest first
  hash     BLOB    NOT NULL CHECK (length(hash) = 32),  -- of the leaf: the unsigned checkpoint
  PRIMARY KEY (epoch, leaf)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX anchor_by_stream ON anchor (stream, epoch, size);

-- A signed root.
CREATE TABLE publication (
  epoch    INTEGER NOT NULL,
  size     INTEGER NOT NULL,  -- how many leaves the root tree had
  position INTEGER NOT NULL,  -- the last record that its leaves cover
  subtrees BLOB    NOT NULL,  -- the root tree's right edge
  note     TEXT    NOT NULL,  -- the signed checkpoint
  PRIMARY KEY (epoch, size)
) STRICT, WITHOUT ROWID;

-- Public keys that sign or have signed, kept for ever.
CREATE TABLE verifier_key (
  origin TEXT NOT NULL,
  vkey   TEXT NOT NULL,
  PRIMARY KEY (origin, vkey)
) STRICT, WITHOUT ROWID;
