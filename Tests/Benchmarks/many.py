"""A ledger and a vault with as many connections as one likes, and how long a start takes on them."""

import datetime
import json
import os
import sqlite3
import subprocess
import time
import uuid

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "FORTNOX_CLIENT_ID": "bench", "FORTNOX_CLIENT_SECRET": "bench"}


def text(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def story(number, start):
    """One company's way to a grant that is in order, and the attempt that brought it."""
    attempt = str(uuid.UUID(int=(7 << 76) | (2 << 62) | number | int(start.timestamp() * 1000) << 80))
    second = datetime.timedelta(seconds=1)
    scopes = ["companyinformation", "customer"]
    later = text(start + datetime.timedelta(days=45))
    steps = [
        ("configured", f"administrator:u-{number}", {"transfers": ["customers"], "enabled": False}),
        ("authorizeStarted", f"administrator:u-{number}",
         {"attempt": attempt, "accountType": "user", "scopes": scopes,
          "expiresAt": text(start + 2701 * second)}),
        ("callbackReceived", "provider:fortnox",
         {"attempt": attempt, "answer": "code", "verdict": "accepted"}),
        ("approved", "system:server",
         {"attempt": attempt, "via": "consent", "accountType": "user", "scopes": scopes,
          "providerCompany": str(100_000 + number), "checks": [{"register": "customers", "ok": True}],
          "accessTokenExpiresAt": text(start + 3600 * second), "refreshTokenExpiresAt": later}),
    ]
    lines = [
        {"company": f"company-{number}", "provider": "fortnox", "action": action, "actor": actor,
         "time": text(start + index * second), "data": data}
        for index, (action, actor, data) in enumerate(steps)]
    return lines, uuid.UUID(attempt).bytes


def make(program, connect, ledger, count):
    """Connections made an hour ago; their credentials are not opened by a start, and are none."""
    start = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=1)
    records = ledger + ".jsonl"
    rows = []
    with open(records, "w", encoding="utf8") as file:
        for number in range(count):
            lines, attempt = story(number, start)
            file.writelines(json.dumps(line) + "\n" for line in lines)
            rows.append((f"company-{number}", attempt, int(start.timestamp() * 1000)))
    subprocess.run([program, "import", records, "--create", "--ledger", ledger], check=True,
                   stdout=subprocess.DEVNULL)
    os.remove(records)
    sweep(connect, ledger)
    with sqlite3.connect(ledger + "/vault.sqlite") as vault:
        vault.executemany(
            "INSERT INTO credential (company, provider, standing, field, attempt, sealed, kept_at) "
            "VALUES (?, 'fortnox', 'current', 'accessToken', ?, x'00', ?)", rows)
    # The first start notes where each company stands.
    sweep(connect, ledger)


def sweep(connect, ledger):
    subprocess.run([connect, "sweep", "--ledger", ledger], check=True, env=ENVIRONMENT,
                   capture_output=True)


def start(connect, ledger):
    """Seconds of what a server does at its start: healing, sweeping and asking what is due."""
    begin = time.monotonic()
    sweep(connect, ledger)
    return time.monotonic() - begin
