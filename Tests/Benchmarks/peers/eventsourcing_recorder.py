"""The recorder of Python's eventsourcing on an SQLite file: what its applications stand on."""

import sys
import uuid

import eventsourcing.sqlite as library
from eventsourcing.persistence import StoredEvent

import workloads

create = library.SQLiteConnectionPool._create_connection


def create_durable(pool):
    """The library leaves it to SQLite how durable a commit is; here it is durable for certain."""
    connection = create(pool)
    connection.cursor().execute("PRAGMA synchronous = FULL")
    return connection


library.SQLiteConnectionPool._create_connection = create_durable


class Store:
    is_shared = True

    def __init__(self, place):
        # As many connections as there may be threads; the library hands writing to one at a time.
        datastore = library.SQLiteDatastore(place, lock_timeout=30, pool_timeout=30)
        self.recorder = library.SQLiteApplicationRecorder(datastore)
        self.recorder.create_table()
        with datastore.transaction(commit=True) as cursor:
            cursor.execute("PRAGMA synchronous")
            synchronous = cursor.fetchone()[0]
            cursor.execute("PRAGMA journal_mode")
            if (synchronous, cursor.fetchone()[0]) != (2, "wal"):
                sys.exit("the peer is not as durable as it has to be")

    @staticmethod
    def stream(company):
        return uuid.uuid5(uuid.NAMESPACE_URL, company)

    def append(self, events):
        self.recorder.insert_events([
            StoredEvent(self.stream(company), sequence, kind, data)
            for company, sequence, kind, data in events])

    def everything(self):
        start = 1
        while found := self.recorder.select_notifications(start=start, limit=1000):
            for notification in found:
                yield notification.originator_id, notification.state
            start = found[-1].id + 1

    def count(self, company):
        return len(self.recorder.select_events(self.stream(company)))


workloads.main(Store)
