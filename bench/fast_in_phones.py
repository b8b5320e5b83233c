"""The addresses that a person can choose to be told at, as stand-ins on loopback, for bench_fast_in.

A webhook, a Telegram bot's API, an SMTP server, and a browser's push service, whose messages are opened as the browser
would open them.
"""

import email
import html
import json
import os
import socketserver
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.policy import default

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from alerts.webpush import CURVE, derived, in_base64, public_point
from app.bootstrap import Services
from bench.fast_in_listeners import posts
from demo.clock import Clock
from desk import people
from desk.acting import Acting
from domain.own_notices import OwnKind
from domain.people import Role

WEBHOOK, TELEGRAM, MAIL, PUSH = "webhook", "Telegram", "e-mail", "web push"
KINDS = (WEBHOOK, TELEGRAM, MAIL, PUSH)


@dataclass
class Phones:
    """`told`: for each kind what arrived, in plain words, and when."""

    clock: Clock
    addresses: dict[str, str] = field(default_factory=dict)
    telegram: str = ""  # where its bots are asked
    told: dict[str, list[tuple[datetime, str]]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    def hear(self, kind: str, read: Callable[[bytes], str]) -> Callable[[str, bytes], None]:
        return lambda _path, body: self.told[kind].append((self.clock(), html.unescape(read(body))))

    def when(self, kind: str, title: str) -> datetime | None:
        """When it was told first."""
        return next((at for at, text in self.told[kind] if title in text), None)

    def again(self, titles: Sequence[str]) -> int:
        """How often one of these was told to somebody who had been told."""
        heard = [sum(title in text for _, text in self.told[kind]) for kind in KINDS for title in titles]
        return sum(max(number - 1, 0) for number in heard)


@contextmanager
def phones(clock: Clock) -> Iterator[Phones]:
    made, key, auth = Phones(clock), ec.generate_private_key(CURVE), os.urandom(16)
    with ExitStack() as stack:
        webhook = stack.enter_context(posts(made.hear(WEBHOOK, _said)))
        bots = stack.enter_context(posts(made.hear(TELEGRAM, _said)))
        pushes = stack.enter_context(posts(made.hear(PUSH, lambda body: _opened(key, auth, body))))
        mail = stack.enter_context(_mail(made.hear(MAIL, _letter)))
        made.telegram = f"http://{bots}/bot"
        made.addresses = {
            WEBHOOK: f"json://{webhook}/may-toi",
            TELEGRAM: "tgram://123456789:abcdefghij_klmnopqrstuvwxyz1234567/12315544/",
            MAIL: f"mailto://127.0.0.1:{mail}?from=ban-tin@xa.example&to=lan@xa.example",
            PUSH: f"webpush://http://{pushes}/lan#{in_base64(public_point(key))}.{in_base64(auth)}",
        }
        yield made


def chosen_by_a_person(services: Services, of: Phones, now: datetime) -> None:
    """Somebody chooses to be told of warnings at all of them."""
    with services.database.write() as store:
        acting = Acting(store=store, person=None, now=now)
        person, _ = people.add_person(acting, login="lan", name="Lan", role=Role.EDITOR)
        kept = tuple(services.channels.keep(address) for address in of.addresses.values())
        wanted = {OwnKind.WARNING: tuple(one.key for one in kept)}
        store.own_notices.save(replace(store.own_notices.find(person.id), channels=kept, wanted=wanted))


def _said(body: bytes) -> str:
    return " ".join(map(str, json.loads(body).values()))


def _letter(body: bytes) -> str:
    letter = email.message_from_bytes(body, policy=default)
    return str(letter["subject"])


def _opened(key: ec.EllipticCurvePrivateKey, auth: bytes, body: bytes) -> str:
    """As RFC 8291 has a browser do it."""
    salt, end = body[:16], 21 + body[20]
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, body[21:end]))
    secret = derived(shared, auth, b"WebPush: info\0" + public_point(key) + body[21:end], 32)
    content, nonce = (
        derived(secret, salt, f"Content-Encoding: {name}\0".encode(), length)
        for name, length in (("aes128gcm", 16), ("nonce", 12))
    )
    return _said(AESGCM(content).decrypt(nonce, body[end:], None).rstrip(b"\0").removesuffix(b"\x02"))


@contextmanager
def _mail(take: Callable[[str, bytes], None]) -> Iterator[int]:
    """An SMTP server that takes every letter. Yields its port."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 xa.example")
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"DATA":
                    self._say("354 go on")
                    body = b""
                    while (line := self.rfile.readline()) not in (b".\r\n", b""):
                        body += line.removeprefix(b".") if line.startswith(b"..") else line
                    take("", body)
                self._say("221 bye" if word == b"QUIT" else "250 ok")
                if word == b"QUIT":
                    return

        def _say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads, allow_reuse_address = True, True

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
