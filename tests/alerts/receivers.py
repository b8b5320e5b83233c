"""Receivers of notices on loopback: one that answers, one that drips."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.web_server import QuietServer


@dataclass
class Receiver:
    port: int
    status: int = 200
    received: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)  # Idempotency-Key
    raw: list[tuple[dict[str, str], bytes]] = field(default_factory=list)  # requests: headers in lower case, and body
    said: dict[str, str] = field(default_factory=dict)  # headers of its answers
    body: str = ""  # of its answers
    drips: bool = False
    asked: threading.Event = field(default_factory=threading.Event)  # by GET
    dripping: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.port}/bao-tin"


@contextmanager
def a_receiver(*, drips: bool = False) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if receiver.drips:
                self._drip()
                return
            receiver.raw.append(({name.lower(): value for name, value in self.headers.items()}, body))
            if receiver.status == 200 and self.headers["Content-Type"] == "application/json":
                receiver.received.append(json.loads(body))
                receiver.keys.append(self.headers["Idempotency-Key"])
            self.send_response(receiver.status)
            for name, value in {"Content-Length": str(len(receiver.body)), **receiver.said}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(receiver.body.encode())

        def do_GET(self) -> None:
            receiver.asked.set()
            self.send_response(receiver.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _drip(self) -> None:
            """A byte now and then: no read ever times out."""
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            receiver.dripping.set()
            try:
                while not receiver.ended.wait(0.2):
                    self.wfile.write(b"x")
                    self.wfile.flush()
            except OSError:  # it was hung up
                return

        def log_message(self, *_: object) -> None:
            pass

    server = QuietServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(server.server_port, drips=drips)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
