"""When the worker regroups: once an hour by the desk's own clock, in a thread, and nothing that fails stops it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.bootstrap import Services
from app.regrouping import HourlyRegrouping
from app.settings import Settings
from domain.lanes import BatchDone
from domain.stage import Stage
from tests.app.collecting import HOUR, MINUTE, Clock
from tests.app.test_logs import Lines, lines
from tests.making import NOON, an_article, with_sources

PATIENCE_SECONDS = 30
__all__ = ["lines"]  # the fixture


@dataclass
class Worker:
    services: Services
    clock: Clock
    told: list[BatchDone]
    hourly: HourlyRegrouping

    def turns(self, length: timedelta = timedelta()) -> int:
        """After so long the worker goes round twice, once the thread has ended. Returns how often it has regrouped."""
        self.clock.at += length
        self.hourly.now_and_then()
        if looking := self.hourly.looking:
            looking.join(PATIENCE_SECONDS)
            self.hourly.now_and_then()
        return len(self.told)


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    clock, told = Clock(NOON), list[BatchDone]()
    services = Services(Settings(home=tmp_path), clock=clock)
    services.migrate()
    with services.database.write() as store:
        with_sources(store)
        text = an_article("a").text
        for key in "ab":
            store.articles.add(
                [an_article(key, id=key, title="Tiêm chủng", text=text, stage=Stage.QUEUED, story_id=key)]
            )
        services.ranker.refresh(store, ["a", "b"])
    regrouping = replace(services.regrouping, tell=told.append)
    yield Worker(services, clock, told, HourlyRegrouping(regrouping, clock))
    services.close()


def test_it_regroups_at_the_start_and_every_hour_of_the_desks_clock(worker: Worker) -> None:
    assert worker.turns() == 1
    assert worker.told[0].outcomes == {"regrouped": 1, "left": 0}
    assert worker.turns(59 * MINUTE) == 1
    assert worker.turns(MINUTE) == 2
    assert worker.turns(5 * HOUR) == 3
    assert worker.turns(-3 * HOUR) == 4  # the clock was set back
    assert worker.turns() == 4


def test_a_bug_costs_an_hour_and_nothing_else(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    grouper = worker.services.grouper
    with monkeypatch.context() as broken:
        broken.setattr(grouper, "groups", lambda articles: 1 / 0)
        assert worker.turns() == 0
    assert worker.turns(30 * MINUTE) == 0
    assert worker.turns(30 * MINUTE) == 1


def test_the_log_says_how_many_were_moved(worker: Worker, lines: Lines) -> None:
    worker.hourly.regrouping = worker.services.regrouping
    worker.turns()
    [line] = lines.said
    assert "batch lane=regrouping claimed=2 recorded=1 quarantined=0 regrouped=1 left=0" in line
