"""A browser and its push service on loopback: what arrives is checked and opened as they would (RFC 8291, 8292)."""

import json
import os
import threading
from base64 import urlsafe_b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256

from alerts.webpush import CURVE, derived, in_base64, public_point
from tests.web_server import QuietServer


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class PushService:
    port: int
    status: int = 201
    said: dict[str, str] = field(default_factory=dict)  # headers of its answers
    received: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}/day/mot-may"

    @property
    def keys(self) -> dict[str, str]:
        return {"p256dh": in_base64(public_point(self.key)), "auth": in_base64(self.auth)}

    @property
    def address(self) -> str:
        return f"webpush://{self.endpoint}#{self.keys['p256dh']}.{self.keys['auth']}"

    def shown(self) -> list[dict[str, Any]]:
        return [json.loads(opened(self.key, self.auth, body)) for _, body in self.received]


def opened(key: ec.EllipticCurvePrivateKey, auth: bytes, body: bytes) -> bytes:
    """As a browser does it."""
    salt, length = body[:16], body[20]
    sender, record = body[21 : 21 + length], body[21 + length :]
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender))
    secret = derived(shared, auth, b"WebPush: info\0" + public_point(key) + sender, 32)
    known = [derived(secret, salt, f"Content-Encoding: {name}\0".encode(), n) for name, n in NEEDED]
    text = AESGCM(known[0]).decrypt(known[1], record, None)
    return text.rstrip(b"\0").removesuffix(b"\x02")


NEEDED = (("aes128gcm", 16), ("nonce", 12))


def claims(headers: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """The key that signed, and what its token says; InvalidSignature for any other."""
    parts = dict(part.split("=", 1) for part in headers["Authorization"].removeprefix("vapid ").split(", "))
    signed, _, signature = parts["t"].rpartition(".")
    r, s = (int.from_bytes(decoded(signature)[at : at + 32]) for at in (0, 32))
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(parts["k"]))
    key.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(SHA256()))
    return parts["k"], json.loads(decoded(signed.partition(".")[2]))


@contextmanager
def a_push_service() -> Iterator[PushService]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if service.status == 201:
                service.received.append((dict(self.headers), body))
            self.send_response(service.status)
            self.send_header("Location", service.endpoint)
            for name, value in {"Content-Length": "0", **service.said}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = QuietServer(("127.0.0.1", 0), Handler)
    service = PushService(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
