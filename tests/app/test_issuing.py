"""Whoever places sends our own CAP messages, in the name of our public address."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import Services
from app.duties import Duties
from app.settings import Settings
from desk.warning_keeper import WarningKeeper
from domain.sources import SourceKind
from domain.warning import Status
from tests.desk.test_warning_ends import ALERT
from tests.making import NOON, PAPER, an_article, our_desk


@pytest.mark.parametrize(
    ("public_url", "home", "sent"),
    [
        ("https://tin.example.vn", PAPER.home_url, [("tin.example.vn", Status.ACTUAL)]),
        ("https://tin.example.vn", "http://127.0.0.1:9", [("tin.example.vn", Status.TEST)]),  # the sample newsroom
        ("", PAPER.home_url, []),
    ],
)
def test_a_warning_in_force_is_handed_on(
    tmp_path: Path, public_url: str, home: str, sent: list[tuple[str, Status]]
) -> None:
    services = Services(Settings(home=tmp_path, public_url=public_url), clock=lambda: NOON)
    services.migrate()
    article = an_article("a", id="a")
    with services.database.write() as store:
        store.settings.save(our_desk(publish_warnings=True))
        store.sources.save(replace(PAPER, kind=SourceKind.WARNING_SERVICE, home_url=home))
        store.articles.add([article])
        keeper = WarningKeeper(bulletins=services.bulletins, gazetteer=services.gazetteer)
        keeper.keep(store, ALERT, article, NOON)

    Duties(services).now_and_then(quiet=False)

    with services.database.read() as store:
        assert [(one.sender, one.status) for one in store.cap_messages.list(NOON)] == sent
    services.close()
