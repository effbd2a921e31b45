"""What a check of the log can find: one sentence each, and a code by which programs and tests know it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    LEAF = "leaf"  # the leaf is not what its hash or its columns say
    CHAIN = "chain"  # an entry does not follow the one before it in its stream
    GAP = "gap"  # a place in the tree is empty, or an entry is in none
    PAYLOAD = "payload"  # what was said is not what was committed to, or is gone without an order
    TILE = "tile"  # a stored tile is not that of the leaves
    ROOT = "root"  # a checkpoint states another root than the leaves give
    SIGNATURE = "signature"  # nobody known signed a checkpoint
    HISTORY = "history"  # a version was changed, is gone, or no entry tells of it
    PRESENT = "present"  # a row is not what its newest version says
    FILE = "file"  # a file is gone, or is not the one whose digest was recorded
    ACCESS = "access"  # the journal of who looked is not what was sealed
    HEADS = "heads"  # the ends of the streams were not those that were written down
    CLOSED = "closed"  # something happened in a stream after its end was declared
    WITNESS = "witness"  # a witness's signature is not one of the checkpoint it was handed in for
    TRUNCATED = "truncated"  # a witness saw a longer log
    FORKED = "forked"  # a witness saw another log


@dataclass(frozen=True)
class Finding:
    """Something in the log that does not hold: what kind, where, and a sentence for people."""

    kind: Kind
    where: str
    sentence: str

    def __str__(self):
        return f"{self.kind}: {self.where}: {self.sentence}"
