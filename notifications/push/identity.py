"""Who we are to a push service: a key of our own and a signed claim for each of them (VAPID, RFC 8292)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from email.utils import parseaddr
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from audit.key import KeyUnusable, read_seed

VALID = 12 * 3600  # seconds; a day at most
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


def is_on() -> bool:
    """Whether there is a key to send with."""
    try:
        return bool(settings.PUSH_KEY_FILE) and bool(read_seed(Path(settings.PUSH_KEY_FILE)))
    except KeyUnusable:
        return False


def public_key() -> str:
    """As a browser takes it when it subscribes."""
    from .encryption import point_of

    return encoded(point_of(_key().public_key()))


def authorization(endpoint: str, at) -> str:
    """The header by which the push service of an endpoint knows us."""
    place = urlsplit(endpoint)
    _name, contact = parseaddr(settings.DEFAULT_FROM_EMAIL)
    claim = {"aud": f"{place.scheme}://{place.netloc}", "exp": int(at.timestamp()) + VALID, "sub": f"mailto:{contact}"}
    signed = ".".join(encoded(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claim))
    return f"vapid t={signed}.{encoded(_sign(signed.encode()))}, k={public_key()}"


def encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _sign(data):
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256

    r, s = decode_dss_signature(_key().sign(data, ec.ECDSA(SHA256())))
    return r.to_bytes(32) + s.to_bytes(32)


def _key():
    return _private(read_seed(Path(settings.PUSH_KEY_FILE)))


@lru_cache(2)
def _private(seed):
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.derive_private_key(int.from_bytes(seed) % (ORDER - 1) + 1, ec.SECP256R1())
