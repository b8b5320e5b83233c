"""The runs of bench_path, each in a process of its own.

python -m bench.path_runs ours PAGES HOME READERS [ADDRESS OF POSTGRESQL], or: … peer PAGES FOLDER.
"""

import base64
import json
import sqlite3
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import psutil

from bench.memory import peak_megabytes
from demo.newsroom import Newsroom
from domain.times import now

PEER_SECONDS = 60.0


def collect_pages(to: Path, copies: int) -> int:
    """Every page of the newsroom as it comes over HTTP, a JSON line each."""
    number = 0
    with Newsroom(copies=copies, trouble=False) as newsroom, to.open("w") as out:
        for one in newsroom.expected():
            with urllib.request.urlopen(one.url) as answer:
                record = {"url": one.url, "source": one.publisher, "type": answer.headers["Content-Type"]}
                record["content"] = base64.b64encode(answer.read()).decode()
            out.write(json.dumps(record) + "\n")
            number += 1
    return number


def load(pages: Path) -> list[dict[str, Any]]:
    records = [json.loads(line) for line in pages.open()]
    return [record | {"content": base64.b64decode(record["content"])} for record in records]


def ours(pages: Path, home: Path, readers: int = 2, address: str = "") -> dict[str, Any]:
    from app.bootstrap import Services
    from app.lanes import all_lanes
    from app.settings import Settings
    from desk.sources import collecting
    from domain.page import FetchedPage
    from domain.sources import FeedEntry, Source
    from domain.stage import Stage

    services = Services(Settings(home=home, processes=readers, database_url=address))
    services.migrate()
    moment = services.clock()
    with services.database.write() as store:
        records = load(pages)
        for name in {record["source"] for record in records}:
            store.sources.save(Source(id=name, name=name, home_url="", organisation=name))
            collecting.discover(store, name, [FeedEntry(url=r["url"]) for r in records if r["source"] == name], moment)
        by_url = {record["url"]: record for record in records}
        while due := store.crawl_queue.due(now(), len(records)):  # a host's share at a time
            for one in due:
                record = by_url[one.url]
                page = FetchedPage(
                    url=one.url, content=record["content"], content_type=record["type"], fetched_at=moment
                )
                collecting.arrived(store, one, page, due_at=None)
    number = len(records)
    del records, by_url
    with all_lanes(services) as lanes:
        lanes.reading.advance(2)  # models load before the clock starts, on both sides
        while lanes.reading.wait(1):
            lanes.reading.advance(0)
        lanes.placing.advance(2)
        services.gazetteer.label("15")
        statements = counted_statements()
        started, worked = time.perf_counter(), processor_seconds()
        lanes.finish()
        while lanes.indexing.advance():
            pass
        seconds = time.perf_counter() - started
        own, of_readers = (after - before for before, after in zip(worked, processor_seconds(), strict=True))
        spread_out = psutil.Process().children()
        peak = peak_megabytes() + sum(child.memory_info().rss for child in spread_out) // 2**20
    with services.database.read() as store:
        queued = store.progress.counts()[Stage.QUEUED]
    if queued < 0.95 * number:  # a rate of what got lost would be a lie
        raise RuntimeError(f"only {queued} of {number} pages came through")
    return _figures(number, queued, seconds, peak) | {
        "calls of the database an article": round(len(statements) / queued, 2),
        "rows that they sent an article": round(sum(statements) / queued, 2),
        "processor ms an article, placing": round(1000 * own / queued, 2),
        "processor ms an article, readers": round(1000 * of_readers / queued, 2),
    }


def counted_statements() -> list[int]:
    """One number for each call of the database from now on: how many rows of values it sends."""
    from sqlalchemy import Engine, event

    found: list[int] = []

    def counted(_connection: Any, _cursor: Any, _said: str, parameters: Any, _context: Any, many: bool) -> None:
        found.append(len(parameters) if many else 1)

    event.listen(Engine, "before_cursor_execute", counted)
    return found


def processor_seconds() -> tuple[float, float]:
    """Of this process, and of its readers."""
    children = [child.cpu_times() for child in psutil.Process().children()]
    return time.process_time(), sum(one.user + one.system for one in children)


def peer(pages: Path, folder: Path) -> dict[str, Any]:
    import trafilatura
    from underthesea import word_tokenize

    records = load(pages)
    index = sqlite3.connect(folder / "peer.db")
    index.execute("CREATE VIRTUAL TABLE articles USING fts5(url UNINDEXED, text)")
    word_tokenize("Khởi động mô hình tách từ.")
    trafilatura.extract("<html><body><article><p>Khởi động.</p></article></body></html>")
    started = time.perf_counter()
    done = 0
    for record in records:
        text = trafilatura.extract(record["content"]) or ""
        index.execute("INSERT INTO articles VALUES (?, ?)", (record["url"], word_tokenize(text, format="text")))
        index.commit()
        done += 1
        if time.perf_counter() - started > PEER_SECONDS:
            break
    seconds = time.perf_counter() - started
    return _figures(done, done, seconds, peak_megabytes())


def _figures(number: int, kept: int, seconds: float, peak: int) -> dict[str, Any]:
    return {
        "articles": number,
        "through": kept,
        "seconds": round(seconds, 1),
        "articles per second": round(kept / seconds, 1),
        "peak memory MB": peak,
    }


if __name__ == "__main__":
    which, pages, folder, *rest = sys.argv[1:]
    if which == "ours":
        print(json.dumps(ours(Path(pages), Path(folder), int(rest[0]), *rest[1:])))
    else:
        print(json.dumps(peer(Path(pages), Path(folder))))
