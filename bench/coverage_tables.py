"""For bench_coverage: the tables of Xu hướng, the lists behind their numbers, and a story of 2,000 articles as it grew.

Each is asked for as a screen, HTML and all, over the million. The peer of a table: COUNT … GROUP BY on the articles
themselves, the same squares; its numbers must be ours.
"""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import text

from bench.coverage_rows import COMMUNE, NOW, SOURCES, Made, article_row
from bench.pouring import pour
from database.articles import articles
from database.engine import SqlDatabase
from domain.times import day_of, monday_of

GROWN, GROWN_ARTICLES = "grown", 2_000
TODAY = day_of(NOW)
WEEK = monday_of(TODAY) - timedelta(weeks=1)
SINCE = monday_of(TODAY - timedelta(weeks=51))
LIST = "/xu-huong/danh-sach?theo=week"
SCREENS = {
    "screen: sections × 52 weeks": "/xu-huong/chuyen-muc?tuan=52",
    "screen: sources × 28 days": "/xu-huong/nguon",
    "screen: sources × 28 days, silent first": "/xu-huong/nguon?xep=quiet",
    "/v1: sections × 52 weeks": "/v1/coverage/grid?by=section&weeks=52",
    "list: articles of all, a week": f"{LIST}&cua=all:&tu={WEEK}",
    "list: articles of a section, a week": f"{LIST}&cua=section:suc-khoe&tu={WEEK}",
    "list: stories of all, a week": f"{LIST}&cua=all:&tu={WEEK}&dem=stories",
    "list: origins of all, a week": f"{LIST}&cua=all:&tu={WEEK}&dem=origins",
    "list: origins of a commune, a week": f"{LIST}&cua=place:{COMMUNE}&tu={WEEK}&dem=origins",
    "growth of a story of 2,000 articles": f"/bai/{GROWN}0/lan-ra",
}

Squares = dict[tuple[str, str], int]  # by section or source and the first day of its week, or the day


def measured(client: TestClient, database: SqlDatabase, requests: int, dialect: dict[str, str]) -> dict[str, object]:
    """`dialect`: the peer's words for the day and the week of an article."""
    pour(database, articles, _grown())
    with database.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()
    screens = {name: _asked(client, path, requests) for name, path in SCREENS.items()}
    tables = {
        "sections × 52 weeks": _compared(
            client, database, ["/v1/coverage/grid?by=section&weeks=52"], f"section, {dialect['week']}", str(SINCE)
        ),
        "sources × 28 days": _compared(
            client, database, [f"/v1/coverage/grid?by=source&page={n}" for n in range(1, 7)],
            f"source_id, {dialect['day']}", str(TODAY - timedelta(days=27)),
        ),
    }  # fmt: skip
    slowest = max(float(str(one["p95 ms"])) for one in screens.values())
    return {"slowest p95, ms": slowest, "tables": tables, "screens": screens}


def _grown() -> Iterator[dict[str, Any]]:
    """Over three days up to now; two of three are copies."""
    for number in range(GROWN_ARTICLES):
        at = NOW - timedelta(hours=70) * (1 - number / GROWN_ARTICLES)
        one = Made(f"{GROWN}{number}", at, f"{GROWN}0", f"s{number % SOURCES}", "suc-khoe", (COMMUNE,), "x")
        yield article_row(one) | {"copy_of": f"{GROWN}0" if number % 3 else ""}


def _asked(client: TestClient, path: str, requests: int) -> dict[str, object]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    taken, spent = [], time.process_time()
    for _ in range(requests):
        began = time.perf_counter()
        client.get(path)
        taken.append((time.perf_counter() - began) * 1000)
    spent = (time.process_time() - spent) / requests * 1000
    taken.sort()
    return {
        "p50 ms": taken[len(taken) // 2],
        "p95 ms": taken[int(len(taken) * 0.95)],
        "of the processor, without PostgreSQL's own, ms": spent,
        "kB": len(answer.content) / 1000,
    }


def _compared(client: TestClient, database: SqlDatabase, paths: list[str], by: str, since: str) -> dict[str, object]:
    ours: Squares = {}
    for path in paths:
        for row in client.get(path).json()["rows"]:
            ours |= {(row["value"], one["start"]): one["articles"] for one in row["squares"] if row["of"] != "all"}
    ours = {key: number for key, number in ours.items() if number}
    began = time.perf_counter()
    expected = _peer(database, by, since)
    return {"peer, COUNT … GROUP BY, ms": (time.perf_counter() - began) * 1000, "same as peer": ours == expected}


def _peer(database: SqlDatabase, by: str, since: str) -> Squares:
    of, start = by.split(", ", 1)
    wanted = f"""SELECT {of} AS of, {start} AS start, count(*) AS number FROM articles
        WHERE stopped = '' AND story_id NOT IN ('', '{GROWN}0') AND withdrawn_at IS NULL AND {start} >= '{since}'
        GROUP BY 1, 2"""
    with database.engine.connect() as connection:
        rows = connection.execute(text(wanted.replace("::", "\\:\\:")))
        return {(row.of, str(row.start)): row.number for row in rows}
