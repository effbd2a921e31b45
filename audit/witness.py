"""A witness: another institution that remembers what the log said, and signs only what continues it.

It needs no database and none of our secrets: the log's public address, the log's verifier key, a key of its own and
a file in which it remembers the last checkpoint it signed (C2SP tlog-cosignature).
"""

import os
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

from .tlog import Invalid
from .tlog.checkpoint import Checkpoint, open_checkpoint
from .tlog.note import Note, SigningKey, VerifierKey
from .tlog.tiles import TileName
from .tlog.tree import HASH, Tree, check_consistency, split, width

PATIENCE = 30  # seconds for one answer
LARGEST = 2**20  # bytes of one answer


class Refused(Exception):
    """The log does not continue what was signed before, or cannot be asked. Nothing was signed."""


def cosign(fetch: Callable[[str], bytes], log: VerifierKey, own: SigningKey, memory: Path, time: int) -> Note:
    """Fetch the newest checkpoint, see that it continues the remembered one, sign and remember it.

    `fetch` reads a path below the log's address; `time` is in POSIX seconds. Raises Refused.
    """
    try:
        note = Note.parse(fetch("checkpoint"))
        stated = open_checkpoint(note, [log])
        _refuse_a_break(fetch, _remembered(memory, log), stated)
    except Invalid as invalid:
        raise Refused(str(invalid)) from invalid
    signed = note.with_signature(own.sign(note.text, time=time))
    _remember(memory, str(signed))
    return signed


def reader(address: str) -> Callable[[str], bytes]:
    """A `fetch` over HTTP(S)."""
    if not address.startswith(("http://", "https://")):
        raise Refused("The address of a log begins with https:// or http://.")

    def fetch(path):
        try:
            with urllib.request.urlopen(f"{address.rstrip('/')}/{path}", timeout=PATIENCE) as answer:  # noqa: S310
                return answer.read(LARGEST)
        except (urllib.error.URLError, OSError) as error:
            raise Refused(f"The log does not answer for {path}: {error}.") from error

    return fetch


def _remembered(memory, log) -> Checkpoint | None:
    return open_checkpoint(memory.read_text(), [log]) if memory.exists() else None


def _refuse_a_break(fetch, before, now):
    if before is None or (before.size, before.root) == (now.size, now.root):
        return
    if now.size < before.size:
        raise Refused(f"The log has {now.size} entries; it had {before.size} when it was last signed.")
    if now.size == before.size:
        raise Refused(f"The log of {now.size} entries is not the one that was signed before.")

    def tile(level, n):
        count = width(level, n, now.size)
        hashes = fetch(str(TileName(level, n, count)))
        if len(hashes) != count * HASH or len(split(hashes)) != count:
            raise Refused(f"The log answers with a tile that is not one: {level}/{n}.")
        return hashes

    tree = Tree(now.size, tile)
    check_consistency(before.size, before.root, now.size, now.root, tree.consistency(before.size))


def _remember(memory, text):
    """Whole or not at all: a witness that forgets would sign another past."""
    with NamedTemporaryFile("w", dir=memory.parent, prefix=memory.name, delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, memory)
