"""What stands around the desk in bench_fast_in: a hub, a person's channel, and the peer that polls at one interval."""

import hashlib
import hmac
import html
import threading
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from urllib.parse import parse_qs, urlencode, urlsplit

from bench.fast_in_newsroom import Publisher
from bench.fast_in_parts import PUBLIC_URL
from demo.clock import Clock

NO_HEADERS: Mapping[str, str] = {}
Posted = Callable[[str, bytes], None]


@contextmanager
def posts(take: Posted) -> Iterator[str]:
    """An address on loopback; `take` gets the path and the body of each POST."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()
            take(self.path, body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Hub:
    """Asks back as the real ones do, and tells of each article as it comes out. `since`: when a topic was confirmed."""

    def __init__(self, clock: Clock, desk: str) -> None:
        self.clock, self.desk = clock, desk
        self.forms: dict[str, dict[str, str]] = {}
        self.since: dict[str, datetime] = {}

    def take(self, _path: str, body: bytes) -> None:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        topic = form["hub.topic"]
        query = {"hub.mode": "subscribe", "hub.topic": topic, "hub.challenge": "x1", "hub.lease_seconds": "432000"}
        if self._asked(form, f"?{urlencode(query)}") == b"x1":
            self.forms[topic] = form
            self.since[topic] = self.clock()

    def tell(self, topic: str) -> None:
        if form := self.forms.get(topic):
            body = b"<feed/>"
            signed = hmac.new(form["hub.secret"].encode(), body, hashlib.sha256).hexdigest()
            self._asked(form, "", body, {"X-Hub-Signature": f"sha256={signed}"})

    def _asked(
        self, form: dict[str, str], query: str, body: bytes | None = None, more: Mapping[str, str] = NO_HEADERS
    ) -> bytes:
        path = urlsplit(form["hub.callback"]).path
        headers = {"Host": urlsplit(PUBLIC_URL).netloc, **more}
        request = urllib.request.Request(f"http://{self.desk}{path}{query}", data=body, headers=headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return bytes(answer.read())


class Peer:
    """Every feed at one interval, from a random moment on. `seen`: when an article first stood in its feed."""

    def __init__(self, publishers: Sequence[Publisher], clock: Clock, begins: datetime, every: timedelta) -> None:
        self.clock, self.every = clock, every
        rng = Random(5)
        self.due = [(begins + every * rng.random(), one) for one in publishers]
        self.seen: dict[str, datetime] = {}
        self.calls = 0
        self.pool = ThreadPoolExecutor(8)

    def look(self) -> None:
        now = self.clock()
        late = [(at, one) for at, one in self.due if at <= now]
        self.due = [(at, one) for at, one in self.due if at > now] + [(at + self.every, one) for at, one in late]
        for _, one in late:
            self.calls += 1
            self.pool.submit(self._visit, one)

    def _visit(self, one: Publisher) -> None:
        with urllib.request.urlopen(one.feed_url, timeout=30) as answer:
            text = html.unescape(answer.read().decode("utf-8", "replace"))
        for url in one.keys:
            if url in text:
                self.seen.setdefault(url, self.clock())
