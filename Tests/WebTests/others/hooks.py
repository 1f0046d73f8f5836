"""Hooks of schemathesis: what the server's own state decides, and no schema can say."""

import re

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    query = case.query if isinstance(case.query, dict) else {}
    # A request that waits does so for a second, so that thousands of them end.
    if str(query.get("wait", "")).isdigit() and 1 < int(query["wait"]) <= 55:
        query["wait"] = 1
    # A position is one that is there.
    if re.fullmatch(r"#[1-9][0-9]{0,17}", str(query.get("at", ""))):
        query["at"] = "#3"
