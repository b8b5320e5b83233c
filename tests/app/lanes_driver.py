"""The sample newsroom's pages taken through the path twice: by one worker, and by readers and placers that are killed.

`python -m tests.app.lanes_driver ADDRESS HOME DEATHS COPIES`: ADDRESS is a PostgreSQL server's, with `{}` for the
database; the newsroom has each article so many times, in other words.
It warms the engines once and forks, so that deaths take seconds. Prints one JSON line.
"""

import json
import os
import random
import signal
import sys
import traceback
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from time import sleep
from typing import Any

from sqlalchemy import text

from app import lanes, worker
from app.bootstrap import Services
from app.heart import Heart
from app.settings import Settings
from database.articles import SqlArticles
from database.engine import open_engine
from demo.newsroom import Newsroom
from desk.sources import collecting
from desk.steps import in_this_process
from domain.page import FetchedPage
from domain.running import Part
from domain.sources import FeedEntry, Source
from domain.stage import Stage
from nlp.analyzer import VietnameseAnalyzer
from tests.app.crash_driver import killed_at
from tests.making import NOON

READERS, PLACERS = 3, 2
AGAIN = "/ban-in"  # after an address: the same page once more
BATCH = 5  # small, so that deaths fall into first and later batches
COMPARED = {  # what of which rows is the same; what is dropped, a fast reader may have read first
    "articles": "SELECT id, url, stage, version, title, section, second_section, places, summary, signals, story_id,"
    " assignment_reason, copy_of, overlap, origin FROM articles WHERE stopped = ''",
    "dropped": "SELECT id, stopped, story_id FROM articles WHERE stopped <> ''",
    "stories": "SELECT * FROM stories",
    "outcomes": "SELECT article_id, version, step, outcome, reason, details FROM outcomes WHERE"
    " article_id IN (SELECT id FROM articles WHERE stopped = '')",
    "bands": "SELECT * FROM bands",
}


def main(address: str, home: Path, deaths: int, copies: int) -> None:
    _run(
        address.format("postgres"),
        *(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in ("pages", "alone", "together")),
    )
    _run(address.format("postgres"), "CREATE DATABASE pages")
    filled = _desk(address.format("pages"), home)
    filled.migrate()
    number = _fill(filled, copies)
    filled.close()
    _run(address.format("postgres"), "CREATE DATABASE alone TEMPLATE pages", "CREATE DATABASE together TEMPLATE pages")
    analyzer = VietnameseAnalyzer()
    analyzer.understand(title="Lào Cai tiêm chủng", text="Trạm y tế mở cửa lúc 7 giờ sáng.")
    filled.gazetteer.label("15")

    def machine(name: str, database: str) -> Services:
        services = _desk(address.format(database), home / name)
        services.analyzer, services.gazetteer = analyzer, filled.gazetteer
        return services

    alone = _child(lambda: _alone(machine("one", "alone")))
    if os.waitpid(alone, 0)[1]:
        sys.exit("the one worker fell")
    died = _together(machine, address.format("together"), deaths)
    one, many = ({table: _rows(address.format(name), table) for table in COMPARED} for name in ("alone", "together"))
    unlike = {table: [row for row in one[table] if row not in many[table]][:3] for table in COMPARED}
    stories = len({row["story_id"] for row in many["articles"]} - {""})
    counts = {table: [len(one[table]), len(many[table])] for table in COMPARED}
    print(json.dumps({"pages": number, "deaths": died, "counts": counts, "unlike": unlike, "stories": stories}))


def _desk(url: str, home: Path) -> Services:
    return Services(Settings(home=home, database_url=url, processes=1), clock=lambda: NOON)


