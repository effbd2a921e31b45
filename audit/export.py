"""The whole log as files, for programs that nobody here wrote.

checkpoint              the newest signed checkpoint (C2SP tlog-checkpoint)
log.vkey                the verifier key, one line
leaves.jsonl            the exact leaves in the order of the tree, one a line
heads.jsonl             what each entry `streams.heads` says (audit/heads.py), if there is one: {"n":int,"salt":base64,
                        "data":text} as in a dossier, for its leaf only commits to it
leaf-N                  on request the exact bytes of one leaf,
inclusion-N.proof       its audit path (RFC 6962 section 2.1.1),
consistency-M.proof     and that the log of size M is a beginning of this one (section 2.1.2);
                        one hash a line in standard base64, lowest first
"""

from errno import EEXIST
from pathlib import Path

from . import selectors
from .canonical import canonical
from .models import Checkpoint, Entry
from .tlog.note import VerifierKey, encode

LEAVES = "leaves.jsonl"
CHUNK = 5_000  # leaves read at once


def export(
    checkpoint: Checkpoint, key: VerifierKey, to: Path, *, index=None, old_size=None,
    leaving=lambda: None, written=lambda count: None,
) -> None:  # fmt: skip
    """Write the log that a checkpoint states; `leaving` is called before the first file is written. Raises
    FileExistsError where a file is there already, tlog.Invalid for an entry or a size that the log does not have.
    """
    tree = selectors.tree(checkpoint.size)
    files = {"checkpoint": checkpoint.note.encode(), "log.vkey": f"{key}\n".encode()}
    if said := _heads(checkpoint.size):
        files["heads.jsonl"] = said
    if index is not None:
        files[f"inclusion-{index}.proof"] = _lines(tree.inclusion(index))
        files[f"leaf-{index}"] = bytes(Entry.objects.get(sequence__idx=index).leaf)
    if old_size is not None:
        files[f"consistency-{old_size}.proof"] = _lines(tree.consistency(old_size))
    if there := [name for name in (*files, LEAVES) if (to / name).exists()]:
        raise FileExistsError(EEXIST, "File exists", str(to / there[0]))
    to.mkdir(parents=True, exist_ok=True)
    leaving()
    for name, content in files.items():
        with open(to / name, "xb") as file:
            file.write(content)
    with open(to / LEAVES, "xb") as file:
        for leaf in _leaves(checkpoint.size):
            file.write(leaf + b"\n")
            written(1)


def _heads(size):
    """No person is in it."""
    told = Entry.objects.filter(stream="book:heads", sequence__idx__lt=size).select_related("payload").order_by("n")
    lines = [{"n": one.n, "salt": encode(bytes(one.payload.salt)), "data": one.payload.data} for one in told]
    return b"".join(canonical(line) + b"\n" for line in lines)


def _leaves(size):
    leaves = Entry.objects.filter(sequence__idx__lt=size).order_by("sequence__idx").values_list("leaf", flat=True)
    yield from map(bytes, leaves.iterator(chunk_size=CHUNK))


def _lines(hashes):
    return "".join(f"{encode(one)}\n" for one in hashes).encode()
