"""Peers in a throwaway environment, beside ours on what both can do."""

import contextlib
import itertools
import os
import socket
import subprocess
import sys
import time

import harness
from bed import each, expect, rates

EVENTS = 100_000
# Even for each of 64 writers.
APPENDS = 1024


def compare(programs, bed, table, rounds):
    """Every peer that can be installed; one that cannot is absent, and not beaten."""
    python = environment(bed.path("peers"))
    table.begin(EVENTS, "Peers")
    for package, opened in (("eventsourcing", recorder), ("umadb", server)):
        version = python and install(python, package)
        if not version:
            table.absent(package, "cannot be installed here")
            continue
        try:
            with opened(python, bed) as peer:
                beside(programs, bed, table, rounds, peer, f"{package} {version}")
        except SystemExit as failure:
            print(failure, file=sys.stderr)
            table.absent(f"{package} {version}", "failed here")


def environment(folder):
    """A virtual environment of its own, or nothing where Python cannot make one."""
    subprocess.run(
        [harness.ROOT + "/.ci/packages", "python3-venv:/usr/lib/python3.11/ensurepip/__init__.py"])
    made = subprocess.run(
        [sys.executable, "-m", "venv", folder], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    return None if made.returncode else folder + "/bin/python"


def install(python, package):
    """Installs a package, and answers with its version."""
    pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", package]
    if subprocess.run(pip, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
        return None
    return harness.answer(
        [python, "-c", f"from importlib.metadata import version; print(version('{package}'))"])


def script(python, name, place):
    folder = os.path.join(harness.HERE, "peers")
    return [python, "-B", f"{folder}/{name}.py", place]


@contextlib.contextmanager
def recorder(python, bed):
    yield script(python, "eventsourcing_recorder", bed.path("recorder.sqlite"))


@contextlib.contextmanager
def server(python, bed):
    """UmaDB's server on a port of loopback that is free."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    process = subprocess.Popen(
        [os.path.dirname(python) + "/umadb", "--listen", address, "--db-path", bed.path("uma.db")],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        host, port = address.split(":")
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection((host, int(port))):
                break
            time.sleep(0.1)
        yield script(python, "umadb_client", "http://" + address)
    finally:
        process.terminate()
        process.wait()


def beside(programs, bed, table, rounds, peer, name):
    """The same records on both sides, and as many appends."""
    lines = bed.path("peer-lines.jsonl")
    with open(bed.lines, "rb") as source, open(lines, "wb") as out:
        out.writelines(itertools.islice(source, EVENTS))
    ledger = bed.fresh("beside-peers")
    harness.execute([programs.authledger, "import", lines, "--create", "--ledger", ledger])
    expect(harness.figures(peer + ["fill", lines])["count"] == EVENTS, "the peer's records")

    def ours(*arguments):
        return harness.figures([programs.bench, *arguments])

    # Read before written to, so that both sides read the same.
    for what, least in (("count", 1), ("replay", 5)):
        found = harness.interleaved(
            rounds, ours=lambda: ours(what, ledger),
            theirs=lambda: harness.figures(peer + [what]))
        expect(found["ours"][0]["count"] == found["theirs"][0]["count"] == EVENTS, what)
        table.add({"count": "read all, count", "replay": "replay, decoded and folded"}[what], name,
                  rates(found["ours"]), rates(found["theirs"]), "a second", least=least)
    found = harness.interleaved(
        rounds, ours=lambda: ours("look", "records", ledger, bed.sample, "5"),
        theirs=lambda: harness.figures(peer + ["records", bed.sample, "1"]))
    table.add("read one stream", name, rates(found["ours"]), rates(found["theirs"]), "a second",
              least=1)
    for writers in ("1", "8", "64"):
        found = harness.interleaved(
            rounds,
            ours=lambda: ours("append", ledger, str(APPENDS), writers, f"w{writers}"),
            theirs=lambda: harness.figures(peer + ["append", str(APPENDS), writers]))
        what = "durable append" if writers == "1" else f"{writers} writers"
        table.add(what, name, rates(found["ours"]), rates(found["theirs"]), "a second", least=1)
