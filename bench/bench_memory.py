"""Memory of the web and the worker on 100,000 articles, while articles come in and pages are looked at.

Both run as processes of their own, as `diemtin run` starts them, with two more that read and understand. The worker
takes in the sample newsroom's texts under new ids. Peer, in the same run: the same processes on an empty desk, at rest.
"""

import re
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import httpx

from app.bootstrap import Services
from app.settings import Settings
from bench.queue_rows import fill
from bench.running import megabytes, started, web
from demo.newsroom import Newsroom
from domain.article import Article
from domain.stage import Stage
from domain.times import now

PATHS = ("/hang-cho", "/hang-cho?trang=2", "/tim-kiem?q=mưa lũ", "/tim-kiem?q=tiem chung", "/duyet", "/so-ghi")
COMING, PATIENCE = 2_000, 300.0


def run(articles: int = 100_000, stories: int = 10_000) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        empty = measured(Path(folder) / "empty", 0, 0)
        full = measured(Path(folder) / "full", articles, stories)
    return {
        "articles": articles,
        "taken in meanwhile": COMING,
        "Điểm Tin, MB": full,
        "peer: an empty desk at rest, MB": empty,
        "target": "web + worker ≤ 1 GB",
    }


def measured(home: Path, articles: int, stories: int) -> dict[str, object]:
    services = Services(Settings(home=home))
    services.migrate()
    if articles:
        fill(services.database, articles, stories)
        with started(home, "rebuild") as rebuilding:
            rebuilding.wait(PATIENCE)
    with web(home) as (serving, port), started(home, "work") as working:
        time.sleep(10)
        if articles:
            come(services)
            look(services, f"http://127.0.0.1:{port}")
        found = {"web": megabytes(serving), "worker and its readers": megabytes(working)}
    services.close()
    together = {name: sum(one[name] for one in found.values()) for name in ("PSS", "RSS", "peak RSS")}
    return {**found, "together": together}


def come(services: Services) -> None:
    with Newsroom(trouble=False) as newsroom:
        texts = [one for one in newsroom.expected() if len(one.text) > 200]
    moment = now()
    with services.database.write() as store:
        store.articles.add(
            [
                Article(
                    id=f"n{number:06}", source_id=f"s{number % 150}", url=f"https://s{number % 150}.example/n{number}",
                    stage=Stage.EXTRACTED, title=f"{text.title} {number}", text=f"{text.text}\nBản tin số {number}.",
                    fetched_at=moment, published_at=moment - timedelta(minutes=number),
                )
                for number, text in zip(range(COMING), texts * COMING, strict=False)
            ]
        )  # fmt: skip


def look(services: Services, base: str) -> None:
    """Page after page, until all that came is in the queue."""
    until = time.monotonic() + PATIENCE
    with httpx.Client(base_url=base, cookies={"diemtin": "token"}, timeout=60) as browser:
        while time.monotonic() < until:
            for path in PATHS:
                page = browser.get(path)
                page.raise_for_status()
            for article in re.findall(r'href="(/bai/\w+)"', browser.get("/hang-cho").text)[:5]:
                browser.get(article).raise_for_status()
            with services.database.read() as store:
                counts = store.progress.counts()
            if not counts[Stage.EXTRACTED] + counts[Stage.UNDERSTOOD]:
                return
    raise TimeoutError("the worker did not take in what came")
