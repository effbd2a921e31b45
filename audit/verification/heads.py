"""What was written down of the ends of all streams, against the entries that were there then."""

import json

from audit.canonical import MISSHAPEN
from audit.events import STREAMS_HEADS
from audit.heads import BOOK, Stated, leaf
from audit.models import Entry
from audit.tlog.tree import HASH, leaf_hash, root_of

from .findings import Finding, Kind

NEVER = float("inf")


class StatedHeads:
    """Looks at the ends of the streams each time when as many entries were seen as one of the statements is about."""

    def __init__(self, found):
        self.found = found
        self.ends = Ends()  # kept while a statement waits
        self.waiting = sorted(_stated(), key=lambda stated: -stated.size)  # the next one last
        self._await()

    def _await(self):
        self.next = self.waiting[-1].size if self.waiting else NEVER  # compared for every entry of the log

    def note(self, row, hashed):
        if self.waiting:
            self.ends.note(row.stream, leaf_hash(leaf(row.stream, row.n + 1, hashed)))

    def compare(self, size):
        """`size` entries were seen."""
        while self.waiting and self.waiting[-1].size <= size:
            stated = self.waiting.pop()
            if stated.size != size or (stated.streams, stated.root) != (len(self.ends), self.ends.root()):
                sentence = f"the streams had other ends in the first {stated.size} entries"
                self.found(Finding(Kind.HEADS, f"book:{BOOK}/{stated.n}", sentence))
        self._await()

    def finish(self, size):
        """What states more than there is, does not hold either."""
        self.compare(size)
        for stated in self.waiting:
            sentence = f"it tells of {stated.size} entries, only {size} are there"
            self.found(Finding(Kind.HEADS, f"book:{BOOK}/{stated.n}", sentence))


class Ends:
    """The leaves of the last entries of all streams, and their root: 32 bytes and a name for each stream."""

    def __init__(self):
        self.places, self.leaves = {}, bytearray()

    def __len__(self):
        return len(self.places)

    def note(self, stream, hashed):
        place = self.places.get(stream)
        if place is None:
            self.places[stream] = len(self.places)
            self.leaves += hashed
        else:
            self.leaves[place * HASH : (place + 1) * HASH] = hashed

    def root(self):
        places = map(self.places.__getitem__, sorted(self.places))
        return root_of(bytes(self.leaves[place * HASH : (place + 1) * HASH]) for place in places)


def _stated():
    """As the payloads say; what is wrong with one is found where its entry is looked at."""
    told = Entry.objects.filter(stream=f"book:{BOOK}", event=STREAMS_HEADS.name).order_by("n")
    for n, data in told.values_list("n", "payload__data"):
        try:
            yield Stated.of(n, json.loads(data)["facts"])
        except MISSHAPEN:
            continue
