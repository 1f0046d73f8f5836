"""Hooks of schemathesis: a request that waits does so for a second, so that thousands of them end."""

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    query = case.query if isinstance(case.query, dict) else {}
    if str(query.get("wait", "")).isdigit() and 1 < int(query["wait"]) <= 55:
        query["wait"] = 1
