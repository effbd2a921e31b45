"""C2SP signed-note: a text and who signs it. Ed25519 keys of two kinds, as notes and as witnesses sign.

    text
                                                        (an empty line)
    — name base64(key id, 4 bytes ‖ signature)          (one or more)

The key id is the beginning of SHA-256(name ‖ LF ‖ kind ‖ public key). A cosignature (C2SP tlog-cosignature,
cosignature/v1) is a time, u64 big-endian in POSIX seconds, and a signature over a header with that time and the text.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from . import Invalid

NOTE, COSIGNATURE = 0x01, 0x04  # kinds of signature
SEED = 32  # bytes of a private key, RFC 8032
SIGNATURE = 64  # bytes
MOST = 100  # signatures read of one note
NAME = re.compile(r"[^\s+\x00-\x1f\x7f]+")
VKEY = re.compile(r"(?P<name>[^+]+)\+(?P<id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/=]+)")
LINE = re.compile(r"— (?P<name>\S+) (?P<data>[A-Za-z0-9+/=]+)")


@dataclass(frozen=True)
class VerifierKey:
    """A public key and the name it signs under; as a line `name+id+base64(kind ‖ key)`."""

    name: str
    public: bytes
    kind: int = NOTE

    def __post_init__(self):
        if not NAME.fullmatch(self.name):
            raise Invalid("The name of a key has neither blanks nor a plus sign.")
        if len(self.public) != 32 or self.kind not in (NOTE, COSIGNATURE):
            raise Invalid("Only Ed25519 keys of notes (01) and of witnesses (04) are understood.")

    def __str__(self):
        return f"{self.name}+{self.id.hex()}+{encode(bytes([self.kind]) + self.public)}"

    @classmethod
    def parse(cls, line: str) -> "VerifierKey":
        match = VKEY.fullmatch(line)
        if not match:
            raise Invalid("A verifier key is written name+id+key.")
        kind, public = decode(match["key"])[:1], decode(match["key"])[1:]
        key = cls(match["name"], public, int.from_bytes(kind, "big"))
        if key.id.hex() != match["id"]:
            raise Invalid("The id of the verifier key is not that of its name and key.")
        return key

    @cached_property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def check(self, text: str, signature: bytes) -> int | None:
        """Return when a witness signed (POSIX seconds; a note says no time); raise Invalid if it did not."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        time, signature = _timed(self.kind, signature)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, _signed(text, time))
        except InvalidSignature:
            raise Invalid(f"The signature of {self.name} does not fit the text.") from None
        return time


@dataclass(frozen=True)
class SigningKey:
    """A private key: the 32 bytes that RFC 8032 calls the seed."""

    name: str
    seed: bytes
    kind: int = NOTE

    def __post_init__(self):
        if len(self.seed) != SEED:
            raise Invalid(f"A private key has {SEED} bytes, not {len(self.seed)}.")

    def __repr__(self):
        return f"SigningKey({self.name!r})"  # the seed is in no traceback

    @cached_property
    def _private(self):
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @cached_property
    def verifier(self) -> VerifierKey:
        return VerifierKey(self.name, self._private.public_key().public_bytes_raw(), self.kind)

    def sign(self, text: str, *, time: int | None = None) -> "Signature":
        """Sign a text; a witness says when (POSIX seconds)."""
        if (self.kind == COSIGNATURE) != (time is not None):
            raise ValueError("A witness signs with a time, and nobody else.")
        stamp = b"" if time is None else time.to_bytes(8, "big")
        return Signature(self.name, self.verifier.id, stamp + self._private.sign(_signed(text, time)))


def _timed(kind, signature):
    stamp = 8 if kind == COSIGNATURE else 0
    if len(signature) != stamp + SIGNATURE:
        raise Invalid("A signature has not the length of its kind.")
    time = int.from_bytes(signature[:8], "big") if stamp else None
    if stamp and time >= 2**63:
        raise Invalid("A witness signed at no time that there will be.")
    return time, signature[stamp:]


def _signed(text, time):
    """The bytes under a signature."""
    return text.encode() if time is None else f"cosignature/v1\ntime {time}\n{text}".encode()


@dataclass(frozen=True)
class Signature:
    """One signature line: whose, and the bytes."""

    name: str
    id: bytes
    data: bytes

    def __str__(self):
        return f"— {self.name} {encode(self.id + self.data)}"

    @classmethod
    def parse(cls, line: str) -> "Signature":
        match = LINE.fullmatch(line)
        if not match or not NAME.fullmatch(match["name"]):
            raise Invalid("A signature is a line `— name signature`.")
        data = decode(match["data"])
        if len(data) < 5:
            raise Invalid("A signature line holds no signature.")
        return cls(match["name"], data[:4], data[4:])


@dataclass(frozen=True)
class Note:
    """A text, which ends with a newline, and its signatures."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self):
        return self.text + "\n" + "".join(f"{signature}\n" for signature in self.signatures)

    @classmethod
    def parse(cls, note: str | bytes) -> "Note":
        """Read a signed note; raises Invalid. Nothing is believed yet: see `signed_by`."""
        note = _plain(note)
        at = note.rfind("\n\n")
        *lines, rest = note[at + 2 :].split("\n")
        if at < 0 or rest or not 1 <= len(lines) <= MOST:
            raise Invalid("A signed note is a text, an empty line and signature lines.")
        return cls(note[: at + 1], tuple(map(Signature.parse, lines)))

    def signed_by(self, keys: Iterable[VerifierKey]) -> dict[VerifierKey, int | None]:
        """Which of these keys signed, and when the witnesses did. Raises Invalid when none did,
        or when a line in the name of one of them is false. Lines of others are passed over.
        """
        known = {(key.name, key.id): key for key in keys}
        found = {}
        for signature in self.signatures:
            if key := known.get((signature.name, signature.id)):
                found[key] = key.check(self.text, signature.data)
        if not found:
            raise Invalid("None of the known keys signed this.")
        return found

    def with_signature(self, signature: Signature) -> "Note":
        return Note(self.text, (*self.signatures, signature))


def _plain(note):
    try:
        text = note.decode() if isinstance(note, bytes) else note
        text.encode()
    except UnicodeError:
        raise Invalid("A note is UTF-8.") from None
    if re.search(r"[\x00-\x09\x0b-\x1f]", text):
        raise Invalid("A note has no control characters.")
    return text


def encode(data: bytes) -> str:
    """Standard base64, RFC 4648 section 4."""
    return base64.b64encode(data).decode()


def decode(text: str) -> bytes:
    """Standard base64, and only the one way to write it."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("This is not base64.") from None
    if encode(data) != text:
        raise Invalid("This is base64 written in another way than the standard's.")
    return data
