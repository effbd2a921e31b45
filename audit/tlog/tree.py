"""The Merkle tree of RFC 6962 section 2.1 over SHA-256: hashes, roots, proofs and their verification.

Hashes are 32 bytes. Proofs are lists of hashes, lowest first, as sections 2.1.1 and 2.1.2 order them.
Making a proof follows the recursive definitions of RFC 6962, verifying it the iterative ones of
RFC 9162 (2.1.3.2 and 2.1.4.2): neither can hide an error of the other.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from . import Invalid

WIDTH = 256  # hashes in a full tile
HASH = 32  # bytes
EMPTY = sha256(b"").digest()  # the root of a tree without leaves


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def root_of(hashes: Iterable[bytes]) -> bytes:
    """The root over hashes of one level; the last may be that of a smaller tree.

    Pairing neighbours and passing an odd last one up unchanged is RFC 6962's split at the largest power of two.
    """
    level = list(hashes)
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        level = [sha256(b"\1" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)] + odd
    return level[0] if level else EMPTY


def split(hashes: bytes) -> list[bytes]:
    """The hashes of a tile."""
    return [hashes[at : at + HASH] for at in range(0, len(hashes), HASH)]


def width(level: int, n: int, size: int) -> int:
    """How many hashes tile `n` of a level has in a tree of `size` leaves: 0 to 256."""
    return max(0, min(WIDTH, size // WIDTH**level - n * WIDTH))


@dataclass(frozen=True)
class Tile:
    """256 neighbours of one level, and their root: a hash of the level above."""

    level: int
    n: int
    hashes: bytes
    root: bytes


class Edge:
    """The right edge of a growing tree: on each level the hashes that fill no tile yet, lowest level first."""

    def __init__(self, size: int = 0, levels: Iterable[Sequence[bytes]] = ()):
        self.size, self.levels = size, [list(hashes) for hashes in levels]
        if [len(hashes) for hashes in self.levels] != edge_widths(size):
            raise Invalid(f"These hashes are not the right edge of a tree of {size} leaves.")

    def append(self, leaf_hashes: Iterable[bytes]) -> list[Tile]:
        """Add leaves; return the tiles that became full, each below those made of it."""
        before, full, added = self.size, [], list(leaf_hashes)
        self.size += len(added)
        self.levels += [[] for _ in edge_widths(self.size)[len(self.levels) :]]
        for level, hashes in enumerate(self.levels):
            hashes += added
            first = before // WIDTH ** (level + 1)
            made = [_tile(level, first + n, hashes[n * WIDTH :][:WIDTH]) for n in range(len(hashes) // WIDTH)]
            del hashes[: len(made) * WIDTH]
            full += made
            added = [tile.root for tile in made]
        return full

    def root(self) -> bytes:
        """The hash of each level's rest goes on as the last of the level above."""
        rest = []
        for hashes in self.levels:
            rest = [root_of([*hashes, *rest])] if hashes or rest else []
        return rest[0] if rest else EMPTY


def _tile(level, n, hashes):
    return Tile(level, n, b"".join(hashes), root_of(hashes))


def edge_widths(size: int) -> list[int]:
    """How many hashes the right edge of a tree has on each level: the digits of its size to the base of 256."""
    widths = []
    while size:
        size, digit = divmod(size, WIDTH)
        widths.append(digit)
    return widths


class Tree:
    """A tree of `size` leaves whose hashes are read from tiles.

    `tile(level, n)` returns at least `width(level, n, size)` hashes, as bytes.
    """

    def __init__(self, size: int, tile: Callable[[int, int], bytes]):
        self.size, self.tile = size, tile
        self.hash = cache(self._hash)  # neighbours' proofs have most of it in common

    def root(self) -> bytes:
        return self.hash(0, self.size) if self.size else EMPTY

    def _hash(self, start: int, end: int) -> bytes:
        """MTH(D[start:end]) where `start` is a multiple of the smallest power of two that reaches `end`."""
        level = 0
        while WIDTH ** (level + 1) <= end - start:
            level += 1
        unit = WIDTH**level
        n, first = divmod(start // unit, WIDTH)
        count = (end - start) // unit
        hashes = split(self.tile(level, n)[first * HASH : (first + count) * HASH])
        rest = start + count * unit
        return root_of([*hashes, self.hash(rest, end)] if rest < end else hashes)

    def inclusion(self, index: int) -> list[bytes]:
        """The audit path of a leaf, RFC 6962 section 2.1.1."""
        if not 0 <= index < self.size:
            raise Invalid(f"There is no entry {index} in a tree of {self.size}.")
        proof, start, end = [], 0, self.size
        while end - start > 1:
            middle = start + _left(end - start)
            if index < middle:
                proof.append(self.hash(middle, end))
                end = middle
            else:
                proof.append(self.hash(start, middle))
                start = middle
        return proof[::-1]

    def consistency(self, size: int) -> list[bytes]:
        """That the tree of `size` leaves is a beginning of this one, RFC 6962 section 2.1.2; empty for 0 and its own."""
        if not 0 <= size <= self.size:
            raise Invalid(f"A tree of {self.size} has no beginning of {size}.")
        if size == 0:
            return []
        proof, start, end = [], 0, self.size
        while size != end:
            middle = start + _left(end - start)
            if size <= middle:
                proof.append(self.hash(middle, end))
                end = middle
            else:
                proof.append(self.hash(start, middle))
                start = middle
        if start:  # else the verifier has it: it is the old root
            proof.append(self.hash(start, end))
        return proof[::-1]


def _left(count):
    """The largest power of two smaller than `count`."""
    return 1 << (count - 1).bit_length() - 1


def check_inclusion(hashed: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Raise Invalid unless the leaf whose hash is `hashed` is number `index` of the tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise Invalid(f"There is no entry {index} in a tree of {size}.")
    at, last, found = index, size - 1, hashed
    for step in _hashes(proof):
        if last == 0:
            raise Invalid("The inclusion proof is too long.")
        if at & 1 or at == last:
            found = node_hash(step, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    if last or found != root:
        raise Invalid("The inclusion proof does not lead to this root.")


def check_consistency(old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """Raise Invalid unless the old tree is a beginning of the other (RFC 9162, 2.1.4.2); an empty one is, of all."""
    if not 0 <= old_size <= size:
        raise Invalid(f"A tree of {size} has no beginning of {old_size}.")
    if old_size in (0, size):
        if proof or old_root != (root if old_size else EMPTY) or (size == 0 and root != EMPTY):
            raise Invalid("The trees are not the same, or the proof is not empty.")
        return
    steps = _hashes(proof)
    if old_size & (old_size - 1) == 0:
        steps = [old_root, *steps]
    if not proof or not steps:
        raise Invalid("The consistency proof is empty.")
    _follow(old_size - 1, size - 1, steps, old_root, root)


def _follow(at, last, steps, old_root, root):
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise Invalid("The consistency proof is too long.")
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    if last or old != old_root or new != root:
        raise Invalid("The consistency proof does not join these roots.")


def _hashes(proof):
    if any(len(step) != HASH for step in proof):
        raise Invalid("A proof is made of hashes of 32 bytes.")
    return list(proof)
