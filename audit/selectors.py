"""Questions to the sealed log."""

from datetime import datetime
from functools import lru_cache

from django.db.models import Q

from .found import StatedDigest
from .models import Checkpoint, Entry, Payload, Pending, Sequence, Tile
from .registry import events
from .tlog.proof import Proof
from .tlog.tree import WIDTH, Edge, Tree, edge_widths, width

TILES = 64  # kept by a tree, half a megabyte: neighbours' proofs lead through the same ones


def newest_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.order_by("size").last()


def waiting_since() -> datetime | None:
    """When the oldest entry was written that has no seal yet."""
    return Pending.objects.order_by("entry").values_list("entry__at", flat=True).first()


def entry_by(fingerprint: bytes) -> Entry | None:
    """The entry with this leaf hash, else the first that states a file of this SHA-256 that we made.

    What somebody handed in, such as evidence, is known by its SHA-256, too: to find it would make it look like ours, and
    tell of what the reader may not see.
    """
    entries = Entry.objects.select_related("payload", "sequence")
    found = list(entries.filter(leaf_hash=fingerprint)[:1])  # without an order, which could lead past the index
    if found:
        return found[0]
    stated = Payload.objects.alias(stated=StatedDigest("data")).filter(stated=fingerprint.hex())
    if not (keys := list(stated.values_list("pk", flat=True))):
        return None
    issuing = [event.name for event in events.values() if event.issues]
    return entries.filter(pk__in=keys, event__in=issuing).order_by("pk").first()


def edge(size: int) -> Edge:
    """The right edge of the tree of the first `size` entries; raises Invalid where parts of it are missing."""
    levels = [[] for _ in edge_widths(size)]
    if levels:
        levels[0] = _leaf_hashes(size - size % WIDTH, size)
    for level, root in Tile.objects.filter(_above_leaves(size)).order_by("n").values_list("level", "root"):
        levels[level + 1].append(bytes(root))
    return Edge(size, levels)


def _above_leaves(size):
    """The tiles whose roots are on the edge: on each level those since the last that filled one above."""
    at_edge = Q(level=None)
    for level, count in enumerate(edge_widths(size)[1:]):
        end = size // WIDTH ** (level + 1)
        at_edge |= Q(level=level, n__gte=end - count, n__lt=end)
    return at_edge


def tree(size: int) -> Tree:
    """The tree of the first `size` entries, read tile by tile as proofs need it."""

    @lru_cache(TILES)
    def tile(level, n):
        count = width(level, n, size)
        if count == WIDTH:
            return bytes(Tile.objects.values_list("hashes", flat=True).get(level=level, n=n))
        if level == 0:
            return b"".join(_leaf_hashes(n * WIDTH, n * WIDTH + count))
        below = Tile.objects.filter(level=level - 1, n__gte=n * WIDTH, n__lt=n * WIDTH + count)
        return b"".join(map(bytes, below.order_by("n").values_list("root", flat=True)))

    return Tree(size, tile)


def _leaf_hashes(start, end):
    sealed = Sequence.objects.filter(idx__gte=start, idx__lt=end).order_by("idx")
    hashes = sealed.values_list("entry__leaf_hash", flat=True)[: end - start]  # how few, for the database's plan
    return [bytes(hashed) for hashed in hashes]


def proof_of(index: int, checkpoint: Checkpoint, sealed: Tree | None = None) -> Proof:
    """That entry number `index` of the tree is in the log that a checkpoint states.

    For many proofs give the `tree(checkpoint.size)` along: it keeps what it has read.
    """
    sealed = sealed or tree(checkpoint.size)
    return Proof(index, tuple(sealed.inclusion(index)), checkpoint.note)
