"""Charts and maps of a year of 1,000,000 articles: GET /v1/coverage with a signed-in session, warm, on both databases.

Rows are made up and poured straight into the database, articles and the narrow rows that are counted; the weeks are
counted by the lane itself. Searches ask an embedded index of the same titles. Peer, in the same run on the same rows:
COUNT … GROUP BY the day on the articles themselves, LIKE for a search; its numbers must be ours.
`python -m bench.bench_coverage 50000` is a small one.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import text

from api.main import create_app
from app.bootstrap import Services
from app.settings import Settings
from app.web import web
from bench import coverage_analyses, coverage_tables
from bench.coverage_rows import COMMON, COMMUNE, DAYS, NOW, RARE, SECTIONS, fill, made
from bench.servers import postgresql
from database.engine import SqlDatabase, open_engine, sqlite_url
from desk.coverage.counters import Counting
from desk.coverage.places import counted
from domain.times import day_of, monday_of
from index.embedded.engine import EmbeddedIndex

REQUESTS = 40
TARGET_MS = 200.0
LAST = day_of(NOW)
FIRST = LAST - timedelta(days=DAYS - 1)
YEAR = f"from={FIRST}&to={LAST}"


@dataclass(frozen=True)
class Chart:
    path: str
    where: str  # the peer's condition
    by: str = "day"


CHARTS = {
    "all × year": Chart("", "1 = 1"),
    "a section × year": Chart("&section=suc-khoe", "section = 'suc-khoe'"),
    "a province × year": Chart("&place=15", "{places} LIKE '%\"15\"%'"),
    "a commune × year": Chart(f"&place={COMMUNE}", f"{{places}} LIKE '%\"{COMMUNE}\"%'"),
    "a source × year": Chart("&source=s7", "source_id = 's7'"),
    "ten sections × weeks": Chart("".join(f"&section={one}" for one in SECTIONS), "1 = 1", by="week"),
    "a rare search × year": Chart(f"&q={RARE}", f"title LIKE '%{RARE}%'"),
    "a search of two common words × year": Chart(f"&q={COMMON}", f"title LIKE '%{COMMON}%'"),
    "two searches × year": Chart(f"&q={COMMON}&q={RARE}", f"title LIKE '%{COMMON}%' OR title LIKE '%{RARE}%'"),
}
MAPPED = "79"  # a province
MAPS = {"a province": f"/xu-huong/ban-do?dai=364&noi={MAPPED}", "the country": "/xu-huong/ban-do?dai=364&noi=ca-nuoc"}
MAP_FIRST = LAST - timedelta(days=363)
DAY_OF = {
    "sqlite": "date(published_at, '+7 hours')",
    "postgresql": "(published_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date",
}
WEEK_OF = {"sqlite": "date({day}, 'weekday 0', '-6 days')", "postgresql": "date_trunc('week', {day})::date"}
PLACES = {"sqlite": "places", "postgresql": "places::text"}


def run(articles: int = 1_000_000) -> dict[str, object]:
    figures: dict[str, object] = {"articles": articles, "target": f"p95 ≤ {TARGET_MS:.0f} ms"}
    figures["load of the machine before"] = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        index = EmbeddedIndex(Path(folder) / "index")
        figures["index of titles, s to build"] = seconds(lambda: index.add(one.document() for one in made(articles)))
        desk = SqlDatabase(open_engine(sqlite_url(Path(folder) / "diemtin.db")))
        figures["SQLite"] = _measured(Path(folder), desk, index, articles)
        try:
            with postgresql() as address:
                other = SqlDatabase(open_engine(address))
                figures["PostgreSQL"] = _measured(Path(folder), other, index, articles)
        except FileNotFoundError as missing:
            figures["PostgreSQL"] = f"skipped: {missing}"
    return figures


def _measured(home: Path, database: SqlDatabase, index: EmbeddedIndex, articles: int) -> dict[str, object]:
    try:
        filled = seconds(lambda: fill(database, articles, counted=True))
        services = Services(Settings(home=home), clock=lambda: NOW)
        services.__dict__ |= {"database": database, "index": index}
        counting = services.counting()
        counted = seconds(counting.finish)
        client = TestClient(create_app(web(services)), base_url="http://localhost", follow_redirects=False)
        client.cookies.set("diemtin", "token")
        charts = {name: _chart(client, database, chart) for name, chart in CHARTS.items()}
        return {
            "filled in, s": filled,
            "all weeks counted in, s": counted,
            "one article more, until it is counted, ms": _one_more(database, counting) * 1000,
            "charts": charts,
            "maps of a year": {name: _map(client, database, path) for name, path in MAPS.items()},
            "slowest p95, ms": max(float(str(one["p95 ms"])) for one in charts.values()),
            "charts whose numbers are not the peer's": [n for n, one in charts.items() if one["same as peer"] is False],
            "what stands out": coverage_analyses.measured(services.analysing(), lambda path: _timed(client, path)[1]),
            "tables and lists": coverage_tables.measured(client, database, REQUESTS, _words(database)),
        }
    finally:
        database.close()


def _words(database: SqlDatabase) -> dict[str, str]:
    dialect = database.engine.dialect.name
    return {"day": DAY_OF[dialect], "week": WEEK_OF[dialect].format(day=DAY_OF[dialect])}


def _chart(client: TestClient, database: SqlDatabase, chart: Chart) -> dict[str, object]:
    answer, figures = _timed(client, f"/v1/coverage?by={chart.by}&{YEAR}{chart.path}")
    began = time.perf_counter()
    expected = _peer(database, chart)
    peer = (time.perf_counter() - began) * 1000
    ours = {
        (one["value"] if chart.by == "week" else "", point["start"]): (n["articles"], n["stories"])
        for one in answer.json()["series"]
        for point in one["points"]
        if (n := point["numbers"]) and n["articles"]
    }
    same = "not compared" if "q=" in chart.path else ours == expected
    return figures | {"peer, COUNT … GROUP BY, ms": peer, "same as peer": same}


def _map(client: TestClient, database: SqlDatabase, path: str) -> dict[str, object]:
    """A whole screen, drawn and written out. The peer counts one of its places alone."""
    _, figures = _timed(client, path)
    with database.read() as store:
        number = counted(store, [MAPPED], MAP_FIRST, LAST).articles.get(MAPPED, 0)
    began = time.perf_counter()
    days = _peer(database, Chart("", f"{{places}} LIKE '%\"{MAPPED}\"%'"))
    peer = (time.perf_counter() - began) * 1000
    expected = sum(articles for (_, day), (articles, _) in days.items() if day >= str(MAP_FIRST))
    return figures | {"peer, one place, COUNT … GROUP BY, ms": peer, "same as peer": number == expected}


def _timed(client: TestClient, path: str) -> tuple[Response, dict[str, object]]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    spent = time.process_time()
    taken = sorted(seconds(lambda: client.get(path)) * 1000 for _ in range(REQUESTS))
    spent = (time.process_time() - spent) / REQUESTS * 1000
    return answer, {
        "p50 ms": taken[len(taken) // 2],
        "p95 ms": taken[int(len(taken) * 0.95)],
        "of the processor, without PostgreSQL's own, ms": spent,
        "kB": len(answer.content) / 1000,
    }


def _peer(database: SqlDatabase, chart: Chart) -> dict[tuple[str, str], tuple[int, int]]:
    dialect, words = database.engine.dialect.name, _words(database)
    day, start = words["day"], words[chart.by]
    of = "section" if chart.by == "week" else "''"
    begin = monday_of(FIRST) if chart.by == "week" else FIRST
    wanted = f"""SELECT {of} AS of, {start} AS start, count(*) AS articles, count(DISTINCT story_id) AS stories
        FROM articles WHERE stopped = '' AND story_id <> '' AND withdrawn_at IS NULL AND {day} >= '{begin}'
        AND ({chart.where.format(places=PLACES[dialect])}) GROUP BY 1, 2"""
    with database.engine.connect() as connection:
        rows = connection.execute(text(wanted.replace("::", "\\:\\:")))
        return {(row.of, str(row.start)): (row.articles, row.stories) for row in rows}


def _one_more(database: SqlDatabase, counting: Counting) -> float:
    """In the week that is going on: what a batch of placed articles costs, whatever its size."""
    with database.write() as store:
        store.arrivals.withdraw(next(made(1)).id, NOW)
        last = store.articles.of_source("s7", NOW - timedelta(days=3), 1)
        store.arrivals.withdraw(last[0].id, NOW)
    return seconds(counting.finish)


def seconds(does: Callable[[], object]) -> float:
    began = time.perf_counter()
    does()
    return time.perf_counter() - began


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1])), ensure_ascii=False, indent=1))
