"""Hooks of schemathesis: a request that waits does so for a second, so that thousands of them end."""

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    if isinstance(case.query, dict) and str(case.query.get("wait", "")).isdigit():
        if 1 < int(case.query["wait"]) <= 55:
            case.query["wait"] = 1
