"""What becomes of a post at an outlet that answers well, badly or not at all, as the people of the desk see it."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from database.articles import articles
from database.engine import SqlDatabase
from desk import delivering, delivery_steps, ledger, review, withdrawing
from desk.acting import Acting
from desk.deliverer import Deliverer
from desk.delivering import Wanted
from desk.outbox import own
from desk.outbox.look import Look
from desk.ranking.ranker import Ranker
from domain.article import ArticleVersion
from domain.deliveries import Delivery, DeliveryState
from domain.editorial import ItemState, ReviewAction
from domain.errors import BadInput, Conflict
from domain.message import Message, say
from domain.outbox import Channel, Told
from domain.outlets import OutletAccount, OutletKind, OutletOutcome, Result, Unseen, Verb
from domain.own_notices import OwnKind, OwnNotices
from domain.people import Role
from domain.problems import Problem
from domain.stage import Stage
from domain.store import Store
from domain.versions import Grade
from outlets.memory import Fault, MemoryOutlet, MemoryOutlets
from tests.fakes import FakeGazetteer
from tests.making import NOON, a_person, a_story, acting, an_article, seen, sent, with_sources

RANKER = Ranker(gazetteer=FakeGazetteer())
THEIR_PAGE = "https://t.me/xabatxat/7"


@dataclass
class Office:
    database: SqlDatabase
    now: datetime = NOON
    kind: OutletKind = OutletKind.PORTAL
    places: MemoryOutlets = field(init=False)

    def __post_init__(self) -> None:
        self.places = MemoryOutlets(clock=lambda: self.now)
        with self.database.write() as store:
            with_sources(store)
            store.articles.add([an_article("a", id="a", stage=Stage.QUEUED, story_id="a")])
            store.stories.save([a_story("a")])
            lan, minh = a_person(store, "lan"), a_person(store, "minh")
            boss = a_person(store, "quan", Role.ADMINISTRATOR)
            channel = Channel(key="k", kind="json", sealed="…")
            store.own_notices.save(OwnNotices(person_id=boss.id, channels=(channel,)))
            self.account = store.outlets.add(OutletAccount(id=0, kind=self.kind, name="Cổng xã", sealed="…"))
            item = sent(acting(store, lan), RANKER, "a")
            self.item = review.decide(acting(store, minh), RANKER, seen(item), ItemState.APPROVED).id
            delivering.plan(acting(store, lan), self.places, self.seen(store), Wanted(outlets=[self.account.id]))

    @property
    def outlet(self) -> MemoryOutlet:
        return self.places.open(self.account)

    def seen(self, store: Store):
        return seen(store.items.get(self.item))

    def lan(self, store: Store) -> Acting:
        return acting(store, next(one for one in store.people.list() if one.login == "lan"), self.now)

    def works(self, **passed: float) -> Delivery:
        """Time passes, and the lane does what is due."""
        self.now += timedelta(**passed)
        lane = Deliverer(
            database=self.database,
            outlets=self.places,
            ranker=RANKER,
            clock=lambda: self.now,
            tell=lambda _: None,
            lease=timedelta(0),
        )
        while lane.deliver_due():
            pass
        return self.delivery

    @property
    def delivery(self) -> Delivery:
        with self.database.read() as store:
            return store.deliveries.of_item(self.item)[-1]


@dataclass
class OutboxMessages:
    """What people's own addresses are told by the next look."""

    office: Office

    def of(self, channel: str) -> list[Message]:
        with self.office.database.write() as store:
            before = {one.id for one in store.outbox.list(50)}
            now = self.office.now
            own.tell(store, Look(database=self.office.database, now=now, started_at=now, silence_hours=6))
            return [one.subject for one in store.outbox.list(50) if one.channel == channel and one.id not in before]


@pytest.fixture
def office(sqlite_database: SqlDatabase) -> Office:
    return Office(sqlite_database)


def test_what_went_out_stands_in_the_ledger_with_its_place_and_its_item_is_shared(office: Office):
    delivery = office.works()
    assert (delivery.state, len(office.outlet.posts)) == (DeliveryState.SENT, 1)
    with office.database.read() as store:
        [row] = ledger.page(store).rows
        item = store.items.get(office.item)
    assert (row.outlet, row.posted_by, row.posting.address) == ("Cổng xã", "Lan", "memory://1")
    assert item.caption.split("\n")[0] in row.posting.text
    assert "<p>" not in row.posting.text
    assert (item.state, item.shared_by) == (ItemState.SHARED, row.posting.posted_by)


