"""A newspaper's server as it can go wrong, on 127.0.0.1. Prints its port; `/-/seen` tells what it was asked."""

import gzip
import json
import threading
import time
import zlib
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = b"<!doctype html><html><head><title>Tin</title></head><body><p>M\xc6\xb0a l\xe1\xbb\x9bn</p></body></html>"
ZEROS = bytes(1 << 20)
seen: dict[str, list[dict[str, object]]] = defaultdict(list)
busy: dict[str, int] = defaultdict(int)
most: dict[str, int] = defaultdict(int)
sent: dict[str, int] = defaultdict(int)
lock = threading.Lock()


def bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(ZEROS) for _ in range(megabytes)), packer.flush()])


BOMB = bomb(200)


class Hostile(BaseHTTPRequestHandler):
    server: ThreadingHTTPServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None: ...

    def do_GET(self) -> None:
        host = self.headers["Host"].partition(":")[0]
        if self.path == "/-/seen":
            self.reply(json.dumps({"seen": seen, "most": most, "sent": sent}).encode())
            return
        with lock:
            busy[host] += 1
            most[host] = max(most[host], busy[host])
            headers = {name.lower(): value for name, value in self.headers.items()}
            seen[host].append({"path": self.path, "at": time.monotonic(), "headers": headers})
        try:
            if self.path == "/robots.txt":
                self.robots(host.split(".")[0])
            else:
                name, _, rest = self.path.strip("/").partition("/")
                getattr(self, name.replace("-", "_").partition(".")[0])(rest)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with lock:
                busy[host] -= 1

    def reply(self, body: bytes = PAGE, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        named = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        for name, value in (named | {k.replace("_", "-"): v for k, v in headers.items()}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def robots(self, kind: str) -> None:
        slow = b"User-agent: *\nCrawl-delay: 1\n"
        closed = b"User-agent: *\nDisallow: /\n"
        answers = {
            "slow": lambda: self.reply(slow),
            "closed": lambda: self.reply(closed),
            "closed503": lambda: self.reply(b"", 503),
            "moved": lambda: self.to(f"http://closed.mau.test:{self.server.server_port}/robots.txt"),
            "some": lambda: self.reply(b"User-agent: *\nDisallow: /plain/kin\n"),
            "errorpage": lambda: self.reply(closed, 404),
            "endless": lambda: self.endless("text/plain"),
        }
        answers.get(kind, lambda: self.reply(b"", 404))()

    def to(self, target: str, status: int = 302) -> None:
        self.reply(b"", status, Location=target)

    def plain(self, rest: str) -> None:
        self.reply(Set_Cookie="a=b; Path=/")

    def etag(self, rest: str) -> None:
        if self.headers["If-None-Match"] == '"v1"':
            self.reply(b"", 304, ETag='"v1"')
            return
        self.reply(ETag='"v1"', Last_Modified="Mon, 23 Nov 2026 00:00:00 GMT", Cache_Control="max-age=60")

    def status(self, rest: str) -> None:
        self.reply(b"x", int(rest))

    def wait(self, rest: str) -> None:
        self.reply(b"", 429, Retry_After=rest.replace("_", " "))

    def chain(self, rest: str) -> None:
        self.to(f"/chain/{int(rest) - 1}" if int(rest) > 1 else "/plain")

    def loop(self, rest: str) -> None:
        self.to("/loop")

    def forever(self, rest: str) -> None:
        self.to("/plain/moi", 301)

    def go(self, rest: str) -> None:
        self.to(bytes.fromhex(rest).decode())

    def drip(self, rest: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        for _ in range(600):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def drip_head(self, rest: str) -> None:
        for at in range(600):
            self.wfile.write(b"HTTP/1.1 200 OK\r\n" if not at else b"X-%d: y\r\n" % at)
            self.wfile.flush()
            time.sleep(0.1)

    def head_flood(self, rest: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(200_000):
            self.wfile.write(b"X-Flood: " + b"y" * 5000 + b"\r\n")

    def big(self, rest: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        if rest == "stated":
            self.send_header("Content-Length", str(2 << 30))
        self.end_headers()
        self.endless_body()

    def endless(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind or "text/html")
        self.end_headers()
        self.endless_body()

    def endless_body(self) -> None:
        self.close_connection = True
        for _ in range(2048):
            self.wfile.write(ZEROS.replace(b"\x00", b" "))
            sent[self.headers["Host"].partition(".")[0]] += 1

    def bomb(self, rest: str) -> None:
        if rest == "nested":
            self.reply(gzip.compress(BOMB), Content_Encoding="gzip, gzip")
            return
        if rest == "file.xml.gz":
            self.reply(BOMB, Content_Type="application/x-gzip")
            return
        self.reply(BOMB, Content_Encoding="gzip")

    def packed(self, rest: str) -> None:
        body = gzip.compress(PAGE)
        if rest == "broken":
            self.reply(b"not gzip at all", Content_Encoding="gzip")
            return
        if rest == "file.xml.gz":
            self.reply(body, Content_Type="application/x-gzip")
            return
        self.reply(body, Content_Encoding="gzip")

    def lie(self, rest: str) -> None:
        bodies = {"pdf": b"%PDF-1.7\n\x00\x01", "zip": b"PK\x03\x04\x14\x00", "png": b"\x89PNG\r\n\x1a\n\x00"}
        if rest in bodies:
            self.reply(bodies[rest] * 20)
            return
        self.reply(PAGE, Content_Type="application/octet-stream")

    def cut(self, rest: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"<html>")
        self.close_connection = True

    def rude(self, rest: str) -> None:
        self.wfile.write(b"\x00\xff not http\r\n\r\n")
        self.close_connection = True


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
    server.daemon_threads = True
    print(server.server_port, flush=True)
    server.serve_forever()
