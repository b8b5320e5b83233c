"""What is to go to our outlets is kept once for each item and outlet, by the database itself, whoever asks at once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from database.engine import SqlDatabase
from desk import delivering, delivery_steps, review
from desk.delivering import Wanted
from desk.delivery_rules import begun
from desk.ranking.ranker import Ranker
from domain.deliveries import Delivery, DeliveryState
from domain.editorial import ItemState, ReviewAction, ReviewItem
from domain.errors import BadInput, Conflict
from domain.message import say
from domain.outlets import OutletAccount, OutletKind, OutletOutcome, Sent
from domain.people import Person
from domain.postings import UnansweredFlag
from domain.problems import Problem
from domain.stage import Stage
from domain.store import Store
from domain.story import Flag
from outlets.memory import MemoryOutlets
from tests.contract.at_once import told_at_once
from tests.fakes import FakeGazetteer
from tests.making import NOON, a_person, a_story, acting, an_article, seen, sent, with_sources

RANKER = Ranker(gazetteer=FakeGazetteer())
PLACES = MemoryOutlets(clock=lambda: NOON)
LEASE = timedelta(minutes=5)


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def database(request: pytest.FixtureRequest) -> SqlDatabase:
    made: SqlDatabase = request.getfixturevalue(request.param)
    with made.write() as store:
        with_sources(store)
        store.articles.add([an_article("a", id="a", stage=Stage.QUEUED, story_id="a")])
        store.stories.save([a_story("a")])
        for login in ("lan", "minh"):
            a_person(store, login)
        store.outlets.add(OutletAccount(id=0, kind=OutletKind.PORTAL, name="Cổng"))
        item = sent(acting(store, _who(store, "lan")), RANKER, "a")
        review.decide(acting(store, _who(store, "minh")), RANKER, seen(item), ItemState.APPROVED)
    return made


def _who(store: Store, login: str) -> Person:
    return next(person for person in store.people.list() if person.login == login)


def _item(store: Store) -> ReviewItem:
    [item] = store.items.of_stories(["a"])["a"]
    return item


def _plans(store: Store, login: str = "lan", at: datetime | None = None) -> list[Delivery]:
    [outlet] = store.outlets.list()
    asks = Wanted(outlets=[outlet.id], at=at)
    return delivering.plan(acting(store, _who(store, login)), PLACES, seen(_item(store)), asks)


def _only(database: SqlDatabase) -> Delivery:
    with database.read() as store:
        [found] = store.deliveries.of_item(_item(store).id)
    return found


def test_a_delivery_comes_back_as_it_was_kept(database: SqlDatabase):
    with database.write() as store:
        [planned] = _plans(store)
        full = replace(
            begun(planned, NOON),
            state=DeliveryState.INVISIBLE,
            ticket="t",
            said=say(OutletOutcome.REFUSED, words="no"),
            sent=Sent(id="7", address="https://x.example/7"),
            unanswered=(UnansweredFlag(flag=Flag.OLD, article_id="a"),),
        )
        store.deliveries.save(full)
        with pytest.raises(Conflict):
            store.deliveries.save(full)
    assert _only(database) == replace(full, revision=2)


def test_two_who_ask_at_once_make_one_and_so_do_two_clicks(database: SqlDatabase):
    def second() -> object:
        with database.write() as store:
            return _plans(store, "minh")

    assert told_at_once(database, _plans, second) == [[]]
    with database.write() as store:
        assert _plans(store) == []
    assert _only(database).state is DeliveryState.PLANNED


def test_the_database_takes_another_only_when_the_first_has_failed(database: SqlDatabase):
    with database.write() as store:
        [planned] = _plans(store)
        again = replace(planned, key="other")
        for state in (DeliveryState.SENDING, DeliveryState.NEEDS_A_PERSON, DeliveryState.SENT, DeliveryState.INVISIBLE):
            planned = store.deliveries.save(replace(planned, state=state))
            assert store.deliveries.add(again) is None
        store.deliveries.save(replace(planned, state=DeliveryState.FAILED))
        assert store.deliveries.add(again)


def test_of_two_workers_one_gets_it_until_its_lease_is_over(database: SqlDatabase):
    with database.write() as store:
        _plans(store)
    for lease, found in ((timedelta(0), True), (LEASE, True), (LEASE, False)):
        with database.write() as store:
            assert store.deliveries.is_due(NOON) is found
            assert bool(store.deliveries.claim(NOON, lease)) is found


def test_what_is_cancelled_while_a_worker_begins_is_either_cancelled_or_sent(database: SqlDatabase):
    with database.write() as store:
        [planned] = _plans(store)
        store.deliveries.claim(NOON, LEASE)

    def cancels() -> object:
        with database.write() as store:
            return delivery_steps.cancel(acting(store, _who(store, "minh")), planned.id, planned.revision)

    def begins(store: Store) -> object:
        store.stories.lock(["a"])  # as the lane does before it writes the attempt down
        return store.deliveries.save(begun(planned, NOON), LEASE)

    told = told_at_once(database, begins, cancels)
    assert told == [say(Problem.DELIVERY_PASSED)]
    assert _only(database).state is DeliveryState.SENDING


def test_of_two_who_move_one_at_once_one_does_and_the_other_is_told(database: SqlDatabase):
    with database.write() as store:
        [planned] = _plans(store)

    def moves(store: Store, login: str, hours: int) -> object:
        at = NOON + timedelta(hours=hours)
        return delivery_steps.move(acting(store, _who(store, login)), planned.id, planned.revision, at)

    def second() -> object:
        with database.write() as store:
            return moves(store, "minh", 5)

    assert told_at_once(database, lambda store: moves(store, "lan", 3), second) == [say(Problem.DELIVERY_PASSED)]
    assert _only(database).due_at == NOON + timedelta(hours=3)


def test_what_is_moved_while_a_worker_begins_keeps_its_hour(database: SqlDatabase):
    with database.write() as store:
        [planned] = _plans(store)
        store.deliveries.save(begun(planned, NOON), LEASE)
    for revision in (planned.revision, planned.revision + 1):
        with pytest.raises(Conflict) as refused, database.write() as store:
            delivery_steps.move(acting(store, _who(store, "minh")), planned.id, revision, NOON + timedelta(hours=1))
        assert refused.value.why == say(Problem.DELIVERY_PASSED)
    assert _only(database).state is DeliveryState.SENDING


def test_what_waits_is_found_by_its_hour_or_by_that_at_which_it_began(database: SqlDatabase):
    hour = timedelta(hours=1)
    with database.write() as store:
        [planned] = _plans(store, at=NOON + 3 * hour)
        for begun_at, due_at in ((None, NOON + 3 * hour), (NOON + hour, NOON + 9 * hour), (NOON + 2 * hour, None)):
            planned = store.deliveries.save(replace(planned, begun_at=begun_at, due_at=due_at))
            at = begun_at or due_at
            assert at
            assert store.deliveries.between(at, at + hour, 9) == [planned]
            assert store.deliveries.between(at - hour, at, 9) == store.deliveries.between(at, at + hour, 0) == []
        store.deliveries.save(replace(planned, state=DeliveryState.SENT))
        assert store.deliveries.between(NOON, NOON + 9 * hour, 9) == []


def test_what_failed_is_found_where_it_was_planned_until_it_is_tried_again(database: SqlDatabase):
    hour = timedelta(hours=1)
    with database.write() as store:
        [planned] = _plans(store, at=NOON + hour)
        moved = delivery_steps.move(acting(store, _who(store, "lan")), planned.id, planned.revision, NOON + 3 * hour)
        failed = store.deliveries.save(replace(moved, state=DeliveryState.FAILED, due_at=None))
        assert store.deliveries.between(NOON + 3 * hour, NOON + 4 * hour, 9) == [failed]
        assert store.deliveries.between(NOON, NOON + 3 * hour, 9) == []
        assert not store.deliveries.is_due(NOON + 9 * hour)
        unnoted = store.deliveries.save(replace(failed, planned_for=None))  # of an older version of the program
        assert store.deliveries.between(NOON, NOON + hour, 9) == [unnoted]
        [again] = _plans(store, at=NOON + 5 * hour)
        assert store.deliveries.between(NOON, NOON + 9 * hour, 9) == [again]


def test_nothing_is_put_off_for_longer_than_the_lane_can_wait(database: SqlDatabase):
    with pytest.raises(BadInput) as far, database.write() as store:
        _plans(store, at=NOON + timedelta(days=367))
    assert far.value.why == say(Problem.SEND_HOUR_FAR)
    with database.write() as store:
        _plans(store, at=NOON + timedelta(days=366))
        assert not store.deliveries.is_due(NOON)


def test_an_approval_that_is_taken_back_takes_what_was_planned_with_it_but_not_what_may_be_out(database: SqlDatabase):
    def takes_back() -> None:
        with database.write() as store:
            review.take(acting(store, _who(store, "minh")), RANKER, seen(_item(store)), ReviewAction.UNDO_APPROVAL)

    with database.write() as store:
        [planned] = _plans(store)
        sending = store.deliveries.save(begun(planned, NOON))
    with pytest.raises(Conflict) as refused:
        takes_back()
    assert refused.value.why == say(Problem.BEING_SENT)
    with database.write() as store:
        store.deliveries.save(replace(sending, state=DeliveryState.PLANNED, begun_at=None))
    takes_back()
    assert _only(database).state is DeliveryState.CANCELLED


def test_an_hour_that_is_over_no_place_and_what_nobody_has_approved_are_refused(database: SqlDatabase):
    with pytest.raises(BadInput) as past, database.write() as store:
        _plans(store, at=NOON - timedelta(seconds=1))
    assert past.value.why == say(Problem.SEND_HOUR_PAST)
    with database.write() as store:
        [planned] = _plans(store, at=NOON + timedelta(hours=3))
        assert not store.deliveries.is_due(NOON)
        moved = delivery_steps.move(acting(store, _who(store, "lan")), planned.id, planned.revision, None)
        assert store.deliveries.is_due(NOON)
        delivery_steps.cancel(acting(store, _who(store, "lan")), moved.id, moved.revision)
    with pytest.raises(BadInput), database.write() as store:
        delivering.plan(acting(store, _who(store, "lan")), PLACES, seen(_item(store)), Wanted(outlets=()))
    with pytest.raises(Conflict) as early, database.write() as store:
        review.take(acting(store, _who(store, "minh")), RANKER, seen(_item(store)), ReviewAction.UNDO_APPROVAL)
        _plans(store)
    assert early.value.why == say(Problem.NOT_APPROVED)
