"""How far each stream had come: once a day the root over all of them is an entry itself, `streams.heads`.

An inclusion proof says that an entry is in the log, never that none is missing at the end of its stream. This does, up
to the last such entry. For the first `size` entries of the log each stream has a leaf, canonical JSON

    {"count":3,"head":"lowercase hex of the leaf hash of its last entry","stream":"appraisal:7"}

The leaves are sorted by the bytes of the stream's name; `root` is their RFC 6962 root, `streams` their number.

The leaves of the last statements are kept, 256 to a row (`EndTile`), so that a dossier need not read all streams again.
Nobody has to trust those rows: what they prove is compared with the stated root, and worked out from the log otherwise.
"""

import json
from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice

from django.db import connection

from .actors import SYSTEM
from .acts import record
from .books import hold
from .canonical import whole
from .events import STREAMS_HEADS
from .models import EndTile, Entry
from .selectors import newest_checkpoint
from .tlog import Invalid
from .tlog.tree import WIDTH, Edge, Tree, check_inclusion, leaf_hash, root_of, split

BOOK = "heads"
CHUNK = 5_000
TILES = 20  # rows in one statement, half a megabyte
KEPT = 3  # statements whose tiles stay; a witness may be some days behind
BY_BYTES = {"postgresql": 'COLLATE "C"', "sqlite": "COLLATE BINARY"}
ENDS = """
    WITH ends AS (SELECT stream, MAX(n) + 1 AS past FROM audit_entry GROUP BY stream),
    late AS (
        SELECT stream, MIN(n) AS past FROM audit_entry WHERE id IN (
            SELECT entry_id FROM audit_sequence WHERE idx >= %s UNION ALL SELECT entry_id FROM audit_pending)
        GROUP BY stream)
    SELECT e.stream, e.n + 1, e.leaf_hash FROM ends LEFT JOIN late ON late.stream = ends.stream
    JOIN audit_entry e ON e.stream = ends.stream AND e.n = COALESCE(late.past, ends.past) - 1
    ORDER BY e.stream {by_bytes}"""


@dataclass(frozen=True)
class Stated:
    """What an entry `streams.heads` says, and where it is in its book."""

    n: int
    size: int
    root: bytes
    streams: int

    @classmethod
    def of(cls, n, facts):
        return cls(n, whole(facts["size"]), bytes.fromhex(facts["root"]), whole(facts["streams"]))


def record_heads(at: datetime) -> Entry | None:
    """Write down how far the streams had come in the newest checkpoint; None where there is none."""
    newest = newest_checkpoint()
    if newest is None:
        return None
    book = hold(BOOK)
    tree = _keep(newest.size)
    _forget_old()
    facts = {"size": newest.size, "root": tree.root().hex(), "streams": tree.size}
    return record(STREAMS_HEADS, subject=book, by=SYSTEM, at=at, **facts)


def _keep(size):
    """Store the leaves of all streams in tiles as they are read; the right edge of their tree."""
    tree, lines = Edge(), (leaf(*end) for end in ends(size))
    tiles = (_tile(size, n, texts, tree) for n, texts in enumerate(iter(lambda: list(islice(lines, WIDTH)), [])))
    while some := list(islice(tiles, TILES)):
        EndTile.objects.bulk_create(some, ignore_conflicts=True)  # of a day on which nothing was sealed
    return tree


def _tile(size, n, texts, tree):
    hashes = [leaf_hash(text) for text in texts]
    tree.append(hashes)
    first = json.loads(texts[0])["stream"].encode()
    return EndTile(size=size, n=n, first=first, leaves=b"\n".join(texts), root=root_of(hashes))


def _forget_old():
    sizes = EndTile.objects.filter(n=0).order_by("-size").values_list("size", flat=True)[:KEPT]
    EndTile.objects.filter(size__lt=min(sizes, default=0)).delete()


def leaf(stream: str, count: int, head: bytes) -> bytes:
    return f'{{"count":{count},"head":"{head.hex()}","stream":"{stream}"}}'.encode()


def leaves(size: int) -> list[tuple[str, bytes]]:
    """(stream, hash of its leaf) of every stream among the first `size` entries, sorted."""
    return [(stream, leaf_hash(leaf(stream, count, head))) for stream, count, head in ends(size)]


def ends(size: int):
    """(stream, how many entries it has, hash of the last) among the first `size` entries of the log, sorted."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(ENDS.format(by_bytes=BY_BYTES[connection.vendor]), [size])
        while chunk := cursor.fetchmany(CHUNK):
            yield from ((stream, count, bytes(head)) for stream, count, head in chunk)


class Kept(Tree):
    """The same tree, read from the tiles that were kept: who uses it checks what it gives."""

    def __init__(self, stated: Stated):
        super().__init__(stated.streams, cache(self._hashes))
        self.tiles = EndTile.objects.filter(size=stated.size)

    def _hashes(self, level, n):
        if level > 1:
            below = range(n * WIDTH, (n + 1) * WIDTH)
            return b"".join(root_of(split(self.tile(level - 1, m))) for m in below if m < self.size // WIDTH**level)
        if level == 1:
            row = self.tiles.filter(n__gte=n * WIDTH, n__lt=(n + 1) * WIDTH).order_by("n")
            return b"".join(map(bytes, row.values_list("root", flat=True)))
        leaves = self.tiles.filter(n=n).values_list("leaves", flat=True).first()
        return b"".join(map(leaf_hash, bytes(leaves or b"").split(b"\n")))

    def place(self, stream, own):
        """Where the leaf is among all."""
        near = self.tiles.filter(first__lte=stream.encode()).order_by("-first").values_list("n", "leaves").first()
        leaves = bytes(near[1]).split(b"\n") if near else []
        if own not in leaves:
            raise Invalid("The end of this stream was not kept.")
        return near[0] * WIDTH + leaves.index(own)


class Heads(Tree):
    """The tree over the leaves of all streams at one size of the log, worked out again: as slow as the log is long."""

    def __init__(self, stated: Stated):
        found = leaves(stated.size)
        self.streams, self.hashes = [stream for stream, _ in found], [hashed for _, hashed in found]
        super().__init__(len(found), tile=None)
        if (self.size, self.root()) != (stated.streams, stated.root):
            raise Invalid("The streams are not what was written down of them: see manage.py audit_verify.")

    def _hash(self, start, end):
        return root_of(self.hashes[start:end])


def place_of(stream: str, count: int, head: bytes, stated: Stated) -> tuple[int, list[bytes]]:
    """The place of a stream's end among all that were stated, and the hashes that lead from there to their root."""
    own = leaf(stream, count, head)
    try:
        tree = Kept(stated)
        index = tree.place(stream, own)
        hashes = tree.inclusion(index)
        check_inclusion(leaf_hash(own), index, stated.streams, hashes, stated.root)
    except Invalid:
        tree = Heads(stated)
        index = bisect_left(tree.streams, stream)
        hashes = tree.inclusion(index)
    return index, hashes


def stated_in(entry) -> Stated:
    return Stated.of(entry.n, json.loads(entry.payload.data)["facts"])


def stated_before(size: int) -> Entry | None:
    """The last entry `streams.heads` among the first `size` entries of the log."""
    told = Entry.objects.filter(stream=f"book:{BOOK}", event=STREAMS_HEADS.name, sequence__idx__lt=size)
    return told.select_related("payload", "sequence").order_by("-n").first()
