"""A browser that subscribed and the push service that it uses, on the loopback; it reads what it gets as RFC 8291 says."""

import json
import os
from contextlib import contextmanager
from hmac import digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from notifications.push.identity import decoded, encoded

CURVE = ec.SECP256R1()


class Browser:
    def __init__(self, private=None, secret=None):
        self.private, self.secret = private or ec.generate_private_key(CURVE), secret or os.urandom(16)
        self.public = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def keys(self):
        return {"p256dh": encoded(self.public), "auth": encoded(self.secret)}

    def read(self, body):
        """What was sent to it alone."""
        salt, length = body[:16], body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender))
        info = b"WebPush: info\0" + self.public + sender + b"\1"
        key = digest(salt, digest(digest(self.secret, shared, "sha256"), info, "sha256"), "sha256")
        content = digest(key, b"Content-Encoding: aes128gcm\0\1", "sha256")[:16]
        nonce = digest(key, b"Content-Encoding: nonce\0\1", "sha256")[:12]
        opened = AESGCM(content).decrypt(nonce, sealed, None)
        assert opened.endswith(b"\2")
        return opened[:-1]


def claim_of(authorization):
    """What a signed VAPID header claims; raises InvalidSignature if another key signed it."""
    token, key = authorization.removeprefix("vapid t=").split(", k=")
    signed, _dot, signature = token.rpartition(".")
    raw = decoded(signature)
    public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(key))
    r, s = int.from_bytes(raw[:32]), int.from_bytes(raw[32:])
    public.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(SHA256()))
    return json.loads(decoded(signed.split(".")[1]))


class Service:
    """`got` is [(path, headers, body)]; it answers `status`, or what `of_device` says of a path, after it called `heard`."""

    def __init__(self):
        self.got, self.status, self.of_device, self.retry_after = [], 201, {}, ""
        self.heard = lambda: None

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def push_service():
    service = Service()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.got.append((self.path, dict(self.headers), body))
            service.heard()
            self.send_response(service.of_device.get(self.path, service.status))
            if service.status == 307:
                self.send_header("Location", service.address + "/elsewhere")
            if service.retry_after:
                self.send_header("Retry-After", service.retry_after)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    service.port = server.server_port
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
