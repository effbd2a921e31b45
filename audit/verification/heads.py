"""What was written down of the ends of all streams, against the entries that were there then."""

import json

from audit.events import STREAMS_HEADS
from audit.heads import BOOK, Stated, leaf
from audit.models import Entry
from audit.tlog.tree import leaf_hash, root_of

from .findings import Finding, Kind

NEVER = float("inf")


class StatedHeads:
    """Looks at the ends of the streams each time when as many entries were seen as one of the statements is about."""

    def __init__(self, found):
        self.found = found
        self.ends = {}  # stream -> (number, leaf hash) of its last entry; kept while a statement waits
        self.waiting = sorted(_stated(), key=lambda stated: -stated.size)  # the next one last
        self.hashes = {}  # stream -> (number of its last entry, hash of its leaf)
        self._await()

    def _await(self):
        self.next = self.waiting[-1].size if self.waiting else NEVER  # compared for every entry of the log

    def note(self, row, hashed):
        if self.waiting:
            self.ends[row.stream] = (row.n, hashed)

    def compare(self, size):
        """`size` entries were seen."""
        while self.waiting and self.waiting[-1].size <= size:
            stated = self.waiting.pop()
            if stated.size != size or (stated.streams, stated.root) != (len(self.ends), self._root()):
                sentence = f"the streams had other ends in the first {stated.size} entries"
                self.found(Finding(Kind.HEADS, f"book:{BOOK}/{stated.n}", sentence))
        self._await()

    def finish(self, size):
        """What states more than there is, does not hold either."""
        self.compare(size)
        for stated in self.waiting:
            sentence = f"it tells of {stated.size} entries, only {size} are there"
            self.found(Finding(Kind.HEADS, f"book:{BOOK}/{stated.n}", sentence))

    def _root(self):
        return root_of([self._leaf_hash(stream, *self.ends[stream]) for stream in sorted(self.ends)])

    def _leaf_hash(self, stream, n, head):
        """Most streams end where they did the day before."""
        known = self.hashes.get(stream)
        if known is None or known[0] != n:
            known = self.hashes[stream] = (n, leaf_hash(leaf(stream, n + 1, head)))
        return known[1]


def _stated():
    """As the payloads say; what is wrong with one is found where its entry is looked at."""
    told = Entry.objects.filter(stream=f"book:{BOOK}", event=STREAMS_HEADS.name).order_by("n")
    for n, data in told.values_list("n", "payload__data"):
        try:
            yield Stated.of(n, json.loads(data)["facts"])
        except (ValueError, KeyError, TypeError):
            continue
