"""Two readers keep messages of one sender at the same moment: each is chained to the other, whoever was first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from database.engine import SqlDatabase
from desk.leases import Batch
from desk.ranking.ranker import Ranker
from desk.sources import changing
from desk.sources.changing import Follower
from desk.warning_keeper import WarningKeeper
from domain.people import Role
from domain.sources import SourceDetails, SourceKind
from domain.stage import Outcome, Stage
from domain.store import Store
from domain.warning import MsgType, Reference
from domain.work import StepResult
from nlp.warnings.bulletins import VietnamBulletins
from tests.contract.at_once import in_turn
from tests.contract.test_warnings_store import FLOOD
from tests.desk.test_warnings import STATION, STORM
from tests.fakes import FakeGazetteer
from tests.making import NOON, a_lease, a_person, acting, an_article

UNITS = FakeGazetteer()
KEEPER = WarningKeeper(bulletins=VietnamBulletins(), gazetteer=UNITS)
ALERT = replace(FLOOD, identifier="x-1", msg_type=MsgType.ALERT, references=(), sent=NOON - timedelta(hours=1))
CANCEL = replace(
    FLOOD,
    identifier="x-2",
    msg_type=MsgType.CANCEL,
    references=(Reference(ALERT.sender, ALERT.identifier, ALERT.sent),),
    sent=NOON,
)
TOLD = {"a": ALERT, "b": CANCEL}
Keeps = Callable[[Store], object]


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def database(request: pytest.FixtureRequest) -> SqlDatabase:
    made: SqlDatabase = request.getfixturevalue(request.param)
    with made.write() as store:
        store.sources.save(STATION)
        for key in TOLD:
            title, text = STORM.split("|")
            told = {"title": title, "text": text, "source_id": STATION.id, "stage": Stage.UNDERSTOOD}
            store.articles.add([an_article(key, id=key, **told)])
        a_person(store, "chi", Role.ADMINISTRATOR)
    return made


def keeps(key: str) -> Keeps:
    return lambda store: KEEPER.keep(store, TOLD[key], store.articles.get(key), NOON)


@pytest.mark.parametrize("first", ["a", "b"])
def test_an_alert_and_its_cancel_kept_at_once_leave_no_alert_in_force(database: SqlDatabase, first: str) -> None:
    [second] = TOLD.keys() - {first}

    in_turn(database, keeps(first), keeps(second))

    with database.read() as store:
        assert store.warnings.get("a").link.ended_at == CANCEL.sent
        assert store.warnings.list(9, holding=NOON + timedelta(minutes=1)) == []


@pytest.mark.parametrize("order", [1, -1])
def test_a_source_that_gives_no_warnings_any_more_leaves_none_that_was_read_meanwhile(
    database: SqlDatabase, order: int
) -> None:
    follower = Follower(warnings=KEEPER, ranker=Ranker(gazetteer=UNITS))
    seen = SourceDetails.of(STATION)

    def stops(store: Store) -> object:
        by = acting(store, store.people.list()[0])
        return changing.change(by, follower, STATION.id, replace(seen, kind=SourceKind.PRESS), seen)

    def reads(store: Store) -> object:
        understood = StepResult(article=store.articles.get("a"), step=Stage.UNDERSTOOD, outcome=Outcome.MOVED_ON)
        batch = Batch(to=Stage.UNDERSTOOD, lease=a_lease(), work=[])
        return KEEPER.after_step(store, batch, [understood], NOON)

    in_turn(database, *[stops, reads][::order])

    with database.read() as store:
        assert store.warnings.list(9) == []
