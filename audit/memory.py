"""What a signer remembers: the newest checkpoint that it signed, in a file of its own, outside the log's database.

A witness has one, and so may the sealer have: whoever owns the database can make it an older or another one, and
without a memory of its own the sealer would sign that as well.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

from .tlog import Invalid
from .tlog.checkpoint import Checkpoint, open_checkpoint
from .tlog.note import VerifierKey


def remembered(memory: Path, log: Sequence[VerifierKey]) -> Checkpoint | None:
    """None where nothing was signed yet. Raises Invalid for what is no checkpoint of this log, OSError."""
    if not memory.exists():
        return None
    try:
        return open_checkpoint(memory.read_bytes(), log)
    except Invalid as invalid:
        raise Invalid(f"What {memory} remembers is not a checkpoint of this log: {invalid}") from invalid


def remember(memory: Path, note: str) -> None:
    """Whole or not at all: who forgets would sign another past. Raises OSError."""
    with NamedTemporaryFile(dir=memory.parent, prefix=memory.name, delete=False) as file:
        try:
            file.write(note.encode())
            file.flush()
            os.fsync(file.fileno())
            os.replace(file.name, memory)
        except OSError:
            os.unlink(file.name)
            raise
