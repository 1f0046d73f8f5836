"""Workloads that read: replay, queries in process and as whole processes, the past."""

import itertools
import statistics

import harness
from bed import each, expect, targets

# How many lookups one run makes in process.
LOOKUPS = 20_000

# Questions that go through every integration or every record, whichever company is meant.
WHOLE = ("failures", "status --verdict", "status --summary", "find ATTEMPT")


def replay(bed, table, rounds):
    """Everything read and checked; C reads and hashes."""
    table.begin(bed.size, "Replay with verification")

    def check(core=None):
        found = bed.library("replay", "replay", bed.ledger, core=core)
        expect(found["count"] == bed.size, "the replayed records")
        return found

    def scan():
        found = bed.plain("scan", bed.database, core=0)
        expect(found["count"] == bed.size, "the scanned records")
        return found

    found = harness.interleaved(
        rounds, one=lambda: check(0), scan=scan, two=check,
        check=lambda: bed.whole("replay --check", "replay", "--check"),
        verify=lambda: bed.whole("verify", "verify"))
    scans = [one["seconds"] for one in found["scan"]]
    for cores, side, least in (("one core", "one", 0.6), ("two cores", "two", 1.1)):
        table.add(f"verified replay in process, {cores}", "C's scan with SHA-256",
                  [one["seconds"] for one in found[side]], scans, "s", speed=True,
                  least=targets(bed, least))
    for name, side in (("replay --check", "check"), ("verify", "verify")):
        table.add(name, "the same", each(found[side], "whole"), scans, "s", speed=True)


