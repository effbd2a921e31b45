"""What a browser gives when its owner subscribes: an address at its push service, and keys. Checked before it is kept."""

from urllib.parse import urlsplit

from django.conf import settings

from .identity import decoded

LONGEST = 500  # characters
POINT, SECRET = 65, 16  # bytes
SERVICES = ("fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com")
LOOPBACK = ("127.0.0.1", "localhost")


def is_sound(endpoint: str, p256dh: str, auth: str) -> bool:
    """Whether we may send there: whoever could name any address would make us knock at any door."""
    try:
        place, key, secret = urlsplit(endpoint), decoded(p256dh), decoded(auth)
        port = place.port
    except ValueError:
        return False
    host = place.hostname or ""
    is_plain = place.scheme == "http" and host in LOOPBACK
    return (
        len(endpoint) <= LONGEST
        and (is_plain or (place.scheme == "https" and port in (None, 443)))
        and not place.username
        and any(host == known or host.endswith(f".{known}") for known in [*SERVICES, *settings.PUSH_HOSTS])
        and (len(key), len(secret)) == (POINT, SECRET)
        and _is_point(key)
    )


def _is_point(key):
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        return bool(ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key))
    except ValueError:
        return False
