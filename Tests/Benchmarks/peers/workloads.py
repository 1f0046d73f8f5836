"""The workloads that every store of events can do, run on one of them.

    PEER.py PLACE fill LINES              take in records, a thousand at a time
    PEER.py PLACE append COUNT WRITERS    durable appends, one after another or from threads
    PEER.py PLACE count                   read everything, count the events of each stream
    PEER.py PLACE replay                  the same, and decode each event and fold it
    PEER.py PLACE records SAMPLE ROUNDS   read the streams of a sample
"""

import itertools
import json
import sys
import threading
import time

EVENT = json.dumps({
    "authid": "system:bench", "authtype": "system", "data": {"selected": True},
    "id": "01a00000-0000-7000-8000-000000000000", "recordedtime": "2026-01-01T00:00:00.000Z",
    "sequence": "0000000000000000", "source": "/companies/bench", "specversion": "1.0",
    "subject": "fortnox", "time": "2026-01-01T00:00:00.000Z",
    "type": "integration.serviceAccountSelected.v1"}, separators=(",", ":")).encode()
EVENT_TYPE = "integration.serviceAccountSelected.v1"


def main(open_store):
    """`open_store` makes a store from the place that is given."""
    place, command, *arguments = sys.argv[1:]
    store = open_store(place)
    start = time.perf_counter()
    work = {"fill": fill, "append": append, "count": count, "replay": replay, "records": records}
    done = work[command](open_store, place, store, *arguments)
    if isinstance(done, tuple):
        done, start = done
    print(f"count {done}\nseconds {time.perf_counter() - start}")


def fill(_open, _place, store, lines):
    total = 0
    with open(lines, "rb") as file:
        while batch := list(itertools.islice(file, 1000)):
            events = []
            for line in batch:
                record = json.loads(line)
                company = record["source"].rsplit("/", 1)[1]
                events.append((company, int(record["sequence"]), record["type"], line[:-1]))
            store.append(events)
            total += len(events)
    return total


def append(open_store, place, store, count, writers):
    each = int(count) // int(writers)
    name = f"bench-{time.time_ns()}"

    def write(store, company):
        for sequence in range(each):
            store.append([(company, sequence, EVENT_TYPE, EVENT)])

    if writers == "1":
        write(store, name)
        return each
    # Stores that are shared by threads are the same object; others are opened once a thread.
    stores = [store if store.is_shared else open_store(place) for _ in range(int(writers))]
    threads = [threading.Thread(target=write, args=(store, f"{name}-{number}"))
               for number, store in enumerate(stores)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return each * len(threads), start


def count(_open, _place, store):
    counts = {}
    for company, _ in store.everything():
        counts[company] = counts.get(company, 0) + 1
    return sum(counts.values())


def replay(_open, _place, store):
    """The least of folds that looks into an event: how many of which type, and the latest time."""
    states = {}
    total = 0
    for company, data in store.everything():
        event = json.loads(data)
        counts, _ = states.get(company, ({}, None))
        counts[event["type"]] = counts.get(event["type"], 0) + 1
        states[company] = (counts, event["time"])
        total += 1
    return total


def records(_open, _place, store, sample, rounds):
    with open(sample) as file:
        companies = [line.split()[0] for line in file]
    for company in companies[:50]:
        store.count(company)
    start = time.perf_counter()
    found = 0
    for _ in range(int(rounds)):
        for company in companies:
            found += store.count(company)
    if not found:
        sys.exit("nothing was found")
    return len(companies) * int(rounds), start
