"""Reads records with PyPI's cloudevents: `read_events.py URL KEY` ends with 1 where one is not as it was sent."""

import json
import sys

import requests
from cloudevents.core.bindings.http import HTTPMessage, from_http_event, from_structured_event

url, key = sys.argv[1:]


def get(path, kind):
    answer = requests.get(url + path, timeout=300, headers={"Authorization": f"Bearer {key}", "Accept": kind})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == kind, answer.headers["Content-Type"]
    return answer


def same(event, record):
    assert event.get_specversion() == "1.0"
    assert event.get_data() == record["data"]
    for name, value in record.items():
        if name not in ("data", "time"):
            assert event.get_extension(name) == value or event.get_attributes()[name] == value, name
    assert event.get_time().isoformat(timespec="milliseconds") == record["time"].replace("Z", "+00:00")


batch = get("/v1/records?limit=1000", "application/cloudevents-batch+json")
records = json.loads(batch.content)
assert len(records) > 3, records
lines = get("/v1/records?limit=1000", "application/jsonl").content.splitlines()
for line, record in zip(lines, records, strict=True):
    # An event of a batch is what one in structured mode would be, and is stored so.
    same(from_structured_event(HTTPMessage({"content-type": "application/cloudevents+json"}, line)), record)
    one = get(f"/v1/records/{record['id']}", "application/cloudevents+json")
    assert one.content == line
    same(from_http_event(HTTPMessage(dict(one.headers), one.content)), record)
print(f"{len(records)} events read")
