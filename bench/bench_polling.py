"""1,000 feeds with 40 % new entries, polled in one pass by our crawl, beside feedparser + httpx in a plain loop.

The feeds stand on a server in another process, each on its own 127.x.y.z address, so that one request per host
is real; delays are 0 there. Ours also asks for each host's robots.txt (2,000 requests against 1,000) and reads dates
with our own reader. Both run in a process of their own; seconds and CPU are from the first job to the last entry
counted, without imports; memory is the process's peak. Afterwards the same with publishers 100 ms away, 60 feeds.
"""

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from bench.memory import peak_megabytes

ENTRIES, NEW = 20, 8  # 40 %
_TEXT = "Mưa lớn diện rộng từ đêm nay, người dân vùng trũng cần chủ động phòng tránh ngập lụt và sạt lở đất. " * 4


def run() -> dict[str, object]:
    return {
        "name": "polling",
        "entries_per_feed": ENTRIES,
        "new_share": NEW / ENTRIES,
        "loopback": _compared(feeds=1000, latency=0.0, seconds=47),
        "publishers_100_ms_away": _compared(feeds=60, latency=0.1, seconds=12),
    }


def _compared(*, feeds: int, latency: float, seconds: int) -> dict[str, object]:
    with subprocess.Popen(
        [sys.executable, "-m", "bench.bench_polling", "serve", str(feeds), str(latency)],
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout
        port = server.stdout.readline().strip()
        try:
            figures = {who: _measured(who, feeds, port, seconds) for who in ("ours", "plain")}
        finally:
            server.kill()
    return {"feeds": feeds, **figures, "peer": "plain: feedparser.parse(httpx.Client.get(url).content), in a loop"}


def _measured(who: str, feeds: int, port: str, seconds: int) -> dict[str, object]:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bench.bench_polling", who, str(feeds), port],
            capture_output=True,
            text=True,
            timeout=seconds,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return {"stopped_after_seconds": seconds}
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def host(at: int) -> str:
    return f"127.1.{at // 250}.{at % 250 + 1}"


# -- the server


def feed_xml(at: int) -> bytes:
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    items = "".join(
        f"<item><title>Tin {at}-{n}</title><link>http://{host(at)}/tin-{n}.html</link><guid>{at}-{n}</guid>"
        f"<pubDate>{format_datetime(moment - timedelta(hours=n))}</pubDate>"
        f"<description><![CDATA[<p>{_TEXT}</p>]]></description></item>"
        for n in range(ENTRIES)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Báo {at}</title>{items}</channel></rss>'.encode()


class _Publisher(asyncio.Protocol):
    def __init__(self, at: int, latency: float) -> None:
        self._feed, self._latency, self._got = feed_xml(at), latency, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        while b"\r\n\r\n" in self._got:
            head, _, self._got = self._got.partition(b"\r\n\r\n")
            asyncio.get_running_loop().call_later(self._latency, self._answer, head)

    def _answer(self, head: bytes) -> None:
        robots = head.startswith(b"GET /robots.txt")
        body = b"User-agent: *\nDisallow: /tim-kiem\n" if robots else self._feed
        kind = b"text/plain" if robots else b"application/rss+xml; charset=utf-8"
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s" % (kind, len(body), body)
        )


async def _serve(feeds: int, latency: float) -> None:
    loop = asyncio.get_running_loop()
    with socket.socket() as probe:
        probe.bind((host(0), 0))
        port = probe.getsockname()[1]
    for at in range(feeds):
        await loop.create_server(lambda at=at: _Publisher(at, latency), host(at), port)  # type: ignore[misc]
    print(port, flush=True)
    await asyncio.Event().wait()


# -- the two readers


def _urls(feeds: int, port: int) -> list[str]:
    return [f"http://{host(at)}:{port}/rss" for at in range(feeds)]


def _seen(feeds: int) -> set[str]:
    return {f"http://{host(at)}/tin-{n}.html" for at in range(feeds) for n in range(NEW, ENTRIES)}


def _ours(feeds: int, port: int) -> Callable[[], list[str]]:
    from crawlers.feeds.reader import read_feed
    from crawlers.fetch.crawler import CrawlSettings, Fetched, FetchJob, Supply, crawl

    def poll() -> list[str]:
        found: list[str] = []

        def deliver(fetched: Fetched) -> None:
            kind = fetched.headers.get("content-type")
            read = read_feed(fetched.content, url=fetched.final_url, content_type=kind, now=fetched.fetched_at)
            found.extend(item.url for item in read.items)

        jobs = [FetchJob(key=url, url=url, kind="feed") for url in _urls(feeds, port)]
        allow = frozenset((host(at), port) for at in range(feeds))
        crawl(Supply(jobs=jobs), deliver, settings=CrawlSettings(allow=allow))
        return found

    return poll


def _plain(feeds: int, port: int) -> Callable[[], list[str]]:
    import feedparser
    import httpx

    def poll() -> list[str]:
        found: list[str] = []
        with httpx.Client() as client:
            for url in _urls(feeds, port):
                found.extend(entry.link for entry in feedparser.parse(client.get(url).content).entries)
        return found

    return poll


def _report(poll: Callable[[], list[str]], feeds: int) -> None:
    seen = _seen(feeds)
    wall, cpu = time.perf_counter(), time.process_time()
    found = poll()
    new = [one for one in found if one not in seen]
    figures = {
        "seconds": round(time.perf_counter() - wall, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "peak_megabytes": peak_megabytes(),
        "entries": len(found),
        "new_entries": len(new),
        "complete": len(set(new)) == feeds * NEW and len(set(found)) == feeds * ENTRIES,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    role, count, last = sys.argv[1:]
    if role == "serve":
        asyncio.run(_serve(int(count), float(last)))
    else:
        _report({"ours": _ours, "plain": _plain}[role](int(count), int(last)), int(count))
