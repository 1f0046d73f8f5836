"""A host's own OAuth code tells the ledger what came: recording_client.py PROGRAM COMPANY < what came,
a JSON object a line. Written from docs/recording.md alone."""
import json
import subprocess
import sys

PROGRAM, COMPANY = sys.argv[1:]


def record(*actions):
    """Actions that belong together, in one commit."""
    lines = "".join(json.dumps({"action": a, "actor": who, "data": d}) + "\n" for a, who, d in actions)
    subprocess.run([PROGRAM, "record", COMPANY, "-", "--quiet"], input=lines, text=True, check=True)


def failed(stage, reason, came):
    body = came.get("body", {})
    words = {"providerError": body.get("error"), "providerMessage": body.get("error_description"),
             "httpStatus": came.get("status"), "attempt": came.get("attempt")}
    return ("failed", "system:host", {"stage": stage, "reason": reason} | {k: v for k, v in words.items() if v})


def refresh_reason(came):
    return "grantDead" if came["body"].get("error") == "invalid_grant" else "unrecognised"


for came in map(json.loads, sys.stdin):
    what = came.pop("what")
    if what == "leaves":
        record(("authorizeStarted", "administrator:u-17", came))
    elif what == "callback":
        record(("callbackReceived", "provider:fortnox", came | {"verdict": "accepted"}))
    elif what in ("consent", "refreshed"):
        refusals = came.pop("refusals", [])
        via = "consent" if what == "consent" else "refresh"
        actions = [("approved", "system:host", came | {"via": via})]
        if refusals:
            denied = {"attempt": came["attempt"], "layer": "person", "refusals": refusals}
            actions.append(("permissionDenied", "system:host", denied))
        record(*actions)
    elif what == "refreshRefused":
        record(failed("refresh", refresh_reason(came), came))
    elif what == "removed":
        record(("credentialsRemoved", "support:s-3", came))
