"""The month's report on a year of 1,000,000 articles: as a screen, for paper, as CSV and as Word, on both databases.

Each form is asked for over HTTP by somebody who is signed in: once cold, after the database's connections were opened
anew, and then three times. Peer, in the same run on the same rows: what the report counts, by plain SQL on the articles
themselves (their own places and sections, stories by their first article), and on the tables of the desk's own work.
Its numbers must be ours; each number of the Word file must be that of the screen.
`python -m bench.bench_report 50000` is a small one.
"""

import json
import os
import re
import sys
import tempfile
import time
from html import unescape
from io import BytesIO
from pathlib import Path
from statistics import median

import docx
from docx.oxml.ns import qn
from fastapi.testclient import TestClient

from api.main import create_app
from app.bootstrap import Services
from app.settings import Settings
from app.web import web
from bench.bench_coverage import seconds
from bench.coverage_rows import NOW
from bench.report_peer import Counts, counted_plainly
from bench.report_rows import fill_desk
from bench.servers import postgresql
from database.engine import SqlDatabase, open_engine, sqlite_url
from desk.reports import gathering
from desk.reports.values import Report, TaskEnd
from domain.reports import month_named
from index.memory import MemoryIndex

TARGET_SECONDS = 10.0
MONTH = month_named("2026-10")
PATH = f"/bao-cao/thang/{MONTH.name}"
FORMS = {
    "screen": "", "two pages": "/in", "CSV": "/bao-cao.csv", "Word": "/bao-cao.docx", "briefing": "/giao-ban",
    "briefing in Word": "/giao-ban.docx",
}  # fmt: skip
AGAIN = 3


def run(articles: int = 1_000_000) -> dict[str, object]:
    figures: dict[str, object] = {"articles": articles, "target": f"each form ≤ {TARGET_SECONDS:.0f} s"}
    figures["load of the machine before"] = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        desk = SqlDatabase(open_engine(sqlite_url(Path(folder) / "diemtin.db")))
        figures["SQLite"] = _measured(Path(folder), desk, articles)
        try:
            with postgresql() as address:
                figures["PostgreSQL"] = _measured(Path(folder), SqlDatabase(open_engine(address)), articles)
        except FileNotFoundError as missing:
            figures["PostgreSQL"] = f"skipped: {missing}"
    figures["load of the machine after"] = os.getloadavg()[0]
    return figures


def _measured(home: Path, database: SqlDatabase, articles: int) -> dict[str, object]:
    try:
        filled = seconds(lambda: fill_desk(database, articles))
        services = Services(Settings(home=home), clock=lambda: NOW)
        services.__dict__ |= {"database": database, "index": MemoryIndex()}
        client = TestClient(create_app(web(services)), base_url="http://localhost", follow_redirects=False)
        client.cookies.set("diemtin", "token")
        forms = {name: _form(client, database, PATH + path) for name, path in FORMS.items()}
        report = _report(database, services)
        began = time.perf_counter()
        peer = counted_plainly(database, MONTH)
        return {
            "filled in, s": filled,
            "forms": forms,
            "slowest, s": max(max(one["cold s"], one["again s"]) for one in forms.values()),
            "peer, plain SQL on the articles, s": time.perf_counter() - began,
            "numbers": len(peer),
            "numbers that are not the peer's": sorted(map(str, _ours(report).items() ^ peer.items())),
            "articles and stories of our area": sum(n for key, n in peer.items() if key[0] in ("articles", "stories")),
            "Word's numbers are the screen's": _of_word(client) == _of_screen(client),
        }
    finally:
        database.close()


def _form(client: TestClient, database: SqlDatabase, path: str) -> dict[str, float]:
    def ask() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, answer.text[:1000]

    database.engine.dispose()
    return {"cold s": seconds(ask), "again s": median(seconds(ask) for _ in range(AGAIN))}


def _report(database: SqlDatabase, services: Services) -> Report:
    with database.read() as store:
        return gathering.report(store, MONTH, NOW, services.gazetteer)


def _ours(report: Report) -> Counts:
    assert report.shared
    assert report.corrections
    assert report.passed
    assert report.coverage
    found: Counts = {}
    for one in report.shared.of():
        key = ("posted", one.outlet, str(one.kind))
        found[key] = found.get(key, 0) + 1
    found["taken back",] = len(report.shared.taken_back)
    found |= {("tasks", str(end)): len(report.corrections.of(end)) for end in TaskEnd}
    found["warnings",] = len(report.passed.warnings)
    for week in report.coverage.weeks:
        for count in (week.counts or {}).values():
            here = (str(week.week.first), str(count.section))
            found["articles", *here], found["stories", *here] = count.articles, count.stories
    return {key: number for key, number in found.items() if number}


def _of_screen(client: TestClient) -> list[tuple[str, str]]:
    found = re.findall(rf'<a\s+href="({PATH}/[^"]+)"\s*>(\d+)</a', client.get(f"{PATH}/in").text)
    return [(unescape(href), number) for href, number in found]


def _of_word(client: TestClient) -> list[tuple[str, str]]:
    made = docx.Document(BytesIO(client.get(f"{PATH}/bao-cao.docx").content))
    links = list(made.element.body.iter(qn("w:hyperlink")))
    told = [(link.text, made.part.rels[link.get(qn("r:id"))].target_ref) for link in links]
    return [(address.removeprefix("http://localhost"), number) for number, address in told if number.isdecimal()]


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1])), ensure_ascii=False, indent=1))
