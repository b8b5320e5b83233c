"""The counters follow the desk beside whoever places, and a command counts all anew."""

from datetime import UTC, date, datetime
from pathlib import Path
from time import sleep

import pytest

from app.bootstrap import Services
from app.commands.upkeep import rebuild_counters
from app.counting import count_lane
from app.settings import Settings
from domain.coverage import Count, Grain, Kind
from domain.stage import Stage
from tests.making import an_article, with_sources

DAY = date(2026, 11, 23)


def counts(services: Services) -> list[Count]:
    with services.database.read() as store:
        return store.counters.list(Kind.PLACE, ["15"], Grain.DAY, DAY, DAY) + store.counters.list(
            Kind.ALL, [""], Grain.DAY, DAY, DAY
        )


def test_what_came_is_counted_beside_placing_and_anew_by_a_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    services = Services(Settings(home=tmp_path / "home"), clock=lambda: datetime(2026, 11, 23, 5, tzinfo=UTC))
    services.migrate()
    with services.database.write() as store:
        with_sources(store)
        store.articles.add([an_article("a", stage=Stage.QUEUED, story_id="s")])
    with count_lane(services):
        while not counts(services):
            sleep(0.01)
    before = counts(services)

    assert rebuild_counters(services) == 0

    assert ([one.articles for one in before], counts(services)) == ([1], before)
    assert "1 bài" in capsys.readouterr().out
    services.close()
