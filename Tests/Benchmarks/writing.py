"""Workloads that write: appends, imports, publishing, the rebuild of projections."""

import itertools
import os
import shutil
import time

import harness
from bed import each, expect, rates, targets
from table import grouped

# Below this the rebuild is over before a writer that goes on meanwhile can be timed.
LEAST_MEANWHILE = 100_000


def take_in(bed, table, rounds):
    """Imports and exports; what C inserted is there for its appends below."""
    table.begin(bed.size, "Import and export")

    def new():
        return bed.whole(
            "import --create", "import", bed.lines, "--create", ledger=bed.fresh("new"))

    def insert():
        return bed.plain("import", bed.rows, bed.database, bed.fresh("plain.sqlite"))

    unpublished = bed.path("unpublished")
    bed.library("import", "import", bed.fresh("unpublished"), bed.lines)

    def publish():
        shutil.copytree(unpublished, bed.fresh("published"))
        os.sync()
        return bed.library("publish", "publish", bed.path("published"))

    found = harness.interleaved(rounds, new=new, insert=insert, publish=publish)
    expect(bed.number("SELECT max(position) FROM record", bed.path("new/ledger.sqlite"))
           == bed.number("SELECT max(position) FROM record", bed.path("plain.sqlite"))
           == bed.size, "the imported records")
    for done in ("new", "published", "unpublished"):
        bed.fresh(done)
    inserted = [one["seconds"] for one in found["insert"]]
    imported = each(found["new"], "whole")
    table.add("import --create", "C's one-transaction insert", imported, inserted, "s", speed=True,
              least=targets(bed, 0.5))
    table.add("publishing all of it, in process", "import --create",
              [one["seconds"] for one in found["publish"]], imported, "s",
              most=targets(bed, 0.15))
    take_in_meanwhile(bed, table, rounds, [bed.size / one for one in inserted])

    def history():
        return bed.whole("history --format jsonl", "history", "--format", "jsonl",
                         out=bed.path("exported.jsonl"))

    found = harness.interleaved(
        rounds, ours=history,
        plain=lambda: bed.plain("export", bed.database, bed.path("plain.jsonl")))
    expect(os.path.getsize(bed.path("exported.jsonl")) == os.path.getsize(bed.path("plain.jsonl")),
           "the exported lines")
    bed.fresh("exported.jsonl")
    bed.fresh("plain.jsonl")
    table.add("history --format jsonl into a file", "C's",
              each(found["ours"], "whole"), [one["seconds"] for one in found["plain"]], "s",
              speed=True)


