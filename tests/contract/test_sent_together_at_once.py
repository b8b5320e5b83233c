"""One button for all of one's drafts, while somebody else, or another window, is at one of them: in a fixed order."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from database.engine import SqlDatabase
from desk import review, sending
from desk.acting import Acting, SeenItem
from domain.editorial import ItemState, ReviewAction, ReviewItem
from domain.errors import Conflict
from domain.people import Role
from domain.stage import Stage
from domain.store import Store
from tests.contract.at_once import in_turn, meanwhile
from tests.contract.test_decisions_at_once import RANKER
from tests.making import a_person, a_story, acting, an_article, seen, with_sources

KEYS = ("a", "b", "c")
NEWER = "Lời dẫn mới hơn."


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def database(request: pytest.FixtureRequest) -> SqlDatabase:
    made: SqlDatabase = request.getfixturevalue(request.param)
    with made.write() as store:
        with_sources(store)
        for key in KEYS:
            store.articles.add([an_article(key, id=key, stage=Stage.QUEUED, story_id=key)])
            store.stories.save([a_story(key)])
        a_person(store, "lan")
        a_person(store, "minh", Role.ADMINISTRATOR)
        store.settings.save(store.settings.get())
        for key in KEYS:
            review.pick(as_("lan", store), RANKER, key)
    return made


def as_(login: str, store: Store) -> Acting:
    return acting(store, next(person for person in store.people.list() if person.login == login))


def items(database: SqlDatabase) -> list[ReviewItem]:
    with database.read() as store:
        return [item for key in KEYS for item in store.items.of_stories([key])[key]]


def seen_of(found: list[ReviewItem]) -> list[SeenItem]:
    return [seen(item) for item in found]


def send(store: Store, found: list[ReviewItem]) -> None:
    sending.send(as_("lan", store), RANKER, [item.id for item in found])


def take_back(store: Store, found: list[ReviewItem]) -> None:
    sending.take_back(as_("lan", store), RANKER, seen_of(found))


def writes(store: Store, item: ReviewItem) -> None:
    review.write(as_("lan", store), seen(item), NEWER, by_itself=True)


def sends(store: Store, item: ReviewItem) -> None:
    review.send(as_("lan", store), RANKER, seen(item))


def unpicks(store: Store, item: ReviewItem) -> None:
    review.take(as_("minh", store), RANKER, seen(item), ReviewAction.UNPICK)


def approves(store: Store, item: ReviewItem) -> None:
    review.decide(as_("minh", store), RANKER, seen(item), ItemState.APPROVED)


def helps(store: Store, item: ReviewItem) -> None:
    review.write(as_("minh", store), seen(item), NEWER)


Alone = Callable[[Store, ReviewItem], None]
All = Callable[[Store, list[ReviewItem]], None]
BESIDE: list[tuple[All, Alone, ItemState, str]] = [  # what becomes of the one when it was touched first
    (send, writes, ItemState.IN_REVIEW, NEWER),
    (send, sends, ItemState.IN_REVIEW, ""),
    (send, unpicks, ItemState.UNPICKED, ""),
    (take_back, approves, ItemState.APPROVED, ""),
    (take_back, helps, ItemState.IN_REVIEW, NEWER),
]
BECOMES: dict[All, ItemState] = {send: ItemState.IN_REVIEW, take_back: ItemState.DRAFT}
cases = pytest.mark.parametrize(("all_of_them", "alone", "state", "caption"), BESIDE)


def prepared(database: SqlDatabase, all_of_them: All) -> list[ReviewItem]:
    if all_of_them is take_back:
        with database.write() as store:
            send(store, items(database))
    return items(database)


@cases
def test_what_was_touched_first_stays_so_and_the_others_go(
    database: SqlDatabase, all_of_them: All, alone: Alone, state: ItemState, caption: str
):
    found = prepared(database, all_of_them)

    in_turn(database, lambda store: alone(store, found[1]), lambda store: all_of_them(store, found))

    now, becomes = items(database), BECOMES[all_of_them]
    assert [item.state for item in now] == [becomes, state, becomes]
    assert now[1].caption == (caption or found[1].caption)
    with database.read() as store:
        told = sending.told(store, store.people.get(found[0].picked_by), [item.id for item in found])
    assert told
    named = {left.row.item.id: left.last.action for left in told.left if left.last}
    assert named == ({found[1].id: LAST[alone]} if alone in LAST else {})


LAST: dict[Alone, ReviewAction] = {
    unpicks: ReviewAction.UNPICK,
    approves: ReviewAction.APPROVED,
    helps: ReviewAction.WRITE,
}


@cases
def test_once_all_have_gone_whoever_comes_later_hears_of_it(
    database: SqlDatabase, all_of_them: All, alone: Alone, state: ItemState, caption: str
):
    found = prepared(database, all_of_them)

    def late() -> None:
        with pytest.raises(Conflict), database.write() as store:
            alone(store, found[1])

    with meanwhile(database, late) as waits, database.write() as store:
        all_of_them(store, found)
        waits()

    assert {item.state for item in items(database)} == {BECOMES[all_of_them]}
    assert [item.caption for item in items(database)] == [item.caption for item in found]


def test_two_windows_that_send_all_in_opposite_orders_send_each_once(database: SqlDatabase):
    found = items(database)

    def go(order: list[ReviewItem]) -> None:
        with database.write() as store:
            send(store, order)

    with ThreadPoolExecutor(2) as two:
        list(two.map(go, [found, found[::-1]]))
    with database.read() as store:
        logged = [entry.action for entry in store.log.list(20)]
    assert logged.count(ReviewAction.SEND) == len(KEYS)


def test_nobody_sends_a_colleagues_draft_or_what_is_not_ready(database: SqlDatabase):
    found = items(database)
    with database.write() as store:
        review.write(as_("lan", store), seen(found[0]), "")
        review.write(as_("lan", store), seen(found[1]), "Dài. " * 500)
    with database.write() as store:
        sending.send(as_("minh", store), RANKER, [item.id for item in found])
    assert {item.state for item in items(database)} == {ItemState.DRAFT}
    with database.write() as store:
        send(store, found)
    assert [item.state for item in items(database)] == [ItemState.DRAFT, ItemState.DRAFT, ItemState.IN_REVIEW]
    with database.read() as store:
        told = sending.told(store, store.people.get(found[0].picked_by), [item.id for item in found])
    assert told
    assert [left.why.code for left in told.left if left.why] == ["problem.no-caption", "problem.post-too-long"]
    assert [row.item.id for row in told.sent] == [found[2].id]
