"""Holds the document on standard input to the OpenAPI 3.1 specification, and to RFC 8785."""

import json
import sys

from openapi_spec_validator import OpenAPIV31SpecValidator

written = sys.stdin.buffer.read()
document = json.loads(written)
faults = [f"{error.json_path}: {error.message}"[:300] for error in OpenAPIV31SpecValidator(document).iter_errors()]
canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
if written != canonical.encode():
    faults.append("not in RFC 8785 form")
print("\n".join(faults) or f"{len(document['paths'])} paths")
sys.exit(1 if faults else 0)
