"""What the log shows to everybody: tiles of hashes, and bundles of leaves (C2SP tlog-tiles)."""

from . import selectors
from .models import Entry
from .tlog.tiles import ENTRIES, TileName, pack
from .tlog.tree import HASH, WIDTH, width


class NotPublished(LookupError):
    """The log is not that large, or has no seal yet."""


def tile_of(name: TileName) -> bytes:
    """`name.width` hashes of 32 bytes, or leaves behind their lengths. Raises NotPublished."""
    newest = selectors.newest_checkpoint()
    level = 0 if name.level == ENTRIES else name.level
    if newest is None or name.width > width(level, name.n, newest.size):
        raise NotPublished(str(name))
    if name.level == ENTRIES:
        return pack(_leaves(name.n * WIDTH, name.width))
    return selectors.tree(newest.size).tile(level, name.n)[: name.width * HASH]


def _leaves(start, count):
    leaves = Entry.objects.filter(sequence__idx__gte=start, sequence__idx__lt=start + count)
    return map(bytes, leaves.order_by("sequence__idx").values_list("leaf", flat=True))
