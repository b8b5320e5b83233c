"""A publisher that means harm, a server inside that nobody may reach, and a receiver of notices that counts."""

import gzip
import threading
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOST = "127.0.0.2"  # of its own, so that it waits in a lane of its own: the crawler asks one host one thing at a time
ATTRIBUTES = 200_000  # in one tag: two megabytes, quadratic in libxml2
BOMB_BYTES = 300_000_000  # zeros, packed a thousand times smaller
DRIP_SECONDS, DRIPS = 0.5, 240
PAGES = ("attributes", "bomb", "drip", "hang", "nested", "inside", "cut")


@cache
def bomb() -> bytes:
    return gzip.compress(bytes(BOMB_BYTES), 1)


class Quiet(BaseHTTPRequestHandler):
    server: Any
    protocol_version = "HTTP/1.1"
    timeout = 150

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the server's name for it
        """The run prints its own table."""

    def reply(self, body: bytes, status: int = 200, content_type: str = "text/html", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, handler: type[Quiet], host: str = "127.0.0.1") -> None:
        super().__init__((host, 0), handler)
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True)
        self.thread.start()

    @property
    def base(self) -> str:
        return f"http://{self.server_address[0]!s}:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that are killed are what this is about."""

    def stop(self) -> None:
        self.ended.set()
        self.shutdown()
        self.server_close()


@dataclass
class Hostile:
    """Its feed lists one page more each time that `offer` is called."""

    inside: str
    listed: list[str] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    server: Server = field(init=False)

    def __post_init__(self) -> None:
        hostile = self

        class Handler(Quiet):
            def do_GET(self) -> None:
                hostile.answer(self)

        self.server = Server(Handler, HOST)

    def offer(self, kind: str) -> None:
        self.listed.append(f"/{kind}/{len(self.listed)}.html")

    def answer(self, ask: Quiet) -> None:
        kind = ask.path.split("/")[1]
        self.asked[kind] += 1
        if kind == "robots.txt":
            ask.reply(b"", content_type="text/plain")
        elif kind == "feed.xml":
            ask.reply(self.feed(), content_type="application/rss+xml")
        elif kind == "attributes":
            ask.reply(b"<html><body " + b"".join(b"a%d=1 " % n for n in range(ATTRIBUTES)) + b">x</body></html>")
        elif kind == "bomb":
            ask.reply(bomb(), Content_Encoding="gzip")
        elif kind == "nested":
            ask.reply(b"<html><body>" + b"<div>" * 150_000 + b"x")
        elif kind == "inside":
            ask.reply(b"", 302, Location=f"{self.inside}/secret")
        elif kind == "hang":
            self.server.ended.wait(DRIP_SECONDS * DRIPS)
        elif kind == "cut":
            ask.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<html>")
            ask.close_connection = True
        else:
            self._drip(ask)

    def feed(self) -> bytes:
        items = "".join(
            f"<item><title>Tin độc {path}</title><link>{self.server.base}{path}</link></item>" for path in self.listed
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Độc</title>{items}</channel></rss>'.encode()

    def _drip(self, ask: Quiet) -> None:
        ask.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
        for _ in range(DRIPS):
            if self.server.ended.wait(DRIP_SECONDS):
                return
            ask.wfile.write(b"x")
            ask.wfile.flush()


@dataclass
class Trap:
    """Stands inside. Whoever is led here by a page has reached what must not be reached."""

    visits: int = 0
    server: Server = field(init=False)

    def __post_init__(self) -> None:
        trap = self

        class Handler(Quiet):
            def do_GET(self) -> None:
                trap.visits += 1
                self.reply(b"secret")

        self.server = Server(Handler)


@dataclass
class Receiver:
    """A webhook. `/tot` takes notices; `/cham` drips its answer while the channel is slow, and takes them otherwise."""

    slow: threading.Event = field(default_factory=threading.Event)
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)  # (path, the notice's id)
    dripped: int = 0
    server: Server = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        receiver = self

        class Handler(Quiet):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", "0")))
                receiver.take(self)

        self.server = Server(Handler)

    def take(self, ask: Quiet) -> None:
        path, notice = ask.path.strip("/"), ask.headers.get("Idempotency-Key", "")
        if path == "cham" and self.slow.is_set():
            with self._lock:
                self.dripped += 1
            for _ in range(DRIPS):  # never a whole line: whoever waits for one has not been answered
                ask.wfile.write(b"H")
                ask.wfile.flush()
                if self.server.ended.wait(2 * DRIP_SECONDS):
                    break
            ask.close_connection = True
            return
        with self._lock:
            self.taken[path, notice] += 1
        ask.reply(b"{}", content_type="application/json")
