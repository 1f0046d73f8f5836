-- The order of all records is published too.
--
-- An anchor whose stream is 0 is no company's: it is the tree over every record by position, and
-- the last leaf that a publication adds. Companies' streams are numbered from 1. A program that
-- does not know of it would publish without, so the layout's number rises.

-- Which record says that the key signs no more; its digest is over the rows with that position.
ALTER TABLE verifier_key ADD COLUMN retired INTEGER;
