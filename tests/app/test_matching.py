"""The saved searches are asked by the process that also follows with search, and wait where their engine is away."""

from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any, cast

import pytest

from app.bootstrap import Services
from app.lanes import index_lane
from app.matching import match_until
from app.settings import Settings
from desk import saved_searches
from domain.errors import Unreachable
from domain.problems import Service
from domain.stage import Stage
from tests.making import a_person, acting, an_article, with_sources


def test_an_article_that_came_is_found_by_a_saved_search_beside_search(tmp_path: Path) -> None:
    services = Services(Settings(home=tmp_path / "home"), clock=lambda: datetime(2026, 11, 23, 5, tzinfo=UTC))
    services.migrate()
    with services.database.write() as store:
        with_sources(store)
        search = saved_searches.keep(acting(store, a_person(store, "lan")), name="", text='"tiêm chủng"')
        store.articles.add([an_article("a", id="a", stage=Stage.QUEUED)])
    found = 0
    with index_lane(services, lambda _: None):
        while not found:
            with services.database.read() as store:
                found = store.saved_searches.get(search.id).last_hit
            sleep(0.01)
    services.close()
    assert found == 1


def test_while_the_engine_is_away_it_is_said_once_and_tried_again(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.matching.PAUSE_SECONDS", 0.0)
    stop, tries = Event(), []

    class Away:
        def advance(self) -> int:
            tries.append(1)
            if len(tries) == 3:
                stop.set()
                return 0
            raise Unreachable(Service.SEARCH_INDEX, cause="gone")

    match_until(cast(Any, Away()), stop)
    assert len(tries) == 3
    assert [record.message[:25] for record in caplog.records] == ["saved searches wait for th"[:25]]
