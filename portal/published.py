"""What the public takes along to check the log without this site: the keys, and the program that checks a dossier."""

from functools import cache
from hashlib import sha256

from audit.dossier.archive import VERIFIER
from audit.key import KeyUnusable, verifier_keys


def keys() -> list[str]:
    """The verifier keys, a line each; none where neither settings nor a key file tell them."""
    try:
        return list(map(str, verifier_keys()))
    except KeyUnusable:
        return []


@cache
def verifier() -> bytes:
    """The program as dossiers carry it."""
    return VERIFIER.read_bytes()


@cache
def verifier_digest() -> str:
    return sha256(verifier()).hexdigest()
