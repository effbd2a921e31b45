"""C2SP tlog-checkpoint: how large the log is and its root, in exactly three lines, as a signed note."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from . import Invalid
from .note import COSIGNATURE, NAME, Note, SigningKey, VerifierKey, decode, encode
from .tree import HASH

TEXT = re.compile(r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[A-Za-z0-9+/=]+)\n")


@dataclass(frozen=True)
class Checkpoint:
    """What the log called `origin` states: it has `size` leaves, and `root` over them."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self):
        if not NAME.fullmatch(self.origin):
            raise Invalid("An origin is an address without scheme; it has neither blanks nor a plus sign.")
        if len(self.root) != HASH or not 0 <= self.size < 2**63:
            raise Invalid("A checkpoint states a size and a root of 32 bytes.")

    def __str__(self):
        return f"{self.origin}\n{self.size}\n{encode(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read the three lines; extension lines are refused, for nobody could audit them."""
        match = TEXT.fullmatch(text)
        if not match:
            raise Invalid("A checkpoint is three lines: origin, size and root.")
        return cls(match["origin"], int(match["size"]), decode(match["root"]))

    def sign(self, *keys: SigningKey) -> Note:
        """Signed by the log's key, or while it changes by its two; each is named as the origin."""
        if not keys or any(key.name != self.origin for key in keys):
            raise ValueError("A log signs with keys of its own name.")
        return Note(str(self), tuple(key.sign(str(self)) for key in keys))


def open_checkpoint(note: Note | str | bytes, keys: Iterable[VerifierKey]) -> Checkpoint:
    """The checkpoint in a note that one of the log's own keys signed; raises Invalid.

    A key of another name than the origin, or a witness's, does not speak for the log.
    """
    note = note if isinstance(note, Note) else Note.parse(note)
    checkpoint = Checkpoint.parse(note.text)
    own = [key for key in keys if key.name == checkpoint.origin and key.kind != COSIGNATURE]
    if not own:
        raise Invalid(f"The checkpoint is of the log {checkpoint.origin}, whose key is not among the known ones.")
    note.signed_by(own)
    return checkpoint