def look(bed, table, rounds):
    """Queries in process, beside C preparing and stepping the same lookups."""
    table.begin(bed.size, "Queries in process")
    count = len(bed.places())
    for what, most in (("status", 3), ("why", 3), ("log", None), ("attempt", None),
                       ("records", None), ("failures", None)):
        times = max(1, LOOKUPS // count)
        if what == "failures":
            times = max(1, 200_000 // bed.integrations)
        found = harness.interleaved(
            rounds,
            ours=lambda: bed.library(
                "queries in process", "look", what, bed.ledger, bed.sample, str(times)),
            plain=lambda: bed.plain("look", what, bed.database, bed.sample, str(times)))
        # C's lookup of failures steps over healthy integrations too.
        if what != "failures":
            expect(found["ours"][0]["rows"] == found["plain"][0]["rows"], f"the rows of {what}")
        name = {"attempt": "history --attempt", "records": "history COMPANY",
                "failures": what}.get(what, f"{what} COMPANY")
        table.add(name, "C's same lookups", each(found["ours"]), each(found["plain"]), "s", most=most)


def ask(bed, table, rounds):
    """The same as whole processes, beside the program sqlite3."""
    table.begin(bed.size, "Queries as whole processes")
    places = itertools.cycle(bed.places())
    stream = "(SELECT id FROM stream WHERE company = '{company}')"
    state = "SELECT hex(state) FROM integration_status WHERE stream = " + stream
    bytes_of = "SELECT hex(bytes) FROM record WHERE "
    queries = (
        ("status COMPANY", ["status", "{company}"], state, 1.5),
        ("why COMPANY", ["why", "{company}"],
         f"{state}; {bytes_of} stream = {stream} AND sequence IN ({{cited}})", 2),
        ("log COMPANY", ["log", "{company}"],
         f"SELECT code, hex(bytes) FROM record JOIN company_log USING (position) WHERE stream = "
         f"{stream} ORDER BY sequence", None),
        ("history --attempt", ["history", "--attempt", "{attempt}"],
         bytes_of + "attempt = x'{digits}' ORDER BY position", None),
        ("prove COMPANY 0", ["prove", "{company}", "0"],
         f"{bytes_of} stream = {stream} AND sequence = 0", 5),
        ("export COMPANY --format jsonl", ["export", "{company}", "--format", "jsonl"],
         f"{bytes_of} stream = {stream} ORDER BY sequence", None),
        ("status --verdict", ["status", "--verdict", "GRANT_DEAD"],
         "SELECT company, hex(state) FROM stream JOIN integration_status ON stream = stream.id "
         "WHERE verdict = 'GRANT_DEAD' ORDER BY company", None),
        ("status --summary", ["status", "--summary"],
         "SELECT verdict, count(*), sum(length(state)) FROM integration_status GROUP BY verdict", None),
        ("find ATTEMPT", ["find", "{attempt}"],
         "SELECT max(position) FROM record WHERE instr(bytes, '\"providerCompany\":\"{attempt}') "
         "OR instr(bytes, '\"ticket\":\"{attempt}') OR instr(bytes, ':{attempt}')", None),
        ("failures", ["failures"],
         "SELECT verdict, count(*) FROM integration_status GROUP BY verdict", None))
    for name, arguments, sql, most in queries:
        pairs = []
        times = rounds * 12
        memory = name if name in ("export COMPANY --format jsonl", "failures") else "a query"
        if name in WHOLE:
            times = rounds if bed.size >= 1_000_000 else rounds * 4
        for company, attempt, *cited in itertools.islice(places, times):
            words = {"company": company, "attempt": attempt, "digits": attempt.replace("-", ""),
                     "cited": ",".join(cited)}
            arguments_here = [word.format(**words) for word in arguments]
            pairs.append((
                bed.whole(memory, *arguments_here, allowed=(0, 1, 2))["whole"],
                harness.whole(["sqlite3", bed.database, sql.format(**words)])["whole"]))
        table.add(name, "sqlite3, same lookup", *of_rounds(pairs, rounds), "s", most=most)


def past(bed, table, rounds):
    """The status as of the middle of the log, beside the present one."""
    table.begin(bed.size, "As of the middle of the log")
    middle = bed.size // 2
    times = str(max(1, LOOKUPS // len(bed.places())))

    def status(sample, times, *at):
        return bed.library(
            "queries in process", "look", "status", bed.ledger, sample, times, *at)

    found = harness.interleaved(
        rounds, then=lambda: status(bed.sample, times, str(middle)),
        now=lambda: status(bed.sample, times))
    expect(found["then"][0]["rows"] == found["now"][0]["rows"], "companies with a past")
    table.add("status COMPANY in process", "its present status", each(found["then"]),
              each(found["now"]), "s", most=2)

    company, position, records = busiest(bed)
    sample = bed.path("busiest")
    with open(sample, "w") as out:
        out.write(f"{company} {bed.places()[0][1]}\n")
    found = harness.interleaved(
        rounds, then=lambda: status(sample, "2000", str(position)),
        now=lambda: status(sample, "2000"))
    table.add(f"the busiest of {records} records, in process", "its present status",
              each(found["then"]), each(found["now"]), "s")

    pairs = []
    for place in itertools.islice(itertools.cycle(bed.places()), rounds * 12):
        pairs.append((bed.whole("a query", "status", place[0], "--at", f"#{middle}")["whole"],
                      bed.whole("a query", "status", place[0])["whole"]))
    table.add("status COMPANY --at", "status COMPANY", *of_rounds(pairs, rounds), "s", most=2)
    pairs = [
        (bed.whole("a query", "status", company, "--at", f"#{position}")["whole"],
         bed.whole("a query", "status", company)["whole"]) for _ in range(rounds * 12)]
    table.add("the same of the busiest", "status COMPANY", *of_rounds(pairs, rounds), "s", most=2)


def of_rounds(pairs, rounds):
    """The medians of each round, of processes too short to be looked at one by one."""
    size = len(pairs) // rounds
    return tuple(
        [statistics.median(pair[side] for pair in pairs[start:start + size])
         for start in range(0, size * rounds, size)] for side in (0, 1))


def busiest(bed):
    """The company with the most records, and a moment at which nearly all of them count."""
    with bed.reading() as database:
        return database.execute(
            "SELECT company, (SELECT max(position) - 1 FROM record WHERE stream = stream.id), size "
            "FROM stream WHERE company <> 'system' ORDER BY size DESC LIMIT 1").fetchone()
