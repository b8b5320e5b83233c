"""The hourly regrouping and people at the same moment: what the person does stands."""

from collections.abc import Callable
from threading import Event, Thread

import pytest

from database.engine import SqlDatabase
from desk import queue, review, stories
from desk.ranking.ranker import Ranker
from domain.errors import DeskError
from domain.message import say
from domain.people import Person
from domain.problems import Problem
from domain.store import Store
from tests.contract.test_regrouping_hourly import RANKER, Newsroom
from tests.making import acting

PATIENCE_SECONDS = 20


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def room(request: pytest.FixtureRequest) -> Newsroom:
    made: SqlDatabase = request.getfixturevalue(request.param)
    newsroom = Newsroom(made, hours=3)
    newsroom.placed("ab=a c=c")
    newsroom.grouper.said = "abc"
    return newsroom


def _picks(store: Store, by: Person) -> None:
    review.pick(acting(store, by), RANKER, "c")


def _looks(store: Store, by: Person) -> None:
    queue.look(acting(store, by), "c")


def _skips(store: Store, by: Person) -> None:
    queue.skip(acting(store, by), "c")


def _splits(store: Store, by: Person) -> None:
    stories.split(acting(store, by), RANKER, "b")


def _merges(store: Store, by: Person) -> None:
    stories.merge(acting(store, by), RANKER, "a", "c")


@pytest.mark.parametrize(
    ("act", "after"),
    [
        (_picks, "ab=a c=c"),
        (_looks, "ab=a c=c"),
        (_skips, "ab=a c=c"),
        (_splits, "a=a b=b c=c"),
        (_merges, "abc=c"),
    ],
)
def test_what_a_person_is_doing_at_this_moment_stands(
    room: Newsroom, act: Callable[[Store, Person], None], after: str
) -> None:
    found, inside, go = room.regrouping.look(), Event(), Event()

    def person() -> None:
        with room.database.write() as store:
            act(store, room.lan)
            inside.set()
            go.wait(PATIENCE_SECONDS)

    one, other = Thread(target=person), Thread(target=room.regrouping.apply, args=(found,))
    one.start()
    assert inside.wait(PATIENCE_SECONDS)
    other.start()
    go.set()
    one.join(PATIENCE_SECONDS)
    other.join(PATIENCE_SECONDS)
    assert room.stands() == after


@pytest.mark.parametrize("act", [_picks, _looks, _skips, _splits, _merges])
def test_a_person_who_comes_a_moment_later_finds_what_was_regrouped(
    room: Newsroom, act: Callable[[Store, Person], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    found, inside, go, refresh = room.regrouping.look(), Event(), Event(), Ranker.refresh
    refused: list[DeskError] = []

    def slowly(ranker: Ranker, store: Store, ids: set[str]) -> None:
        if not inside.is_set():
            inside.set()
            go.wait(PATIENCE_SECONDS)
        refresh(ranker, store, ids)

    def person() -> None:
        try:
            with room.database.write() as store:
                act(store, room.lan)
        except DeskError as error:
            refused.append(error)

    monkeypatch.setattr(Ranker, "refresh", slowly)
    one, other = Thread(target=room.regrouping.apply, args=(found,)), Thread(target=person)
    one.start()
    assert inside.wait(PATIENCE_SECONDS)
    other.start()
    go.set()
    one.join(PATIENCE_SECONDS)
    other.join(PATIENCE_SECONDS)
    if act is _picks:
        assert room.stands() == "abc=a"
        with room.database.read() as store:
            assert [item.article_id for item in store.items.of_stories(["a"])["a"]] == ["c"]
    elif act is _splits:
        assert room.stands() == "ac=a b=b"
    elif act is _looks:
        with room.database.read() as store:
            assert room.lan.id in store.story_views.find(["a"])["a"]
    elif act is _skips:  # it would be a decision on articles that the person has not seen
        assert [error.why for error in refused] == [say(Problem.MOVED_MEANWHILE)]
    else:
        assert room.stands() == "abc=a"
        room.regroup("a b c")
        assert room.stands() == "abc=a"  # by hand now
