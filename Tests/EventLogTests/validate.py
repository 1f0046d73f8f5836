"""Holds records to the JSON Schemas: `validate.py FOLDER < records.jsonl`.

Prints each record that its schema refuses, and ends with 1 if there was one.
"""

import json
import pathlib
import sys

import jsonschema

folder = pathlib.Path(sys.argv[1])
schemas = {path.name: json.loads(path.read_text()) for path in folder.glob("*.schema.json")}
shared = schemas["record.schema.json"]
validators = {}
for name, schema in schemas.items():
    jsonschema.Draft202012Validator.check_schema(schema)
    resolver = jsonschema.RefResolver(name, schema, store={"record.schema.json": shared})
    validators[name] = jsonschema.Draft202012Validator(schema, resolver=resolver)

refused = 0
for number, line in enumerate(sys.stdin, 1):
    record = json.loads(line)
    for error in validators[record["type"] + ".schema.json"].iter_errors(record):
        refused += 1
        print(f"{number}: {error.json_path}: {error.message[:200]}")
print(f"{number} records, {refused} refused")
sys.exit(1 if refused else 0)
