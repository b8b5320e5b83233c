"""Our own CAP messages where two workers look at once, and what is kept of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from database.engine import SqlDatabase
from desk.cap_issuing import KEPT_FOR, CapIssuer
from desk.warning_keeper import WarningKeeper
from domain.errors import NotFound
from domain.sources import SourceKind
from messages.catalogue import Catalogue
from nlp.warnings.bulletins import VietnamBulletins
from tests.contract.at_once import in_turn
from tests.desk.test_warning_ends import ALERT
from tests.fakes import FakeGazetteer
from tests.making import NOON, PAPER, an_article, our_desk

BULLETINS, UNITS = VietnamBulletins(), FakeGazetteer()


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def database(request: pytest.FixtureRequest) -> SqlDatabase:
    made: SqlDatabase = request.getfixturevalue(request.param)
    article = an_article("a", id="a")
    with made.write() as store:
        store.settings.save(our_desk(publish_warnings=True))
        store.sources.save(replace(PAPER, kind=SourceKind.WARNING_SERVICE))
        store.articles.add([article])
        WarningKeeper(bulletins=BULLETINS, gazetteer=UNITS).keep(store, ALERT, article, NOON)
    return made


def test_two_workers_at_once_send_one_message_which_is_kept_long_after_it_expired(database: SqlDatabase) -> None:
    issuer = CapIssuer(
        database=database, bulletins=BULLETINS, gazetteer=UNITS, words=Catalogue("vi"), sender="tin.example.vn"
    )

    in_turn(database, lambda store: issuer.send(store, NOON), lambda store: issuer.send(store, NOON))

    with database.write() as store:
        [message] = store.cap_messages.list(NOON)
        assert message.expires == ALERT.expires
        assert store.cap_messages.list(message.expires) == []
        issuer.send(store, message.expires + KEPT_FOR)
        assert store.cap_messages.get(message.identifier) == message
        issuer.send(store, message.expires + KEPT_FOR + timedelta(seconds=1))
        with pytest.raises(NotFound):
            store.cap_messages.get(message.identifier)
