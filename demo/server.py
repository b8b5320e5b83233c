"""A small real HTTP server for one publisher: validators, refusals, slow pages, redirects."""

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from demo.clock import Clock
from demo.pictures import png
from demo.press import FEED_TYPES, Press, etag

RETRY_AFTER_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Visit:
    """One line of the newsroom's log."""

    publisher: str
    method: str
    path: str
    status: int


@dataclass(slots=True)
class Reply:
    status: int = 200
    body: bytes = b""
    content_type: str = "text/html"
    changed: datetime | None = None
    headers: dict[str, str] = field(default_factory=dict)


class Desk:
    """Decides what one publisher answers to one path."""

    def __init__(self, press: Press, clock: Clock, *, trouble: bool) -> None:
        self.press = press
        self._clock = clock
        self._trouble = trouble
        self._refused: dict[str, int] = {}
        self._lock = threading.Lock()

    def answer(self, path: str) -> Reply:
        moment, site = self._clock(), self.press.site
        feeds = dict(site.feeds)
        if path in ("/", "/index.html"):
            return Reply(body=self.press.home(moment), changed=self.press.changed_at(moment))
        if path in feeds:
            body = self.press.feed(feeds[path], moment)
            return Reply(200, body, FEED_TYPES[feeds[path]], self.press.changed_at(moment))
        if path == "/robots.txt":
            return Reply(200, self._robots().encode(), "text/plain")
        if target := self.press.redirect(path):
            return Reply(301, headers={"Location": target})
        if site.disallowed and path.startswith(site.disallowed):
            return Reply(body=self.press.message("Trang nội bộ", "Chỉ dành cho biên tập viên của tòa soạn."))
        if path.startswith("/anh/") and path.removeprefix("/anh/").removesuffix(".png").isdecimal():
            return Reply(200, png(int(path[5:-4]) % 997), "image/png")
        return self._article(path, moment)

    def _article(self, path: str, moment: datetime) -> Reply:
        one = self.press.version_at(path, moment)
        if one is None:
            return Reply(404, self.press.message("Không tìm thấy trang", "Địa chỉ này không có bài viết nào."))
        if one.withdrawn:
            return Reply(410, self.press.message("Bài viết đã được gỡ", "Tòa soạn đã gỡ bài viết này."))
        if self._trouble and self._refuses(path, one.article.refusals):
            body = self.press.message("Quá nhiều yêu cầu", "Hãy thử lại sau ít giây.")
            return Reply(429, body, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
        if self._trouble and one.article.slow_seconds:
            time.sleep(one.article.slow_seconds)
        return Reply(body=self.press.page(one), changed=self.press.when(one))

    def _refuses(self, path: str, times: int) -> bool:
        with self._lock:
            self._refused[path] = self._refused.get(path, 0) + 1
            return self._refused[path] <= times

    def _robots(self) -> str:
        site = self.press.site
        lines = ["User-agent: *", f"Disallow: {site.disallowed}"]
        if site.crawl_delay and self._trouble:
            lines.append(f"Crawl-delay: {site.crawl_delay}")
        maps = [f"Sitemap: {self.press.base}{path}" for path, kind in site.feeds if kind == "sitemap"]
        return "\n".join([*lines, *maps]) + "\n"


class SiteServer(ThreadingHTTPServer):
    """Listens on 127.0.0.1 only."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, desk: Desk, note: Callable[[Visit], None], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.desk = desk
        self.note = note
        self.packed: dict[str, bytes] = {}
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()

    def get_request(self) -> tuple[socket.socket, Any]:
        request, address = super().get_request()
        with self._guard:
            self._open.add(request)
        return request, address

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients keep open."""
        with self._guard:
            waiting = tuple(self._open)
        for request in waiting:
            with contextlib.suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is not our trouble."""


class Handler(BaseHTTPRequestHandler):
    server: SiteServer
    protocol_version = "HTTP/1.1"
    server_version = "Newsroom/1"
    sys_version = ""
    timeout = 30
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        reply = self.server.desk.answer(self.path.split("#")[0])
        site = self.server.desk.press.site
        headers = dict(reply.headers)
        if reply.status == HTTPStatus.OK:
            headers |= _validators(reply, site.validators)
            if _unchanged(self.headers, headers):
                reply.status, reply.body = HTTPStatus.NOT_MODIFIED, b""
        if reply.body:
            text = reply.content_type != "image/png"
            headers["Content-Type"] = reply.content_type + (f"; charset={site.charset}" if text else "")
            if text and site.compress and "gzip" in self.headers.get("Accept-Encoding", ""):
                headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
                reply.body = self._packed(reply.body)
        self._send(reply, headers)

    do_HEAD = do_GET

    def _packed(self, body: bytes) -> bytes:
        key = etag(body)
        if key not in self.server.packed:
            self.server.packed[key] = gzip.compress(body, 5, mtime=0)
        return self.server.packed[key]

    def _send(self, reply: Reply, headers: Mapping[str, str]) -> None:
        self.send_response(reply.status)
        for name, value in headers.items():
            self.send_header(name, value)
        if reply.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)
        press = self.server.desk.press
        self.server.note(Visit(press.site.id, self.command, self.path, int(reply.status)))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the server's name for it
        """Quiet: visits are noted in the newsroom's own log."""


def _validators(reply: Reply, kinds: tuple[str, ...]) -> dict[str, str]:
    made = {}
    if "etag" in kinds:
        made["ETag"] = "W/" + etag(reply.body)  # weak: the same for plain and gzip
    if "last-modified" in kinds and reply.changed:
        made["Last-Modified"] = format_datetime(_second(reply.changed), usegmt=True)
    return made


def _unchanged(asked: Message, now: Mapping[str, str]) -> bool:
    """RFC 9110: If-None-Match decides alone when it is there."""
    if (tags := asked.get("If-None-Match")) is not None:
        known = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return "ETag" in now and (now["ETag"].removeprefix("W/") in known or "*" in known)
    since = asked.get("If-Modified-Since")
    if since is None or "Last-Modified" not in now:
        return False
    try:
        return parsedate_to_datetime(now["Last-Modified"]) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC) - timedelta(microseconds=moment.microsecond)
