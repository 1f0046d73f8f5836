-- Who started which attempt: where consents belong to a person, the one that a user gave for a company
-- may end the one that they gave for another.
CREATE TABLE attempt_start (
  actor    BLOB    NOT NULL,  -- as the record has it: role:id
  position INTEGER NOT NULL,  -- of the record that started the attempt
  PRIMARY KEY (actor, position)
) STRICT, WITHOUT ROWID;

-- In canonical form a record begins with its actor and ends with its type, so both are read in place.
CREATE TRIGGER record_starts_an_attempt AFTER INSERT ON record
WHEN substr(new.bytes, -42) = CAST(',"type":"integration.authorizeStarted.v1"}' AS BLOB)
BEGIN
  INSERT INTO attempt_start VALUES (
    substr(new.bytes, 12, instr(new.bytes, CAST('",' AS BLOB)) - 12), new.position);
END;

INSERT INTO attempt_start
SELECT substr(bytes, 12, instr(bytes, CAST('",' AS BLOB)) - 12), position FROM record
WHERE substr(bytes, -42) = CAST(',"type":"integration.authorizeStarted.v1"}' AS BLOB);
