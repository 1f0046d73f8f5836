#!/usr/bin/python3
"""Measures the released server over HTTP, beside the promises made for it.

    Tests/Benchmarks/serving.py [--records FILE] [--seconds N]

FILE holds records as `authledger history --format jsonl` writes them; without it a ledger of 300,000
made-up records is filled first. wrk asks from the same computer, so that both share its cores.
"""

import argparse
import http.client
import os
import re
import secrets
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

import harness

PORT = 18480
URL = f"http://127.0.0.1:{PORT}"
COMPANY = "/companies/acme/fortnox"
STATUS = "/v1/companies/acme/integrations/fortnox"


class Visitor:
    """A browser of one person, without a window."""

    def __init__(self, key):
        self.key, self.cookies = key, {}

    def ask(self, method, url, fields=None, headers=None):
        parts = urllib.parse.urlsplit(url if url.startswith("http") else URL + url)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        sent = dict(headers or {})
        if self.cookies and parts.port == PORT:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = urllib.parse.urlencode(fields) if fields is not None else None
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers.get("Location"), text

    def connect(self):
        """The journey of an administrator, to a grant that works."""
        _, _, text = self.ask(
            "POST", "/api/links", {"company": "acme", "role": "administrator", "person": "u-17"},
            {"Authorization": f"Bearer {self.key}"})
        link = re.search(r'/enter/([^"]+)', text)[1]
        _, _, page = self.ask("GET", f"/enter/{link}")
        self.ask("POST", "/enter", {"link": link, "proof": value("proof", page)})
        _, _, page = self.ask("GET", COMPANY)
        _, place, _ = self.ask("POST", COMPANY + "/save", {
            "token": value("token", page), "transfers": "customers", "account": "user"})
        provider = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(place))
        _, _, page = self.ask("GET", place)
        _, place, page = self.ask("POST", provider + "/oauth-v1/login", {
            "flow": value("flow", page), "user": "anna", "password": "hemligt"})
        if not place:
            _, place, _ = self.ask("POST", provider + "/oauth-v1/consent", {
                "flow": value("flow", page), "answer": "approve"})
        _, place, _ = self.ask("GET", place)
        for _ in range(600):
            if 'http-equiv="refresh"' not in self.ask("GET", place)[2]:
                return
            time.sleep(0.05)
        sys.exit("the journey did not end")


def value(name, page):
    return re.search(f'name="{name}" value="([^"]*)"', page)[1]


