"""A message that only one browser reads: RFC 8291, in the coding aes128gcm of RFC 8188."""

import os
from hmac import digest

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD = 4096  # bytes; ours is one record
LAST = b"\x02"  # delimiter of the last record


def encrypt(text: bytes, *, key: bytes, secret: bytes, sender=None, salt: bytes = b"") -> bytes:
    """The body of the request; `key` and `secret` are what the browser gave (p256dh and auth)."""
    sender, salt = sender or ec.generate_private_key(CURVE), salt or os.urandom(16)
    browser = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, key)
    own = point_of(sender.public_key())
    input_key = _expand(_hmac(secret, sender.exchange(ec.ECDH(), browser)), b"WebPush: info\0" + key + own, 32)
    pseudorandom = _hmac(salt, input_key)
    content_key = _expand(pseudorandom, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _expand(pseudorandom, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD.to_bytes(4) + bytes([len(own)]) + own
    return header + AESGCM(content_key).encrypt(nonce, text + LAST, None)


def point_of(public) -> bytes:
    """65 bytes: 4, x, y."""
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _hmac(key, data):
    return digest(key, data, "sha256")


def _expand(key, info, length):
    """HKDF of one block (RFC 5869)."""
    return _hmac(key, info + b"\x01")[:length]