def _fill(services: Services, copies: int) -> int:
    """Every page of the newsroom as it came, seven seconds after the one before; each fourth at two addresses."""
    newsroom = Newsroom(clock=lambda: NOON, trouble=False, copies=copies, zero=NOON)
    with newsroom, services.database.write() as store:
        found = sorted(newsroom.expected(), key=lambda one: (one.published_at, one.url))
        for source in newsroom.sources:
            store.sources.save(
                Source(id=source.id, name=source.name, home_url=source.home_url, organisation=source.organisation)
            )
            own = [one.url for one in found if one.publisher == source.id]
            again = [f"{url}{AGAIN}" for url in own[::4]]
            collecting.discover(store, source.id, [FeedEntry(url=url) for url in (*own, *again)], NOON)
        came = {one.url: NOON - timedelta(hours=1) + number * timedelta(seconds=7) for number, one in enumerate(found)}
        came |= {f"{url}{AGAIN}": at + timedelta(seconds=9) for url, at in came.items()}
        number = 0
        while due := store.crawl_queue.due(NOON, 2 * len(found)):  # a host's share at a time
            for target in due:
                collecting.arrived(store, target, _page(target.url, came[target.url]), due_at=None)
            number += len(due)
    return number


def _page(url: str, at: datetime) -> FetchedPage:
    with urllib.request.urlopen(url.removesuffix(AGAIN)) as answer:
        return FetchedPage(url=url, content=answer.read(), content_type=answer.headers["Content-Type"], fetched_at=at)


def _alone(services: Services) -> None:
    intake = services.intake()
    while intake.placing.advance() + intake.reading.advance():
        pass


def _together(machine: Callable[[str, str], Services], url: str, deaths: int) -> int:
    rng, died, began = random.Random(7), 0, 0

    def place(nth: int) -> Callable[[], None]:
        def placing() -> None:
            if nth:
                killed_at(SqlArticles, "record", nth, lambda results, *_: results[0].step is Stage.QUEUED)
            services = machine(f"placer-{began}", "together")
            heart = Heart(Part.STANDBY, services.database, services.clock)
            worker.place(services, heart, stop=lambda: False, limit=BATCH)

        return placing

    placers: set[int] = set()
    readers = [_child(partial(_read, partial(machine, f"reader-{number}", "together"))) for number in range(READERS)]
    try:
        while died < deaths or not _is_done(url):
            while len(placers) < PLACERS:
                began += 1
                placers.add(_child(place(rng.choice((1, 1, 2)) if began <= deaths else 0)))
            ended, status = os.waitpid(-1, os.WNOHANG)
            if ended in placers:
                placers.remove(ended)
                died += os.WTERMSIG(status) == signal.SIGKILL
            if ended and os.WTERMSIG(status) != signal.SIGKILL:
                sys.exit(f"a process fell: {status}")
            sleep(0.05)
    finally:
        for one in (*placers, *readers):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
            os.waitpid(one, 0)
    return died


def _read(desk: Callable[[], Services]) -> None:
    """In this process, whose engines are warm: what readers apart do is shown elsewhere."""
    services = desk()

    class Here:
        run = staticmethod(in_this_process(services.reader()))

        def interrupt(self) -> None: ...

    def here(_settings: Settings) -> AbstractContextManager[Any]:
        return nullcontext(Here())

    vars(lanes)["_readers"] = here
    worker.read(services, Heart(Part.READER, services.database, services.clock), stop=lambda: False, limit=BATCH)


def _child(work: Callable[[], None]) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - a fork must not go on with what its parent was doing
            traceback.print_exception(error)
            os._exit(1)
        os._exit(0)
    return pid


def _is_done(url: str) -> bool:
    begun = "SELECT count(*) FROM articles WHERE stage IN ('fetched', 'extracted', 'understood') AND stopped = ''"
    return _run(url, begun) == [(0,)]


def _rows(url: str, table: str) -> list[dict[str, Any]]:
    engine = open_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(text(COMPARED[table])).mappings()
        found = [{name: _plain(value) for name, value in row.items()} for row in rows]
    engine.dispose()
    return sorted(found, key=lambda row: json.dumps(row, sort_keys=True))


def _plain(value: object) -> Any:
    return value if isinstance(value, (int, float, str, type(None))) else str(value)


def _run(url: str, *statements: str) -> list[Any]:
    engine, answers = open_engine(url), []
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for one in statements:
            result = connection.execute(text(one))
            answers = [tuple(row) for row in result] if result.returns_rows else []
    engine.dispose()
    return answers


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
