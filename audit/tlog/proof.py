"""C2SP tlog-proof: an inclusion proof together with the checkpoint that it leads to.

c2sp.org/tlog-proof@v1
extra base64                (optional; vouched for by nobody)
index 73894
base64 of a hash            (one a line, lowest first; none in a log of one entry)

the signed checkpoint, as it is
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from . import Invalid
from .checkpoint import Checkpoint, open_checkpoint
from .note import VerifierKey, decode, encode
from .tree import check_inclusion, leaf_hash

HEADER = "c2sp.org/tlog-proof@v1"
MOST = 64  # hashes: no tree is higher
TEXT = re.compile(
    re.escape(HEADER) + r"\n"
    r"(?:extra (?P<extra>[A-Za-z0-9+/=]*)\n)?"
    r"index (?P<index>0|[1-9][0-9]{0,18})\n"
    r"(?P<hashes>(?:[A-Za-z0-9+/]{43}=\n){0,64})"
    r"\n(?P<checkpoint>.+)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Proof:
    """That one leaf is in a log: `checkpoint` is the signed note, character by character."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    def __str__(self):
        extra = [] if self.extra is None else [f"extra {encode(self.extra)}"]
        lines = [HEADER, *extra, f"index {self.index}", *map(encode, self.hashes), "", self.checkpoint]
        return "\n".join(lines)

    @classmethod
    def parse(cls, proof: str | bytes) -> "Proof":
        try:
            match = TEXT.fullmatch(proof.decode() if isinstance(proof, bytes) else proof)
        except UnicodeError:
            match = None
        if not match:
            raise Invalid("This is not a proof in the format tlog-proof@v1.")
        extra = None if match["extra"] is None else decode(match["extra"])
        return cls(int(match["index"]), tuple(map(decode, match["hashes"].split())), match["checkpoint"], extra)

    def check(self, leaf: bytes, keys: Iterable[VerifierKey]) -> Checkpoint:
        """Return the checkpoint whose log holds this leaf (its exact bytes); raise Invalid if nothing shows it."""
        checkpoint = open_checkpoint(self.checkpoint, keys)
        check_inclusion(leaf_hash(leaf), self.index, checkpoint.size, self.hashes, checkpoint.root)
        return checkpoint
