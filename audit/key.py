"""The key that signs the log: 32 random bytes in a file that only its owner reads (mode 0400), and nowhere else.

The bytes are the seed of RFC 8032; `head -c 32 /dev/urandom` makes a key as good as any. Who has them can write
another past, so they belong neither into the database and its backups nor into the settings.
"""

import os
from pathlib import Path
from tempfile import mkstemp

from django.conf import settings

from .tlog.note import SEED, SigningKey, VerifierKey


class KeyUnusable(Exception):
    """The log cannot be signed with the key there is; one sentence says what to do."""


class KeyMissing(KeyUnusable):
    """There is no key yet: what is written waits for its seal."""


def signs_here() -> bool:
    """With AUDIT_KEY_FILE empty another process seals, and this one need not know the key."""
    return bool(settings.AUDIT_KEY_FILE)


def signing_key() -> SigningKey:
    """The log's key, named as its origin. Raises KeyUnusable."""
    if not signs_here():
        raise KeyUnusable("No key signs here, for AUDIT_KEY_FILE is empty: name what checks it in AUDIT_VERIFIER_KEYS.")
    return SigningKey(settings.AUDIT_ORIGIN, read_seed(Path(settings.AUDIT_KEY_FILE)))


def former_key() -> SigningKey | None:
    """The one that signs beside the new key for a while. Raises KeyUnusable."""
    path = settings.AUDIT_FORMER_KEY_FILE
    return SigningKey(settings.AUDIT_ORIGIN, read_seed(Path(path))) if path else None


def memory_file() -> Path | None:
    """Where the sealer remembers what it signed; it need not."""
    return Path(settings.AUDIT_MEMORY_FILE) if settings.AUDIT_MEMORY_FILE else None


def verifier_keys() -> list[VerifierKey]:
    """By which everybody checks the log: those in the settings, else those it is sealed with here. Raises KeyUnusable."""
    named = list(map(VerifierKey.parse, settings.AUDIT_VERIFIER_KEYS))
    return named or [key.verifier for key in (signing_key(), former_key()) if key]


def read_seed(path: Path) -> bytes:
    """The 32 bytes in a key file that nobody else can read. Raises KeyUnusable."""
    try:
        if readable_by_others(path):
            raise KeyUnusable(f"Others can read the key in {path}: take their rights away (chmod 0400).")
        seed = path.read_bytes()
    except FileNotFoundError:
        raise KeyMissing(f"There is no key in {path}: make one with manage.py audit_key --create.") from None
    except OSError as error:
        raise KeyUnusable(f"The key in {path} cannot be read: {error.strerror}.") from error
    if len(seed) != SEED:
        raise KeyUnusable(f"The key in {path} has {len(seed)} bytes and not {SEED}.")
    return seed


def readable_by_others(path: Path) -> bool:
    """Whether group or others may do anything with it; raises OSError."""
    return bool(path.stat().st_mode & 0o077)


def make_key(path: Path) -> None:
    """Write a new key aside, then link it: it is there whole or not at all. Raises FileExistsError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, aside = mkstemp(dir=path.parent, prefix=path.name)
    try:
        with open(number, "wb") as file:
            os.fchmod(number, 0o400)
            file.write(os.urandom(SEED))
            file.flush()
            os.fsync(number)
        os.link(aside, path)
    finally:
        os.unlink(aside)
