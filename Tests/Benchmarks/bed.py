"""A ledger of made-up histories of one size, and all that is derived from it to measure with."""

import os
import shutil
import sqlite3

import harness


class Bed:
    """The ledger, its records as lines and as rows, and samples of its companies."""

    def __init__(self, programs, size, folder):
        self.programs, self.size, self.folder = programs, size, folder
        self.ledger = folder + "/ledger"
        self.database = self.ledger + "/ledger.sqlite"
        self.memory = {}
        ours, plain = programs.authledger, programs.plain
        harness.execute([ours, "demo", "--events", str(size), "--ledger", self.ledger])
        self.lines, self.rows = folder + "/records.jsonl", folder + "/rows"
        harness.whole(
            [ours, "history", "--ledger", self.ledger, "--format", "jsonl"], out=self.lines)
        harness.execute([plain, "dump", self.database, self.rows])
        self.records = self.number("SELECT max(position) FROM record")
        if self.records != size:
            raise SystemExit(f"{size} records were asked for, and {self.records} are there")
        self.integrations = self.number("SELECT count(*) FROM integration_status")
        self.sample = self._sample(1000, folder + "/sample")

    def _sample(self, count, file):
        """Companies spread evenly over the first half of the log, so that all have a past there.

        A company's number grows with its first record. The busiest few come along as they fall.
        """
        with self.reading() as database:
            last = database.execute(
                "SELECT stream FROM record WHERE position <= ? ORDER BY position DESC LIMIT 200",
                (self.size // 2,)).fetchall()
            streams = max(row[0] for row in last)
            step = max(1, streams // count)
            places = database.execute(
                "SELECT company, (SELECT lower(hex(attempt)) FROM record WHERE stream = stream.id "
                "AND attempt IS NOT NULL ORDER BY sequence LIMIT 1) FROM stream "
                "WHERE id <= ? AND id % ? = 0", (streams, step)).fetchall()
        with open(file, "w") as out:
            for company, attempt in places:
                if company != "system" and attempt:
                    out.write(f"{company} {dashed(attempt)}\n")
        # What plain C has to know beside: which records the explanations cite.
        cited = file + "-cited"
        harness.whole([self.programs.bench, "cite", self.ledger, file], out=cited)
        return cited

    def places(self):
        """The sample's lines: company, attempt, and the numbers of the records cited."""
        with open(self.sample) as file:
            return [line.split() for line in file]

    def reading(self, database=None):
        """A connection of Python's own, to count and to choose with; never to measure."""
        return sqlite3.connect(f"file:{database or self.database}?mode=ro", uri=True)

    def number(self, sql, database=None):
        connection = self.reading(database)
        try:
            return connection.execute(sql).fetchone()[0]
        finally:
            connection.close()

    def path(self, name):
        return f"{self.folder}/{name}"

    def fresh(self, name):
        """A place with nothing in it."""
        place = self.path(name)
        shutil.rmtree(place, ignore_errors=True)
        for rest in ("", "-wal", "-shm", "-journal"):
            if os.path.isfile(place + rest):
                os.remove(place + rest)
        return place

    def copy(self, name):
        """The whole ledger once more, to write to."""
        shutil.copytree(self.ledger, self.fresh(name))
        return self.path(name)

    def empty(self, name):
        harness.execute([self.programs.authledger, "init", "--ledger", self.fresh(name)])
        return self.path(name)

    def whole(self, what, *arguments, ledger=None, allowed=(0,), out=None):
        """Runs the released program and keeps in mind how large it grew."""
        command = [self.programs.authledger, *arguments]
        if ledger != "":
            command += ["--ledger", ledger or self.ledger]
        return self.kept(what, harness.whole(command, allowed, out))

    def library(self, what, *arguments, core=None):
        """The same for the library in a process of its own."""
        return self.kept(what, harness.figures([self.programs.bench, *arguments], core))

    def plain(self, *arguments, core=None):
        return harness.figures([self.programs.plain, *arguments], core)

    def kept(self, what, found):
        self.memory[what] = max(self.memory.get(what, 0), found["memory"])
        return found


def dashed(digits):
    """A UUID as it is written."""
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def each(found, name="seconds"):
    """One figure of every round, for one piece of work."""
    return [figures[name] / figures.get("count", 1) for figures in found]


def rates(found):
    """Pieces of work a second."""
    return [figures["count"] / figures["seconds"] for figures in found]


def targets(bed, target):
    """A target for work on the whole log; not for a log so short that starting is most of it."""
    return target if bed.size >= 100_000 else None


def expect(holds, what):
    """A benchmark that did not do the work has measured nothing."""
    if not holds:
        raise SystemExit(f"not what was to be measured: {what}")
