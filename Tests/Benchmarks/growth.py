"""What grows with the log and what must not: disk, memory, and the cost of one of each."""

import os

from table import grouped

# Lookups and appends cost the same however long the log is; what goes over all of it costs the same
# a record.
FLAT = (
    ("Durable appends", "one writer", "one append"),
    ("Queries in process", "status COMPANY", "status COMPANY in process"),
    ("Queries in process", "why COMPANY", "why COMPANY in process"),
    ("Queries in process", "log COMPANY", "log COMPANY in process"),
    ("Queries in process", "history --attempt", "history --attempt in process"),
    ("As of the middle of the log", "status COMPANY in process", "status COMPANY --at in process"),
    ("Queries as whole processes", "status COMPANY", "status COMPANY"),
    ("Queries as whole processes", "why COMPANY", "why COMPANY"),
)
ALONG = (
    ("Import and export", "import --create", "import, a record"),
    ("Import and export", "history --format jsonl into a file", "history, a record"),
    ("Replay with verification", "verified replay in process, two cores", "replay, a record"),
    ("Replay with verification", "verify", "verify, a record"),
    ("Rebuild of projections", "rebuild, at opening", "rebuild, a record"),
)


def space(bed, table):
    """Bytes on the disk, and the largest resident set of each process that worked on the ledger."""
    table.begin(bed.size, "Disk and memory")
    lines = os.path.getsize(bed.lines)
    stored = sum(os.path.getsize(bed.database + rest) for rest in ("", "-wal")
                 if os.path.exists(bed.database + rest))
    table.add("bytes a record on disk", "exported JSON Lines", [stored / bed.size],
              [lines / bed.size], "bytes", most=1.6)
    bound = 64 * 2**20 + 512 * bed.integrations
    for what, taken in sorted(bed.memory.items()):
        table.add(f"memory of {what}", "64 MiB, 512 bytes an integration", [taken], [bound],
                  "memory", most=1)


def compare(table, sizes):
    """The largest size beside the smallest, for one append, one lookup, one record."""
    small, large = sizes[0], sizes[-1]
    if small == large:
        return
    table.begin(large, "Growth")
    for names, most in ((FLAT, 2), (ALONG, 1.5)):
        for section, name, what in names:
            cost = []
            for size in (large, small):
                line = table.find(size, section, name)
                value = 1 / line.ours if line.unit == "a second" else line.ours
                cost.append(value / size if names is ALONG else value)
            table.add(what, f"of {grouped(small)}", cost[:1], cost[1:], "s", most=most)
