"""How far each stream had come: once a day the root over all of them is an entry itself, `streams.heads`.

An inclusion proof says that an entry is in the log, never that none is missing at the end of its stream. This does, up
to the last such entry. For the first `size` entries of the log each stream has a leaf, canonical JSON

    {"count":3,"head":"lowercase hex of the leaf hash of its last entry","stream":"appraisal:7"}

The leaves are sorted by the bytes of the stream's name; `root` is their RFC 6962 root, `streams` their number.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from .actors import SYSTEM
from .acts import record
from .books import hold
from .events import STREAMS_HEADS
from .models import Entry
from .selectors import newest_checkpoint
from .tlog import Invalid
from .tlog.tree import Tree, leaf_hash, root_of

BOOK = "heads"
CHUNK = 5_000
ENDS = """
    WITH ends AS (SELECT stream, MAX(n) + 1 AS past FROM audit_entry GROUP BY stream),
    late AS (
        SELECT stream, MIN(n) AS past FROM audit_entry WHERE id IN (
            SELECT entry_id FROM audit_sequence WHERE idx >= %s UNION ALL SELECT entry_id FROM audit_pending)
        GROUP BY stream)
    SELECT e.stream, e.n + 1, e.leaf_hash FROM ends LEFT JOIN late ON late.stream = ends.stream
    JOIN audit_entry e ON e.stream = ends.stream AND e.n = COALESCE(late.past, ends.past) - 1"""


@dataclass(frozen=True)
class Stated:
    """What an entry `streams.heads` says, and where it is in its book."""

    n: int
    size: int
    root: bytes
    streams: int

    @classmethod
    def of(cls, n, facts):
        return cls(n, facts["size"], bytes.fromhex(facts["root"]), facts["streams"])


def record_heads(at: datetime) -> Entry | None:
    """Write down how far the streams had come in the newest checkpoint; None where there is none."""
    newest = newest_checkpoint()
    if newest is None:
        return None
    book, hashes = hold(BOOK), [hashed for _stream, hashed in leaves(newest.size)]
    facts = {"size": newest.size, "root": root_of(hashes).hex(), "streams": len(hashes)}
    return record(STREAMS_HEADS, subject=book, by=SYSTEM, at=at, **facts)


def leaf(stream: str, count: int, head: bytes) -> bytes:
    return f'{{"count":{count},"head":"{head.hex()}","stream":"{stream}"}}'.encode()


def leaves(size: int) -> list[tuple[str, bytes]]:
    """(stream, hash of its leaf) of every stream among the first `size` entries, sorted."""
    return sorted((stream, leaf_hash(leaf(stream, count, head))) for stream, count, head in ends(size))


def ends(size: int):
    """(stream, how many entries it has, hash of the last) among the first `size` entries of the log."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(ENDS, [size])
        while chunk := cursor.fetchmany(CHUNK):
            yield from ((stream, count, bytes(head)) for stream, count, head in chunk)


class Heads(Tree):
    """The tree over the leaves of all streams at one size of the log."""

    def __init__(self, stated: Stated):
        found = leaves(stated.size)
        self.streams, self.hashes = [stream for stream, _ in found], [hashed for _, hashed in found]
        super().__init__(len(found), tile=None)
        if (self.size, self.root()) != (stated.streams, stated.root):
            raise Invalid("The streams are not what was written down of them: see manage.py audit_verify.")

    def _hash(self, start, end):
        return root_of(self.hashes[start:end])


def stated_in(entry) -> Stated:
    return Stated.of(entry.n, json.loads(entry.payload.data)["facts"])


def stated_before(size: int) -> Entry | None:
    """The last entry `streams.heads` among the first `size` entries of the log."""
    told = Entry.objects.filter(stream=f"book:{BOOK}", event=STREAMS_HEADS.name, sequence__idx__lt=size)
    return told.select_related("payload", "sequence").order_by("-n").first()
