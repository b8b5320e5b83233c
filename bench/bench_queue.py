"""The queue screen on 1,000,000 articles and 100,000 stories: GET /hang-cho with a signed-in session, warm.

The rows are made up and written straight into SQLite; texts are short (120 bytes), which spares the disk and not the
page, because the queue reads no text. Stories have 1 to 60 articles, ten on average, the way few stories draw many.
Peer, in the same run on the same rows: the same screen whose list is ORDER BY a sum computed at that moment, as one
writes it at first, with the articles read whole and the stages counted anew for each page.
"""

import tempfile
import time
from pathlib import Path

from fastapi.testclient import TestClient

from api.main import create_app
from app.bootstrap import Services
from app.settings import Settings
from app.web import web
from bench.naive_queue import NaiveDatabase
from bench.queue_rows import NOW, fill
from database.engine import SqlDatabase, open_engine, sqlite_url

PATHS = ("/hang-cho", "/hang-cho", "/hang-cho", "/hang-cho?trang=2", "/hang-cho?muc=suc-khoe", "/hang-cho?noi=Lào+Cai")


def run(articles_wanted: int = 1_000_000, stories_wanted: int = 100_000, requests: int = 240) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        database = SqlDatabase(open_engine(sqlite_url(Path(folder) / "diemtin.db")))
        try:
            started = time.perf_counter()
            fill(database, articles_wanted, stories_wanted)
            filled = time.perf_counter() - started
            ours = measured(Path(folder), database, requests)
            peer = measured(Path(folder), NaiveDatabase(database.engine, NOW), 8)
            size = (Path(folder) / "diemtin.db").stat().st_size
        finally:
            database.close()
    return {
        "articles": articles_wanted,
        "stories": stories_wanted,
        "database, MB": round(size / 1e6),
        "filled in, seconds": round(filled, 1),
        "Điểm Tin": ours,
        "peer: ORDER BY a computed sum, whole articles, stages counted anew": peer,
        "times as fast (p95)": round(float(str(peer["p95 ms"])) / float(str(ours["p95 ms"])), 1),
        "target": "p95 ≤ 80 ms",
    }


def measured(home: Path, database: SqlDatabase, requests: int) -> dict[str, object]:
    services = Services(Settings(home=home), clock=lambda: NOW)
    services.__dict__["database"] = database
    client = TestClient(create_app(web(services)), base_url="http://localhost", follow_redirects=False)
    client.cookies.set("diemtin", "token")
    for path in dict.fromkeys(PATHS):
        assert client.get(path).status_code == 200
    taken, sizes = [], []
    for number in range(requests):
        started = time.perf_counter()
        answer = client.get(PATHS[number % len(PATHS)])
        taken.append((time.perf_counter() - started) * 1000)
        sizes.append(answer.num_bytes_downloaded)
    taken.sort()
    return {
        "p50 ms": round(taken[len(taken) // 2], 1),
        "p95 ms": round(taken[int(len(taken) * 0.95)], 1),
        "slowest ms": round(taken[-1], 1),
        "requests": requests,
        "kB transferred (gzip)": round(max(sizes) / 1000, 1),
    }
