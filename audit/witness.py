"""A witness: another institution that remembers what the log said, and signs only what continues it.

It needs no database and none of our secrets: the log's public address, the log's verifier key, a key of its own and
a file in which it remembers the last checkpoint it signed (C2SP tlog-cosignature). It hands its signature back to the
log, which keeps and publishes it; what it remembers it keeps for itself.
"""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from .memory import remember, remembered
from .tlog import Invalid
from .tlog.checkpoint import open_checkpoint
from .tlog.note import Note, SigningKey, VerifierKey
from .tlog.tiles import TileName
from .tlog.tree import HASH, Tree, check_consistency, split, width

PATIENCE = 30  # seconds for one answer
LARGEST = 2**20  # bytes of one answer
SENTENCE = 500  # characters of what the log says
HAND_IN = "cosignature"  # below the log's address
NO_ANSWER = (OSError, http.client.HTTPException, ValueError)  # nobody, somebody who speaks no HTTP, no address at all


class Refused(Exception):
    """The log does not continue what was signed before, or cannot be asked. Nothing was signed."""


def cosign(fetch: Callable[[str], bytes], log: Sequence[VerifierKey], own: SigningKey, memory: Path, time: int) -> Note:
    """Fetch the newest checkpoint, see that it continues the remembered one, sign and remember it.

    `fetch` reads a path below the log's address, `log` are its keys; `time` is in POSIX seconds. Raises Refused.
    """
    try:
        note = Note.parse(fetch("checkpoint"))
        stated = open_checkpoint(note, log)
        _refuse_a_break(fetch, remembered(memory, log), stated)
    except Invalid as invalid:
        raise Refused(str(invalid)) from invalid
    others = tuple(line for line in note.signatures if (line.name, line.id) != (own.name, own.verifier.id))
    signed = Note(note.text, others).with_signature(own.sign(note.text, time=time))
    remember(memory, str(signed))
    return signed


def reader(address: str) -> Callable[[str], bytes]:
    """A `fetch` over HTTP(S)."""
    if not address.startswith(("http://", "https://")):
        raise Refused("The address of a log begins with https:// or http://.")

    def fetch(path):
        try:
            with urllib.request.urlopen(f"{address.rstrip('/')}/{path}", timeout=PATIENCE) as answer:  # noqa: S310
                return answer.read(LARGEST)
        except NO_ANSWER as error:
            raise Refused(f"The log does not answer for {path}: {error}.") from error

    return fetch


def hand_back(address: str, signed: Note) -> str:
    """Give the log what was signed, and return what it says. Raises Refused."""
    to = f"{address.rstrip('/')}/{HAND_IN}"
    asked = urllib.request.Request(to, str(signed).encode(), {"Content-Type": "text/plain; charset=utf-8"})  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
            return _sentence(answer)
    except urllib.error.HTTPError as error:
        raise Refused(f"The log does not take the signature ({error.code}): {_sentence(error)}") from error
    except NO_ANSWER as error:
        raise Refused(f"The log does not answer for {HAND_IN}: {error}.") from error


def _sentence(answer):
    """A line of plain text; a page of somebody's proxy is none."""
    if answer.headers.get_content_type() != "text/plain":
        return "no sentence"
    return " ".join(answer.read(LARGEST).decode(errors="replace").split())[:SENTENCE]


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
