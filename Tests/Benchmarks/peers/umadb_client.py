"""UmaDB through its Python client; a stream is a tag."""

import umadb

import workloads


class Store:
    is_shared = False

    def __init__(self, place):
        self.client = umadb.Client(place)

    def append(self, events):
        self.client.append([
            umadb.Event(kind, data, [company]) for company, _, kind, data in events])

    def everything(self):
        reading = self.client.read()
        while batch := reading.next_batch():
            for found in batch:
                yield found.event.tags[0], found.event.data

    def count(self, company):
        query = umadb.Query([umadb.QueryItem(tags=[company])])
        return len(self.client.read(query).collect_with_head()[0])


workloads.main(Store)
