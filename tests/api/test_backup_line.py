"""The queue says in one line when the last good backup is too old, in the reader's language."""

from datetime import timedelta

from fastapi.testclient import TestClient

from alerts.memory import MemoryChannels
from api.main import create_app
from api.services import Web
from database.engine import SqlDatabase
from desk.ranking.ranker import Ranker
from domain.backup import GoodBackup
from nlp.claims import PublishedClaims
from nlp.places.choosing import VietnamPlaces
from nlp.warnings.bulletins import VietnamBulletins
from outlets.memory import MemoryOutlets
from tests.api.conftest import FakeLists
from tests.fakes import FakeGazetteer, FlakyIndex, MemoryVault
from tests.making import NOON


def _queue(database: SqlDatabase, *, sample: bool = False, language: str = "vi") -> str:
    from hashlib import sha256

    from domain.people import Role
    from tests.making import a_person

    with database.write() as store:
        known = store.people.find_credentials("quan")
        person = known[0] if known else a_person(store, "quan", Role.EDITOR)
        store.sessions.remove_all(person.id)
        store.sessions.add(sha256(b"t").hexdigest(), person.id, "c", NOON.replace(year=2027))
    web = Web(
        database=database, index=FlakyIndex(), gazetteer=FakeGazetteer(), ranker=Ranker(gazetteer=FakeGazetteer()),
        places=VietnamPlaces(), bulletins=VietnamBulletins(), source_lists=FakeLists(), find_feeds=_never,
        outlets=MemoryOutlets(clock=lambda: NOON),
        claims=PublishedClaims(), clock=lambda: NOON, sample=sample, channels=MemoryChannels(), vault=MemoryVault(),
    )  # fmt: skip
    client = TestClient(create_app(web), follow_redirects=False, base_url="http://localhost")
    client.cookies.update({"diemtin": "t", "ngon-ngu": language})
    return client.get("/hang-cho").text


def _never(home_url: str, rule: str = ""):
    raise AssertionError(home_url)


def test_an_old_backup_is_one_line_on_the_queue(sqlite_database: SqlDatabase):
    with sqlite_database.write() as store:
        store.settings.save_backup(GoodBackup(at=NOON - timedelta(days=3), where="/copy", counts={}))

    assert "Bản sao lưu tốt gần nhất đã cũ: 12:00 ngày 20/11/2026" in _queue(sqlite_database)
    assert "The last good backup is old: 12:00, 20/11/2026" in _queue(sqlite_database, language="en")
    assert "sao lưu" not in _queue(sqlite_database, sample=True)


def test_a_fresh_backup_or_a_new_desk_is_no_line(sqlite_database: SqlDatabase):
    assert "sao lưu" not in _queue(sqlite_database)
    with sqlite_database.write() as store:
        store.settings.save_backup(GoodBackup(at=NOON - timedelta(days=1), where="/copy", counts={}))
    assert "sao lưu" not in _queue(sqlite_database)
