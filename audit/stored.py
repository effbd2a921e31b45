"""Files that are kept by what they are: under their SHA-256 in the default storage, the same bytes once.

A file is whole or not there: it is written beside its place and moved, and a storage of others takes each in one piece.
"""

import os
import tempfile
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage

FOLDER = "stored"
PIECE = 1 << 16  # bytes


class Named(NamedTuple):
    """What a row says of bytes: their digest, how the name of such a file ends, whether an order took them away."""

    digest: str
    ending: str
    is_erased: bool


def place_of(digest):
    """Where the bytes of that digest are; thousands of files do not lie in one folder."""
    return f"{FOLDER}/{digest[:2]}/{digest}"


def digest_of(pieces):
    """SHA-256 in hex."""
    hashed = sha256()
    for piece in pieces:
        hashed.update(piece)
    return hashed.hexdigest()


def pieces_of(opened):
    opened.seek(0)
    yield from iter(partial(opened.read, PIECE), b"")


def keep(file):
    """Store an opened file unless its bytes are there already; its digest. Nothing refers to it before a row does."""
    digest = digest_of(pieces_of(file))
    if not default_storage.exists(place_of(digest)):
        _write(file, digest)
    return digest


def opened(digest):
    """The file, open for reading; raises FileNotFoundError."""
    return default_storage.open(place_of(digest), "rb")


def bytes_of(digest):
    with opened(digest) as file:
        return file.read()


def size_of(digest):
    """In bytes; raises FileNotFoundError."""
    return default_storage.size(place_of(digest))


def is_kept(digest):
    return default_storage.exists(place_of(digest))


def remove(digest):
    default_storage.delete(place_of(digest))


def why_not_as_told(digest):
    """What is wrong with the bytes that are kept under a digest, in one sentence for the check of the log, or nothing."""
    try:
        with opened(digest) as file:
            found = digest_of(pieces_of(file))
    except FileNotFoundError:
        return "the file is gone"
    except (OSError, SuspiciousOperation) as error:
        return f"the file cannot be read: {error}"
    return "" if found == digest else f"the file is another one: its SHA-256 is {found}"


def _write(file, digest):
    try:
        place = Path(default_storage.path(place_of(digest)))
    except NotImplementedError:  # not on this machine
        file.seek(0)
        default_storage.save(place_of(digest), file)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as target:
            for piece in pieces_of(file):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
        os.replace(beside, place)
    except BaseException:  # a full disk is not made fuller, and nobody's words are left where no order finds them
        os.unlink(beside)
        raise