def take_in_meanwhile(bed, table, rounds, inserted):
    """Imports piece after piece into a ledger in which a writer goes on appending."""
    busy = bed.empty("busy")
    size = min(bed.size // rounds, 1_000_000)
    appended = 0
    found, writers = [], []
    with open(bed.lines, "rb") as lines:
        for _ in range(rounds):
            with open(bed.path("piece"), "wb") as piece:
                piece.writelines(itertools.islice(lines, size))
            os.sync()
            writer = harness.start_printing([bed.programs.bench, "meanwhile", busy, "bench"])
            found.append(bed.whole("import", "import", bed.path("piece"), ledger=busy))
            writers.append(harness.finish_printed(writer))
            appended += writers[-1]["count"]
    expect(bed.number("SELECT count(*) FROM record", busy + "/ledger.sqlite")
           == size * rounds + appended, "the records of a ledger in use")
    bed.fresh("busy")
    table.add(f"import of {grouped(size)} into one in use", "C's insert into a new one",
              [size / one["whole"] for one in found], inserted, "a second")
    table.count("appends refused meanwhile", sum(one["refused"] for one in writers))
    table.add("longest wait of an append meanwhile", "a writer's patience",
              [one["longest"] for one in writers], [30] * rounds, "s", most=1)


def rebuild(bed, table, rounds):
    """Projections built anew, alone and while a writer appends."""
    table.begin(bed.size, "Rebuild of projections")
    used = bed.copy("used")
    database = used + "/ledger.sqlite"

    def ours():
        # As another version of the fold would have left it.
        harness.execute(["sqlite3", database, "UPDATE projection SET fingerprint = 'other'"])
        return bed.library("rebuild", "rebuild", used)

    found = harness.interleaved(rounds, ours=ours, plain=lambda: bed.plain("project", database))
    expect(found["plain"][-1]["integrations"] == bed.integrations, "the projected rows")
    table.add("rebuild, at opening", "C inserting the same rows",
              [one["seconds"] for one in found["ours"]],
              [one["seconds"] for one in found["plain"]], "s", speed=True, least=targets(bed, 0.5))
    if bed.size < LEAST_MEANWHILE:
        return

    alone = [one["seconds"] for one in found["ours"]]

    def writer(work):
        started = harness.start_printing([bed.programs.bench, "meanwhile", used, "bench"])
        begin = time.perf_counter()
        work()
        taken = time.perf_counter() - begin
        return harness.finish_printed(started) | {"work": taken}

    found = harness.interleaved(
        rounds, alone=lambda: writer(lambda: time.sleep(1)),
        meanwhile=lambda: writer(
            lambda: bed.whole("replay --rebuild", "replay", "--rebuild", ledger=used)))
    table.add("a writer while replay --rebuild runs", "the writer alone", rates(found["meanwhile"]),
              rates(found["alone"]), "a second", least=0.5)
    table.count("appends refused meanwhile",
                sum(one["refused"] for one in found["meanwhile"]))
    table.add("replay --rebuild while it appends", "the rebuild above",
              [one["work"] for one in found["meanwhile"]], alone, "s")


def append(bed, table, rounds):
    """Durable appends: from one writer, from several tasks, from several processes."""
    table.begin(bed.size, "Durable appends")
    used = bed.path("used")
    database = used + "/ledger.sqlite"
    ceiling = bed.path("plain.sqlite")
    before = bed.number("SELECT count(*) FROM record", database)
    # What one writer does in half a second; even for each of 64 writers.
    warm = bed.plain("append", ceiling, "warm", "256")
    count = min(4096, max(256, round(warm["count"] / warm["seconds"] / 2 / 8) * 8))

    def ours(count, writers):
        return bed.library("append", "append", used, str(count), str(writers), f"w{writers}")

    def processes(writers):
        found = harness.together(
            [[bed.programs.bench, "append", used, str(count), "1", f"p{number}"]
             for number in range(writers)])
        return {"count": count * writers, "seconds": max(one["seconds"] for one in found)}

    found = harness.interleaved(
        rounds,
        one=lambda: ours(count, 1),
        plain=lambda: bed.plain("append", ceiling, "plain", str(count)),
        projected=lambda: bed.plain("append-projected", database, "plain", str(count)),
        eight=lambda: ours(4 * count, 8), many=lambda: ours(16 * count, 64),
        two=lambda: processes(2), four=lambda: processes(4))
    expect(bed.number("SELECT count(*) FROM record", database) - before
           == rounds * sum(found[name][0]["count"] for name in found if name != "plain"),
           "the appended records")
    one, plain = rates(found["one"]), rates(found["plain"])
    table.add("one writer", "C, no projections", one, plain, "a second", least=0.9)
    table.add("one writer", "C, with the projections' rows", one, rates(found["projected"]),
              "a second")
    for writers, side, least in ((8, "eight", None), (64, "many", 8)):
        table.add(f"{writers} writers in one process", "one of C", rates(found[side]), plain,
                  "a second", least=least)
    table.add("8 writers in one process", "one of ours", rates(found["eight"]), one, "a second",
              least=4)
    for side in ("two", "four"):
        table.add(f"{side} processes, a writer each", "one of ours", rates(found[side]), one,
                  "a second")