def test_a_post_that_strangers_do_not_see_a_minute_later_says_so(office: Office):
    office.works()
    office.outlet.unseen["1"] = Unseen.HELD
    looked = office.works(minutes=2)
    assert looked.state is DeliveryState.INVISIBLE
    assert looked.said == say(OutletOutcome.INVISIBLE, why=say(Unseen.HELD))
    assert len(office.outlet.posts) == 1


@pytest.mark.parametrize(("fault", "posts"), [(Fault.LOST, 1), (Fault.SWALLOWED, 0)])
def test_an_answer_that_was_lost_is_looked_for_and_the_post_stands_there_once(office: Office, fault: Fault, posts: int):
    office.outlet.fault = fault
    assert office.works().state is DeliveryState.SENDING
    assert len(office.outlet.posts) == posts
    office.outlet.fault = None
    assert office.works(minutes=3).state is (DeliveryState.SENT if posts else DeliveryState.SENDING)
    assert office.works(minutes=20).state is DeliveryState.SENT
    assert len(office.outlet.posts) == 1


def test_a_token_that_ran_out_fails_the_post_and_is_told_to_administrators_once(office: Office):
    office.outlet.fault = Fault.EXPIRED
    assert office.works().said == say(OutletOutcome.TOKEN_EXPIRED)
    assert office.delivery.state is DeliveryState.FAILED
    with office.database.write() as store:
        [told] = store.outbox.list(5)
        assert store.outlets.get(office.account.id).health == say(OutletOutcome.TOKEN_EXPIRED)
        delivering.plan(office.lan(store), office.places, office.seen(store), Wanted(outlets=[office.account.id]))
    assert told.subject == say(Told.OUTLET_TOKEN, name="Cổng xã")
    office.works()
    with office.database.read() as store:
        assert len(store.outbox.list(5)) == 1


def _why(office: Office) -> Message | None:
    assert office.delivery.state is DeliveryState.FAILED
    assert office.outlet.posts == {}
    return office.delivery.said


def test_what_was_withdrawn_by_its_source_before_its_hour_is_not_sent(office: Office):
    with office.database.write() as store:
        store.connection.execute(update(articles).values(withdrawn_at=NOON))
    office.works()
    assert _why(office) == Conflict(Problem.WITHDRAWN_SHARE).message


@pytest.mark.parametrize(("change", "waits"), [("5 người", True), ("rất nhiều", False)])
def test_what_was_corrected_by_its_source_before_its_hour_waits_for_a_person(office: Office, change: str, waits: bool):
    """The caption was written after the earlier text, and would count as told of the later one."""
    with office.database.write() as store:
        before = store.articles.get("a")
        grade = Grade.MATERIAL if waits else Grade.TYPING
        earlier = ArticleVersion(
            article_id="a", version=before.version, seen_at=NOON, title=before.title, text=before.text, grade=grade
        )
        store.versions.replace(replace(before, text=f"{before.text} {change}"), earlier)
    office.works()
    if waits:
        assert _why(office) == Conflict(Problem.CORRECTED_SINCE).message
    else:
        assert office.delivery.state is DeliveryState.SENT
        with office.database.read() as store:
            posting = store.postings.get(office.delivery.posting or 0)
        assert [one.version for one in posting.articles] == [before.version]  # the text that the caption tells


def test_a_desk_that_was_away_for_hours_sends_nothing_late(office: Office):
    office.works(hours=3)
    assert _why(office) == Conflict(Problem.SEND_TOO_LATE).message


def test_who_planned_a_post_is_told_once_that_it_did_not_go_out(office: Office):
    told = OutboxMessages(office)
    with office.database.write() as store:
        book, channel = store.own_notices, Channel(key="lan", kind="json", sealed="…")
        lan, minh = (next(one.id for one in store.people.list() if one.login == login) for login in ("lan", "minh"))
        for person, key in ((lan, "lan"), (minh, "minh")):
            wanted = {OwnKind.RETURNED: (key,)}
            book.save(OwnNotices(person_id=person, channels=(replace(channel, key=key),), wanted=wanted))
    office.works(hours=3)
    assert told.of("lan") == [say(Told.OWN_NOT_SENT, place="Cổng xã", title="Tiêm chủng miễn phí a")]
    assert told.of("lan") == told.of("minh") == []


