"""The program finds what sources changed while people act on it: nothing is opened twice, and nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import permutations

import pytest

from database.engine import SqlDatabase
from desk import postings, task_steps, tasks
from desk.task_steps import SeenTask
from domain.article import ArticleVersion
from domain.errors import Conflict
from domain.postings import Posting
from domain.stage import Stage
from domain.store import Store
from domain.tasks import FollowUpKind, Task, TaskState
from domain.versions import Grade
from tests.contract.at_once import told_at_once
from tests.making import NOON, a_person, a_story, acting, an_article, with_sources


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def database(request: pytest.FixtureRequest) -> SqlDatabase:
    """Article "a" was posted, and its source has changed a number since."""
    made: SqlDatabase = request.getfixturevalue(request.param)
    with made.write() as store:
        with_sources(store)
        lan = a_person(store, "lan")
        store.articles.add([an_article("a", id="a", stage=Stage.QUEUED, story_id="a")])
        store.stories.save([a_story("a")])
        postings.record_digest(acting(store, lan), NOON.date(), "Bài đăng.", [store.articles.get("a")])
        _changes(store, "Có 3 ca.")
    return made


def _changes(store: Store, text: str) -> None:
    before = store.articles.get("a")
    earlier = ArticleVersion(
        article_id="a", version=before.version, seen_at=NOON, title=before.title, text=before.text, grade=Grade.MATERIAL
    )
    store.versions.replace(replace(before, text=text), earlier)


def _all(store: Store) -> list[Task]:
    return store.tasks.of_postings([_posting(store).id])


def _posting(store: Store) -> Posting:
    return store.postings.list(1)[0]


def _seen(store: Store) -> SeenTask:
    """As it was opened."""
    return SeenTask(id=_all(store)[0].id, revision=1)


def _finds(store: Store) -> list[Task]:
    return tasks.find(store, NOON)


def _dismisses(store: Store) -> Task:
    return task_steps.dismiss(acting(store, store.people.list()[0]), _seen(store), "Không cần.")


def _writes(store: Store) -> Task:
    acts = acting(store, store.people.list()[0])
    return task_steps.write(acts, _seen(store), FollowUpKind.UPDATE, "Nay là 3 ca.")


def _takes_back(store: Store) -> object:
    return postings.take_back(acting(store, store.people.list()[0]), _posting(store), "Bấm nhầm")


def test_ten_that_look_at_once_open_one_task(database: SqlDatabase) -> None:
    def look(_: int) -> int:
        with database.write() as store:
            return len(_finds(store))

    with ThreadPoolExecutor(10) as crowd:
        assert sorted(crowd.map(look, range(10))) == [0] * 9 + [1]
    with database.read() as store:
        assert len(_all(store)) == 1


@pytest.mark.parametrize("step", [_dismisses, _writes])
@pytest.mark.parametrize("program_first", [True, False])
def test_who_acts_while_the_program_finds_a_newer_change_is_told_or_has_it_come_back(
    database: SqlDatabase, step: Callable[[Store], Task], program_first: bool
) -> None:
    with database.write() as store:
        _finds(store)
        _changes(store, "Có 2 ca.")
    first, second = (_finds, step) if program_first else (step, _finds)

    def late() -> object:
        with database.write() as store:
            return second(store)

    [told] = told_at_once(database, first, late)

    with database.read() as store:
        states = [(task.state, task.version) for task in _all(store)]
        texts = [task.text for task in _all(store)]
    if program_first:
        assert not isinstance(told, Task)
        assert (states, texts) == ([(TaskState.OPEN, 3)], [""])
    elif step is _dismisses:
        assert states == [(TaskState.DISMISSED, 2), (TaskState.OPEN, 3)]
    else:
        assert (states, texts) == ([(TaskState.OPEN, 3)], ["Nay là 3 ca."])


@pytest.mark.parametrize(("first", "second"), list(permutations((_finds, _takes_back))))
def test_a_posting_that_is_taken_back_meanwhile_leaves_nothing_open(
    database: SqlDatabase, first: Callable[[Store], object], second: Callable[[Store], object]
) -> None:
    def late() -> object:
        with database.write() as store:
            return second(store)

    told_at_once(database, first, late)

    with database.read() as store:
        assert store.tasks.count_open() == 0
        assert len(_all(store)) == (1 if first is _finds else 0)


@pytest.mark.parametrize(("first", "second"), [*permutations((_dismisses, _writes)), (_writes, _writes)])
def test_of_two_people_who_act_at_once_one_is_told(
    database: SqlDatabase, first: Callable[[Store], Task], second: Callable[[Store], Task]
) -> None:
    with database.write() as store:
        _finds(store)

    def late() -> object:
        with database.write() as store:
            return second(store)

    [told] = told_at_once(database, first, late)

    assert not isinstance(told, Task)
    with database.read() as store:
        assert [task.revision for task in _all(store)] == [2]


def test_a_task_that_was_read_before_a_colleague_saved_it_is_not_written_over(database: SqlDatabase) -> None:
    with database.write() as store:
        [task] = _finds(store)
        store.tasks.save(replace(task, note="A"))
    with database.write() as store, pytest.raises(Conflict):
        store.tasks.save(replace(task, note="B"))
