"""Asks a server for every path of its document, rightly and wrongly, and holds each answer to the document.

`hold_answers.py URL KEY NARROW FOREIGN LIMITED RECORD_ID` prints each answer that the document does not allow and ends
with 1 if there was one. KEY may do everything, NARROW lacks every scope but metrics:read, FOREIGN is for another
company, LIMITED may ask once a minute. The ledger is in its second epoch, so that cursors of the first are gone.
"""

import json
import sys

import jsonschema
import referencing
import requests

url, key, narrow, foreign, limited, record = sys.argv[1:]
document = requests.get(f"{url}/v1/openapi.json", timeout=300).json()
resource = referencing.Resource(contents=document, specification=referencing.jsonschema.DRAFT202012)
registry = referencing.Registry().with_resource("urn:document", resource)
GOOD = {"company": "acme", "provider": "fortnox", "id": record, "at": "#2", "after": "0",
        "language": "sv", "limit": "2", "wait": "1", "If-None-Match": "*", "Last-Event-ID": "0"}
BAD = ["", "\0", "x" * 300, "-1", "1e3", "9" * 30, "système", "../..", "'\"<>&",
       "1-999999", "7-1"]
STATUSES = {200, 201, 304, 400, 401, 403, 404, 406, 409, 410, 413, 415, 429}
METHODS = ["GET", "PUT", "POST", "DELETE", "PATCH"]
faults, statuses, seen = [], set(), 0


def resolved(part):
    while "$ref" in part:
        place = document
        for name in part["$ref"][2:].split("/"):
            place = place[name]
        part = place
    return part


def fits(value, schema, told):
    # A reference keeps its place in the document; anything else is small and stands alone.
    whole = {"$ref": "urn:document" + schema["$ref"]} if set(schema) == {"$ref"} else json.loads(
        json.dumps(schema).replace('"$ref": "#', '"$ref": "urn:document#'))
    validator = jsonschema.Draft202012Validator(
        whole, registry=registry, format_checker=jsonschema.FormatChecker())
    for error in validator.iter_errors(value):
        faults.append(f"{told}: {error.json_path}: {error.message[:300]}")


def hold(answer, operation, told):
    global seen
    seen += 1
    statuses.add(answer.status_code)
    response = operation["responses"].get(str(answer.status_code))
    if response is None:
        return faults.append(f"{told}: {answer.status_code} is not in the document: {answer.text[:200]}")
    response = resolved(response)
    kind = answer.headers.get("Content-Type", "").split(";")[0]
    for name, header in response.get("headers", {}).items():
        header = resolved(header)
        if name in answer.headers:
            fits(answer.headers[name], header["schema"], f"{told}, {name}")
        elif header.get("required") or kind != "text/event-stream":
            faults.append(f"{told}: {answer.status_code} without {name}")
    content = response.get("content", {})
    if answer.request.method == "HEAD" or not content:
        return
    if kind not in content:
        return faults.append(f"{told}: {answer.status_code} is of the type {kind!r}")
    media, told = content[kind], f"{told}, {answer.status_code}"
    if kind == "text/event-stream":
        lines = answer.iter_lines()
        first = next(line for line in lines if line.startswith(b"data: "))
        fits(json.loads(first[6:]), media["x-itemSchema"], told)
    elif kind == "application/jsonl":
        for line in answer.text.splitlines():
            fits(json.loads(line), media["x-itemSchema"], told)
    elif "json" in kind:
        fits(answer.json(), media.get("schema", {}), told)
    elif "schema" in media:
        fits(answer.text, media["schema"], told)


def ask(method, path, operation, told, query=(), headers=None, token=key, body=None, places=None):
    values = {**GOOD, **(places or {})}
    filled = path
    for name, value in values.items():
        filled = filled.replace("{%s}" % name, requests.utils.quote(value, safe=""))
    headers = {**({"Authorization": f"Bearer {token}"} if token else {}), **(headers or {})}
    with requests.request(method, url + filled, params=list(query), headers=headers, stream=True,
                          timeout=300, allow_redirects=False, **(body or {})) as answer:
        hold(answer, operation, f"{method} {path} {told}")


def bodies(operation):
    for kind, media in operation.get("requestBody", {}).get("content", {}).items():
        form = kind == "application/x-www-form-urlencoded"
        yield "with a body", {"data" if form else "json": media["example"]}
        yield "with another type", {"data": b"x", "headers": {"Content-Type": "text/csv"}}
        yield "with a large body", {"data": b"x" * 40000, "headers": {"Content-Type": kind}}
        for bad in [b"", b"{", b"[]", b"null", b'{"minimumSeconds":-1}', b'{"minimumSeconds":"1"}', b"\xff\xfe"]:
            yield f"with {bad!r}", {"data": bad, "headers": {"Content-Type": kind}}


def hold_path(path, method, operation):
    parameters = [resolved(each) for each in operation.get("parameters", [])]
    ask(method, path, operation, "as it is")
    ask(method, path, operation, "without a key", token=None)
    ask(method, path, operation, "with an unknown key", token="ak_" + "A" * 43)
    ask(method, path, operation, "with a narrow key", token=narrow)
    ask(method, path, operation, "with another company's key", token=foreign)
    ask(method, path, operation, "with a key that has asked enough", token=limited)
    ask(method, path, operation, "of an unknown type", headers={"Accept": "image/png"})
    if method == "GET":
        ask("HEAD", path, operation, "as it is")
    for kind in resolved(operation["responses"].get("200", {})).get("content", {}):
        ask(method, path, operation, f"as {kind}", headers={"Accept": kind})
    for told, body in bodies(operation):
        headers = body.pop("headers", None)
        ask(method, path, operation, told, headers=headers, body=body)
    for parameter in parameters:
        name, where = parameter["name"], parameter["in"]
        good = GOOD.get(name)
        schema = resolved(parameter["schema"])
        words = resolved(schema.get("items", schema)).get("enum", [])
        if where == "query" and name == "after" and "integrations" in path:
            good = "acme/fortnox"
        if where == "query" and name == "type":
            good = "failed"
        for value in ([good] if good else []) + words + BAD:
            told = f"where {name} is {value[:20]!r}"
            if where == "query":
                ask(method, path, operation, told, query=[(name, value)])
            elif where == "path" and value:
                ask(method, path, operation, told, places={name: value})
            elif where == "header" and value.isascii() and value.isprintable():
                ask(method, path, operation, told, headers={name: value})


def hold_other_methods(path, operations):
    for method in METHODS:
        if method.lower() in operations:
            continue
        answer = requests.request(method, url + path.format(**GOOD), timeout=300,
                                  headers={"Authorization": f"Bearer {key}"})
        if answer.status_code != 405 or operations.keys() - answer.headers.get("Allow", "").lower().split(", "):
            faults.append(f"{method} {path}: {answer.status_code}, Allow {answer.headers.get('Allow')}")


for path, operations in document["paths"].items():
    for method, operation in operations.items():
        hold_path(path, method.upper(), operation)
    hold_other_methods(path, operations)
for status in STATUSES - statuses:
    faults.append(f"no answer had the status {status}")
print("\n".join(faults))
print(f"{seen} answers, {len(faults)} faults")
sys.exit(1 if faults or seen < 300 else 0)
