"""How tiles and entries are named and packed: C2SP tlog-tiles.

`tile/<L>/<N>[.p/<W>]` holds W (256 when it is full) hashes of level L, `tile/entries/<N>[.p/<W>]` the leaves
themselves. N is written in groups of three digits, all but the last with an x before them: `x001/x234/067`.
"""

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from . import Invalid
from .tree import WIDTH

ENTRIES = "entries"
LARGEST = 65_535  # bytes of a leaf: its length has two bytes
NAME = re.compile(r"(?P<level>entries|0|[1-9]\d?)/(?P<n>(?:x\d{3}/)*\d{3})(?:\.p/(?P<width>[1-9]\d{0,2}))?", re.ASCII)


@dataclass(frozen=True)
class TileName:
    """Which tile: `level` is a number from 0 to 63, or ENTRIES."""

    level: int | str
    n: int
    width: int = WIDTH

    def __str__(self):
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{self.level}/{_grouped(self.n)}{partial}"

    @classmethod
    def parse(cls, path: str) -> "TileName":
        """Read `tile/…`; raises Invalid for any other way to write it."""
        match = NAME.fullmatch(path.removeprefix("tile/")) if path.startswith("tile/") else None
        if not match:
            raise Invalid("This is not the name of a tile.")
        level = match["level"] if match["level"] == ENTRIES else int(match["level"])
        name = cls(level, int(re.sub(r"\D", "", match["n"])), int(match["width"] or WIDTH))
        if str(name) != path or (level != ENTRIES and level > 63):
            raise Invalid("This is not the name of a tile.")
        return name


def _grouped(n):
    text = str(n)
    text = text.zfill(-(-len(text) // 3) * 3)
    *above, last = (text[at : at + 3] for at in range(0, len(text), 3))
    return "".join(f"x{group}/" for group in above) + last


def pack(leaves: Iterable[bytes]) -> bytes:
    """An entry bundle: each leaf behind its length, two bytes, the higher first."""
    return b"".join(struct.pack(">H", len(leaf)) + leaf for leaf in leaves)


def unpack(bundle: bytes) -> list[bytes]:
    leaves, at = [], 0
    while at < len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        if end > len(bundle) or at + 2 > len(bundle):
            raise Invalid("An entry bundle ends in the middle of an entry.")
        leaves.append(bundle[at + 2 : end])
        at = end
    return leaves