def wrk(path, key, seconds, method="GET"):
    """Requests a second that were answered with 200."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(f'wrk.method = "{method}"\nwrk.headers["Authorization"] = "Bearer {key}"\n')
        script.flush()
        printed = subprocess.run(
            ["wrk", "-t1", "-c32", f"-d{seconds}s", "-s", script.name, URL + path], check=True,
            capture_output=True, text=True).stdout
    if "Non-2xx" in printed or "Socket errors" in printed:
        sys.exit(printed)
    return float(re.search(r"Requests/sec:\s*([\d.]+)", printed)[1])


def reader(key, query, accept="application/jsonl"):
    """A connection that has asked for the feed."""
    connection = socket.create_connection(("127.0.0.1", PORT))
    connection.sendall(
        f"GET /v1/records?{query} HTTP/1.1\r\nHost: x\r\nAccept: {accept}\r\n"
        f"Authorization: Bearer {key}\r\n\r\n".encode())
    return connection


def feed(key, records):
    """Records a second that one reader gets as events, all of them."""
    connection = reader(key, "after=0", "text/event-stream")
    start, seen, rest = time.perf_counter(), 0, b""
    while seen < records:
        piece = connection.recv(1 << 20)
        if not piece:
            sys.exit("the feed ended")
        seen += (rest + piece).count(b"\nid: ")
        rest = piece[-4:] if not piece.endswith(b"\nid: ") else b""
    connection.close()
    return records / (time.perf_counter() - start)


def memory(process):
    with open(f"/proc/{process.pid}/status") as file:
        return int(re.search(r"VmRSS:\s+(\d+)", file.read())[1]) / 1024


def threads(process):
    return len(os.listdir(f"/proc/{process.pid}/task"))


def waiting(key, ledger, authledger, process, count):
    """Seconds from a commit of another process to the answers of all that wait, and what they take."""
    before, before_threads = memory(process), threads(process)
    head = last(key)
    waiters = [reader(key, f"after={head}&wait=55") for _ in range(count)]
    while int(re.search(r"authledger_waiting_requests (\d+)", metrics())[1]) < count:
        time.sleep(0.05)
    held, held_threads = memory(process) - before, threads(process) - before_threads
    ready = selectors.DefaultSelector()
    for each in waiters:
        ready.register(each, selectors.EVENT_READ)
    writing = subprocess.Popen(
        [authledger, "record", "waking", "configured", "--ledger", ledger, "--data",
         '{"transfers":["%s"],"enabled":false}' % ("customers" if secrets.randbits(1) else "projects"),
         "--actor", "administrator:u-1"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    # The line is printed after the commit, so what is measured is at most a little too good.
    told, first, committed = 0, None, None
    ready.register(writing.stdout, selectors.EVENT_READ)
    start = time.perf_counter()
    while told < count:
        for found, _ in ready.select(60):
            if found.fileobj is writing.stdout:
                committed = committed or time.perf_counter()
                ready.unregister(writing.stdout)
                continue
            first = first or time.perf_counter()
            ready.unregister(found.fileobj)
            told += 1
    end = time.perf_counter()
    writing.wait()
    for each in waiters:
        each.close()
    return {"first": first - start, "last": end - first, "memory": held, "threads": held_threads,
            "after": end - (committed or start)}


def last(key):
    visitor = http.client.HTTPConnection("127.0.0.1", PORT)
    visitor.request("GET", "/v1/records?limit=1", headers={"Authorization": f"Bearer {key}"})
    answer = visitor.getresponse()
    answer.read()
    return answer.headers["Authledger-Head"]


def metrics():
    visitor = http.client.HTTPConnection("127.0.0.1", PORT)
    visitor.request("GET", "/metrics")
    return visitor.getresponse().read().decode()


def appends(authledger, ledger, count):
    """Seconds that one process took for appends, one commit each, a hundred a second at most."""
    start = time.perf_counter()
    for _ in range(count):
        subprocess.run(
            [authledger, "record", f"paced-{secrets.token_hex(4)}", "configured", "--ledger", ledger,
             "--data", '{"transfers":["customers"],"enabled":false}', "--actor",
             "administrator:u-1"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def follow(authledger, connect, ledger, key, folder):
    """A follower that has everything and waits for more."""
    root = subprocess.run(
        [authledger, "checkpoint", "--keys", "--ledger", ledger], check=True, capture_output=True,
        text=True).stdout.split("\n")[0]
    copy = folder + "/copy"
    process = subprocess.Popen(
        [connect, "follow", URL, "--ledger", copy, "--key", root],
        env=os.environ | {"AUTHLEDGER_ACCESS_KEY": key}, stderr=open(folder + "/follow-log", "w"))
    wanted = int(last(key).split("-")[1])
    for _ in range(2400):
        if process.poll() is not None:
            break
        found = subprocess.run(
            ["sqlite3", "-readonly", copy + "/ledger.sqlite", "SELECT max(position) FROM record"],
            capture_output=True, text=True).stdout.strip()
        if found and int(found) >= wanted:
            return process
        time.sleep(0.1)
    sys.exit(open(folder + "/follow-log").read())


def say(name, found, unit, target, holds):
    print(f"  {name:<52} {found:>12,.1f} {unit:<12} {target:<12} {'ok' if holds else 'MISSED'}",
          flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", metavar="FILE", help="records to fill the ledger with")
    parser.add_argument("--seconds", type=int, default=5, help="how long wrk asks each time")
    given = parser.parse_args()
    subprocess.run(
        [harness.ROOT + "/.ci/packages", "wrk:/usr/bin/wrk"], check=True, stdout=sys.stderr)
    for target in ("release", "release-connect"):
        subprocess.run(["make", "-C", harness.ROOT, target], check=True, stdout=sys.stderr)
    authledger = harness.answer(["make", "-s", "-C", harness.ROOT, "binary"])
    connect = harness.answer(["make", "-s", "-C", harness.ROOT, "binary-connect"])
    folder = tempfile.mkdtemp(prefix="authledger-serving-")
    try:
        measure(authledger, connect, folder, given)
    finally:
        shutil.rmtree(folder)


def start(connect, ledger, key, folder):
    process = subprocess.Popen(
        [connect, "serve", "--sandbox", "--ledger", ledger, "--port", str(PORT), "--quiet"],
        env=os.environ | {"AUTHLEDGER_SERVICE_KEY": key}, stderr=open(folder + "/log", "w"))
    for _ in range(200):
        try:
            visitor = http.client.HTTPConnection("127.0.0.1", PORT)
            visitor.request("GET", "/readyz")
            if visitor.getresponse().status == 200:
                return process
        except OSError:
            time.sleep(0.05)
    sys.exit(open(folder + "/log").read())


def measure(authledger, connect, folder, given):
    ledger, first = folder + "/ledger", secrets.token_hex(20)
    records = given.records
    if not records:
        made = folder + "/made"
        harness.execute([authledger, "demo", "--events", "300000", "--ledger", made])
        records = folder + "/records"
        harness.whole([authledger, "history", "--ledger", made, "--format", "jsonl"], out=records)
        shutil.rmtree(made)
    process = start(connect, ledger, first, folder)
    process.terminate()
    process.wait()
    harness.execute([authledger, "import", records, "--ledger", ledger])
    process = start(connect, ledger, first, folder)
    try:
        Visitor(first).connect()
        key = subprocess.run(
            [connect, "keys", "create", "--name", "bench", "--scopes",
             "records:read,status:read,tokens:read", "--requests-per-minute", "10000000", "--ledger",
             ledger], check=True, capture_output=True, text=True).stdout.strip()
        tokens = wrk(STATUS + "/token", key, given.seconds, "POST")
        say("tokens that need not be refreshed", tokens, "a second", ">= 3,000", tokens >= 3000)
        statuses = wrk(STATUS, key, given.seconds)
        say("a status", statuses, "a second", ">= 2,000", statuses >= 2000)
        count = int(last(key).split("-")[1])
        rate = feed(key, count)
        say(f"{count:,} records as events", rate, "a second", ">= 200,000", rate >= 200_000)
        found = waiting(key, ledger, authledger, process, 1000)
        say("1,000 waiting readers: memory", found["memory"], "MiB", "< 64", found["memory"] < 64)
        say("1,000 waiting readers: threads", found["threads"], "", "<= 0", found["threads"] <= 0)
        say("from the commit's answer until all 1,000 are told", found["after"] * 1000, "ms", "< 100",
            found["after"] < 0.1)
        alone, beside = [], []
        for _ in range(5):
            alone.append(appends(authledger, ledger, 200))
            follower = follow(authledger, connect, ledger, key, folder)
            head = last(key)
            waiters = [reader(key, f"after={head}&wait=55&company=nobody") for _ in range(1000)]
            beside.append(appends(authledger, ledger, 200))
            follower.terminate()
            follower.wait()
            for each in waiters:
                each.close()
        slower = sorted(beside)[2] / sorted(alone)[2]
        say("200 appends beside a follower and 1,000 readers", slower, "times", "<= 1.05", slower <= 1.05)
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