def test_where_only_a_person_can_look_their_word_decides(office: Office, monkeypatch: pytest.MonkeyPatch):
    real = MemoryOutlet.read_back
    office.outlet.fault = Fault.LOST
    monkeypatch.setattr(MemoryOutlet, "read_back", lambda *_: Result(outcome=OutletOutcome.NEEDS_A_PERSON))
    office.works()
    in_doubt = office.works(minutes=3)
    assert in_doubt.state is DeliveryState.NEEDS_A_PERSON
    assert office.works(hours=30).state is DeliveryState.NEEDS_A_PERSON
    monkeypatch.setattr(MemoryOutlet, "read_back", real)
    office.outlet.fault = None
    with pytest.raises(BadInput), office.database.write() as store:
        delivery_steps.seen_there(office.lan(store), RANKER, in_doubt.id, in_doubt.revision, "  ")
    with office.database.write() as store:
        delivery_steps.seen_there(office.lan(store), RANKER, in_doubt.id, in_doubt.revision, THEIR_PAGE)
    with pytest.raises(Conflict), office.database.write() as store:
        delivery_steps.not_there(office.lan(store), in_doubt.id, in_doubt.revision)
    assert office.works(minutes=5).state is DeliveryState.SENT
    assert len(office.outlet.posts) == 1
    with office.database.read() as store:
        [posting] = store.postings.of_item(office.item)
        assert posting.address == THEIR_PAGE
        assert ledger.rows(store, [posting])[0].verbs(office.now) == []  # its id is not known


def test_what_nobody_saw_there_is_sent_again(office: Office):
    with office.database.write() as store:
        [planned] = store.deliveries.of_item(office.item)
        doubt = store.deliveries.save(replace(planned, state=DeliveryState.NEEDS_A_PERSON, begun_at=NOON, due_at=None))
        delivery_steps.not_there(office.lan(store), doubt.id, doubt.revision)
    assert office.works().state is DeliveryState.SENT
    assert len(office.outlet.posts) == 1


def _withdrawn(office: Office, verb: Verb = Verb.DELETE) -> None:
    with office.database.read() as store:
        [posting] = [one for one in store.postings.of_item(office.item) if one.stands]
        wanted = withdrawing.asked(office.lan(store), posting.id, posting.revision, verb, "Nguồn đã gỡ")
    result = withdrawing.withdrawn(office.places, wanted)
    with office.database.write() as store:
        withdrawing.note(office.lan(store), wanted, result)


def test_what_was_deleted_is_struck_through_and_can_be_sent_anew(office: Office):
    office.works()
    office.outlet.fault = Fault.REFUSED
    with pytest.raises(Conflict) as refused:
        _withdrawn(office)
    assert refused.value.why == say(Problem.NOT_WITHDRAWN, said=say(OutletOutcome.REFUSED, words="no"))
    office.outlet.fault = None
    _withdrawn(office)
    assert (office.outlet.posts, office.delivery.state) == ({}, DeliveryState.REMOVED)
    with office.database.write() as store:
        [posting] = store.postings.of_item(office.item)
        assert (posting.stands, posting.reason) == (False, "Nguồn đã gỡ")
        delivering.plan(office.lan(store), office.places, office.seen(store), Wanted(outlets=[office.account.id]))
    assert office.works().state is DeliveryState.SENT
    assert len(office.outlet.posts) == 1


def test_an_item_is_not_unshared_while_its_post_stands_there_and_a_post_removed_by_hand_is_struck(office: Office):
    office.works()
    with pytest.raises(Conflict) as refused, office.database.write() as store:
        review.take(office.lan(store), RANKER, office.seen(store), ReviewAction.UNDO_SHARE, "Bấm nhầm")
    assert refused.value.why == say(Problem.STANDS_AT_OUTLET)
    with office.database.write() as store:
        [posting] = store.postings.of_item(office.item)
        ledger.take_back(office.lan(store), RANKER, posting.id, posting.revision, "Gỡ bằng tay")
        assert store.items.get(office.item).state is ItemState.SHARED
    assert office.delivery.state is DeliveryState.REMOVED
    with office.database.write() as store:
        review.take(office.lan(store), RANKER, office.seen(store), ReviewAction.UNDO_SHARE, "Không đăng nữa")
