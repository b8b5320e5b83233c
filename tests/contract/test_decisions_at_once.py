"""Two people, or a person and the worker, decide on one story at the same moment: the database lets one be first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import permutations

import pytest

from database.engine import SqlDatabase
from desk import helping, queue, review
from desk.ranking.ranker import Ranker
from domain.editorial import OPEN_STATES, ItemState, ReviewAction, ReviewItem
from domain.errors import Conflict
from domain.message import Message, say
from domain.people import Person
from domain.problems import Problem
from domain.stage import Stage
from domain.store import Store
from domain.story import StoryState
from tests.contract.at_once import meanwhile
from tests.fakes import FakeGazetteer
from tests.making import NOON, a_person, a_story, acting, an_article, seen, sent, with_sources

RANKER = Ranker(gazetteer=FakeGazetteer())


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def database(request: pytest.FixtureRequest) -> SqlDatabase:
    made: SqlDatabase = request.getfixturevalue(request.param)
    with made.write() as store:
        with_sources(store)
        article = an_article("a", id="a", stage=Stage.QUEUED, story_id="a")
        store.articles.add([article])
        store.stories.save([a_story("a")])
        for n in range(10):
            a_person(store, f"nguoi-{n}")
        store.settings.save(store.settings.get())
    return made


def _people(database: SqlDatabase) -> list[Person]:
    with database.read() as store:
        return store.people.list()


def _pick(database: SqlDatabase, by: Person) -> ReviewItem | None:
    try:
        with database.write() as store:
            return review.pick(acting(store, by), RANKER, "a")
    except Conflict:
        return None


def test_ten_picks_of_one_story_at_once_give_one_item(database: SqlDatabase):
    with ThreadPoolExecutor(10) as crowd:
        picked = [item for item in crowd.map(lambda by: _pick(database, by), _people(database)) if item]

    assert len(picked) == 1
    with database.read() as store:
        assert [item.id for item in store.items.of_stories(["a"])["a"]] == [picked[0].id]


@pytest.mark.parametrize("first", list(OPEN_STATES))
def test_the_database_itself_takes_one_open_item_for_a_story(database: SqlDatabase, first: ItemState):
    by = _people(database)[0]
    item = ReviewItem(id=0, article_id="a", story_id="a", state=first, caption="", picked_by=by.id, picked_at=NOON)
    with database.write() as store:
        opened = store.items.add(item)
    with pytest.raises(Conflict) as refused, database.write() as store:
        store.items.add(replace(item, state=ItemState.DRAFT))
    with database.write() as store:
        store.items.save(replace(opened, state=ItemState.REJECTED))
        store.items.add(replace(item, state=ItemState.DRAFT))

    assert refused.value.why == say(Problem.ALREADY_PICKED, person=by.name)


def test_items_added_at_once_past_every_lock_are_one_and_the_others_are_told_whose_it_is(database: SqlDatabase):
    def add(by: Person) -> str:
        item = ReviewItem(
            id=0, article_id="a", story_id="a", state=ItemState.DRAFT, caption="", picked_by=by.id, picked_at=NOON
        )
        try:
            with database.write() as store:
                store.items.add(item)
                return by.name
        except Conflict as refused:
            assert refused.why is not None
            return str(refused.why.params["person"])

    with ThreadPoolExecutor(10) as crowd:
        named = set(crowd.map(add, _people(database)))

    with database.read() as store:
        [item] = store.items.of_stories(["a"])["a"]
        assert named == {store.people.get(item.picked_by).name}


def _refresh(database: SqlDatabase) -> None:
    with database.write() as store:
        RANKER.refresh(store, ["a"])


def _skip(database: SqlDatabase) -> None:
    with database.write() as store:
        queue.skip(acting(store, store.people.list()[0]), "a")


@pytest.mark.parametrize(("first", "second"), [(_skip, _refresh), (_refresh, _skip)])
def test_the_worker_never_undoes_what_an_editor_skips_meanwhile(
    database: SqlDatabase, first: Callable[[SqlDatabase], None], second: Callable[[SqlDatabase], None]
):
    with meanwhile(database, lambda: second(database)) as waits, database.write() as store:
        if first is _skip:
            queue.skip(acting(store, store.people.list()[0]), "a")
        else:
            RANKER.refresh(store, ["a"])
        waits()

    with database.read() as store:
        assert store.stories.get("a").state is StoryState.SKIPPED


def test_people_who_skip_several_in_opposite_orders_never_wait_for_each_other_in_a_ring(database: SqlDatabase):
    keys = [f"s{n}" for n in range(20)]
    with database.write() as store:
        store.stories.save([a_story(key) for key in keys])
    by = _people(database)[0]

    def skip(order: list[str]) -> None:
        with database.write() as store:
            queue.skip_many(acting(store, by), order)

    with ThreadPoolExecutor(2) as two:
        list(two.map(skip, [keys, keys[::-1]]))

    with database.read() as store:
        assert set(store.stories.states(keys).values()) == {StoryState.SKIPPED}


def test_a_persons_click_survives_a_power_cut(sqlite_database: SqlDatabase):
    with sqlite_database.write(durable=True) as store:
        assert store.connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
    with sqlite_database.write() as store:
        assert store.connection.exec_driver_sql("PRAGMA synchronous").scalar() == 1  # NORMAL


def _in_review(database: SqlDatabase) -> ReviewItem:
    with database.write() as store:
        return sent(acting(store, store.people.list()[0]), RANKER, "a")


Step = Callable[[Store, ReviewItem], ReviewItem]


def _refused(database: SqlDatabase, item: ReviewItem, first: Step, second: Step) -> Message | None:
    """What the second is told, which stands in line while the first has not ended."""
    told: list[Message | None] = []

    def late() -> None:
        with pytest.raises(Conflict) as refused, database.write() as store:
            second(store, item)
        told.append(refused.value.why)

    with meanwhile(database, late) as waits, database.write() as store:
        first(store, item)
        waits()
    return told[0]


def _approves(store: Store, item: ReviewItem) -> ReviewItem:
    return review.decide(acting(store, store.people.list()[1]), RANKER, seen(item), ItemState.APPROVED)


def _returns(store: Store, item: ReviewItem) -> ReviewItem:
    return review.decide(acting(store, store.people.list()[2]), RANKER, seen(item), ItemState.RETURNED, "Thêm giờ.")


def _takes_back(store: Store, item: ReviewItem) -> ReviewItem:
    return review.take(acting(store, store.people.list()[0]), RANKER, seen(item), ReviewAction.TAKE_BACK)


def _helps(store: Store, item: ReviewItem) -> ReviewItem:
    return review.write(acting(store, store.people.list()[3]), seen(item), "Lời dẫn do người duyệt sửa.")


STEPS_AT_ONCE: dict[Step, tuple[ReviewAction, ItemState]] = {
    _approves: (ReviewAction.APPROVED, ItemState.APPROVED),
    _returns: (ReviewAction.RETURNED, ItemState.RETURNED),
    _takes_back: (ReviewAction.TAKE_BACK, ItemState.DRAFT),
    _helps: (ReviewAction.WRITE, ItemState.IN_REVIEW),
}


@pytest.mark.parametrize(("first", "second"), list(permutations(STEPS_AT_ONCE, 2)))
def test_of_two_steps_at_once_one_is_taken_and_the_other_hears_what_happened(
    database: SqlDatabase, first: Step, second: Step
):
    item = _in_review(database)
    told = _refused(database, item, first, second)

    action, state = STEPS_AT_ONCE[first]
    with database.read() as store:
        now = store.items.get(item.id)
        last = store.log.list(1, f"item:{item.id}")[0]
    assert (now.state, now.revision) == (state, item.revision + 1)
    assert now.caption == ("Lời dẫn do người duyệt sửa." if first is _helps else item.caption)
    assert told == say(Problem.CHANGED_BY, person=last.who, action=action.value)


def _takes_help_back(store: Store, item: ReviewItem) -> ReviewItem:
    return helping.take_back(acting(store, store.people.list()[3]), seen(item))


@pytest.mark.parametrize(("first", "second"), list(permutations((_takes_help_back, _approves, _takes_back), 2)))
def test_help_that_is_taken_back_while_a_colleague_decides_is_either_gone_or_decided_on(
    database: SqlDatabase, first: Step, second: Step
):
    as_sent = _in_review(database)
    with database.write() as store:
        item = _helps(store, as_sent)

    _refused(database, item, first, second)

    with database.read() as store:
        now = store.items.get(item.id)
    gone = first is _takes_help_back
    assert now.caption == (as_sent.caption if gone else item.caption)
    assert now.last_writer == (as_sent if gone else item).last_writer


def test_what_is_unpicked_while_a_colleague_picks_the_story_leaves_one_open_item(database: SqlDatabase):
    people = _people(database)
    with database.write() as store:
        item = review.pick(acting(store, people[0]), RANKER, "a")
        item = review.take(acting(store, people[0]), RANKER, seen(item), ReviewAction.UNPICK)

    def late() -> None:
        with pytest.raises(Conflict) as refused, database.write() as store:
            review.take(acting(store, people[0]), RANKER, seen(item), ReviewAction.REPICK)
        assert refused.value.why == say(Problem.ALREADY_PICKED, person=people[1].name)

    with meanwhile(database, late) as waits, database.write() as store:
        review.pick(acting(store, people[1]), RANKER, "a")
        waits()

    with database.read() as store:
        assert [one.picked_by for one in store.items.of_stories(["a"])["a"] if one.is_open] == [people[1].id]
