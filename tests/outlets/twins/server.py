"""What all stand-ins of platforms share: real HTTP on loopback, and the ways in which a line fails."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, parse_qsl, urlsplit

from domain.outlets import OutletAccount, OutletKind
from tests.making import NOON

Reply = tuple[int, Any]  # status, and what becomes JSON; bytes go out as they are


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    data: Mapping[str, Any]  # of a form or of JSON


class Twin:
    """Answers as the documentation of its platform says. `fault` is what happens to the requests that follow."""

    kind: ClassVar[OutletKind]
    platform: ClassVar[str] = ""  # its name under the stand-in's address
    secret: ClassVar[str] = "bi-mat-cua-ban-tin"

    def __init__(self, url: str) -> None:
        self.url = url
        self.gone = threading.Event()
        self.reset()

    def reset(self) -> None:
        self.now = NOON
        self.fault = ""
        self.asked: list[Asked] = []
        self.retry_after = 15
        self.extra: dict[str, str] = {}  # headers
        self.clear()

    def clear(self) -> None:
        raise NotImplementedError

    def answer(self, asked: Asked) -> Reply:
        raise NotImplementedError

    def texts(self) -> list[str]:
        """Of all that stands there, seen by strangers or not."""
        raise NotImplementedError

    @property
    def typed(self) -> Mapping[str, str]:
        """What a person fills in to connect the place."""
        raise NotImplementedError

    def later(self, **passed: float) -> datetime:
        self.now += timedelta(**passed)
        return self.now


@contextmanager
def serving(made: type[Twin]) -> Iterator[Twin]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self._asked()
            twin.asked.append(asked)
            if twin.fault == "drop-before":
                self.close_connection = True
                return
            if twin.fault == "redirect":
                self._reply(302, b"", {"Location": "http://elsewhere.example/x"})
                return
            status, body = twin.answer(asked)
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            if twin.fault == "drop-after":
                self.close_connection = True
            elif twin.fault == "slow":
                twin.gone.wait()
            else:
                self._reply(status, content, twin.extra, half=twin.fault == "half")

        do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

        def _asked(self) -> Asked:
            parts = urlsplit(self.path)
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            is_form = "form" in self.headers.get("Content-Type", "")
            data = dict(parse_qsl(raw.decode())) if is_form else json.loads(raw or b"{}")
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            path = parts.path.removeprefix(f"/{twin.platform}") if twin.platform else parts.path
            return Asked(self.command, path, query, {name.lower(): value for name, value in self.headers.items()}, data)

        def _reply(self, status: int, content: bytes, headers: Mapping[str, str], *, half: bool = False) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if half else content)
            self.close_connection = self.close_connection or half

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    twin = made(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield twin
    finally:
        twin.gone.set()
        server.shutdown()
        server.server_close()
        thread.join()


def an_account(kind: OutletKind, kept: tuple[Mapping[str, str], str]) -> OutletAccount:
    return OutletAccount(id=1, kind=kind, name="Kênh của xã", fields=kept[0], sealed=kept[1])
