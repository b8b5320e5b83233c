"""The queue on a phone with a weak line: a real chromium, 390 px wide, against the web process over HTTP.

Between them lies a line of 1.6 Mbit/s with 150 ms there and back (Lighthouse's slow 4G), handshakes included, and the
browser's processor is slowed to a quarter. First visit: nothing is kept. Peer, in the same run: the same page with its
scripts, uncompressed and uncacheable, as a server sends it that does neither.
"""

import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Route, sync_playwright

from bench.queue_rows import fill
from bench.running import web
from bench.slow_line import slow
from database.engine import SqlDatabase, open_engine, sqlite_url

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SLOWER, VISITS = 4, 5
PAINTED = """() => Object.fromEntries([
  ...performance.getEntriesByType('paint').map(one => [one.name, one.startTime]),
  ['answered', performance.getEntriesByType('navigation')[0].responseStart],
  ['loaded', performance.getEntriesByType('navigation')[0].loadEventEnd]])"""


def run(articles: int = 100_000, stories: int = 10_000) -> dict[str, object]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        return {"skipped": "chromium is not installed"}
    with tempfile.TemporaryDirectory() as folder:
        database = SqlDatabase(open_engine(sqlite_url(Path(folder) / "diemtin.db")))
        fill(database, articles, stories)
        database.close()
        with web(Path(folder)) as (_, port), slow(port) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
            visit(browser, base, peer=False)  # the server reads its data
            first = [visit(browser, base, peer=False) for _ in range(VISITS)]
            plain = [visit(browser, base, peer=True) for _ in range(VISITS)]
            browser.close()
    return {
        "articles": articles,
        "stories": stories,
        "line": "1.6 Mbit/s, 150 ms there and back, processor a quarter as fast",
        "first visit": middle([one for one, _ in first]),
        "again": middle([two for _, two in first]),
        "peer: uncompressed, nothing kept: first visit": middle([one for one, _ in plain]),
        "target": "first paint ≤ 1 s, ≤ 150 kB",
    }


def visit(browser: Browser, base: str, *, peer: bool) -> tuple[dict[str, float], dict[str, float]]:
    """What a new reader's first and second look at the queue cost."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN", service_workers="block")
    context.add_cookies([{"name": "diemtin", "value": "token", "url": base}])
    if peer:
        context.set_extra_http_headers({"Accept-Encoding": "identity"})
        context.route("**/*", _uncached)
    try:
        return look(context, base), look(context, base)
    finally:
        context.close()


def _uncached(route: Route) -> None:
    route.continue_(headers=route.request.headers | {"cache-control": "no-cache", "accept-encoding": "identity"})


def look(context: BrowserContext, base: str) -> dict[str, float]:
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(f"{base}/hang-cho", wait_until="load")
    page.wait_for_timeout(300)
    timed: dict[str, Any] = page.evaluate(PAINTED)
    page.close()
    return {
        "first paint ms": timed["first-paint"],
        "first contentful paint ms": timed["first-contentful-paint"],
        "first byte ms": timed["answered"],
        "loaded ms": timed["loaded"],
        "kB transferred": sum(sizes) / 1000,
        "requests": len(sizes),
    }


def middle(looks: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(one[name] for one in looks), 1) for name in looks[0]}
