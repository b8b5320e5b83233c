"""Two people send, or take back, one correction or digest at once: it goes to each outlet once, or not at all."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from database.engine import SqlDatabase
from desk import following_up, postings, task_steps
from desk.acting import Acting
from desk.digest import composing, delivering, posting
from desk.digest.delivering import SeenDigest
from desk.following_up import FollowUpWish
from desk.task_steps import SeenTask
from domain.deliveries import Delivery, DeliveryState
from domain.editorial import DigestLine
from domain.message import say
from domain.outlets import OutletAccount, OutletKind
from domain.postings import BY_HAND, PostedAs
from domain.problems import Problem
from domain.stage import Stage
from domain.store import Store
from domain.tasks import FollowUpKind, Task, TaskAction, TaskCause
from outlets.memory import MemoryOutlets
from tests.contract.at_once import told_at_once
from tests.making import NOON, a_person, a_story, acting, an_article, with_sources

PLACES = MemoryOutlets(clock=lambda: NOON)
DAY = NOON.date()


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def database(request: pytest.FixtureRequest) -> SqlDatabase:
    """An approved correction of what was posted at an outlet, and an approved digest."""
    made: SqlDatabase = request.getfixturevalue(request.param)
    with made.write() as store:
        with_sources(store)
        lan, minh = (acting(store, a_person(store, login)) for login in ("lan", "minh"))
        store.articles.add([an_article("a", id="a", stage=Stage.QUEUED, story_id="a")])
        store.stories.save([a_story("a")])
        outlet = store.outlets.add(OutletAccount(id=0, kind=OutletKind.PORTAL, name="Cổng"))
        told = postings.record_digest(lan, DAY, "Bài đăng.", [store.articles.get("a")])
        store.postings.save(replace(told, outlet=outlet.id))
        store.tasks.add(
            Task(id=0, posting_id=told.id, article_id="a", cause=TaskCause.CHANGED, mark="m", version=1, opened_at=NOON)
        )
        task_steps.write(lan, _seen(store), FollowUpKind.UPDATE, "Nay là 3.")
        task_steps.decide(minh, _seen(store), approves=True)
        lines = [DigestLine(article_id="a", text="Một câu.")]
        digest = composing.save(lan, DAY, opening="Chào buổi sáng.", lines=lines, revision=0)
        composing.approve(minh, DAY, revision=digest.revision)
    return made


def _who(store: Store, login: str) -> Acting:
    return acting(store, next(one for one in store.people.list() if one.login == login))


def _task(store: Store) -> Task:
    [task] = store.tasks.of_postings([store.postings.list(1)[0].id])
    return task


def _seen(store: Store) -> SeenTask:
    return SeenTask(id=_task(store).id, revision=_task(store).revision)


def _follows_up(store: Store, login: str = "lan") -> list[Delivery]:
    return following_up.plan(_who(store, login), PLACES, [FollowUpWish(seen=_seen(store), way=PostedAs.POST)])


def _sends_the_digest(store: Store, login: str = "lan") -> list[Delivery]:
    shown = composing.of_day(store, DAY, NOON)
    edition = composing.edition(shown, store.settings.get().name)
    mark = posting.mark_of(posting.text_to_post(edition, store.settings.get().post_limit))
    seen = SeenDigest(shown=shown, edition=edition, mark=mark)
    return delivering.plan(_who(store, login), PLACES, seen, [store.outlets.list()[0].id])


@pytest.mark.parametrize("sends", [_follows_up, _sends_the_digest])
def test_two_who_press_at_once_send_one_and_so_do_two_clicks(
    database: SqlDatabase, sends: Callable[..., list[Delivery]]
) -> None:
    def second() -> object:
        with database.write() as store:
            return sends(store, "minh")

    assert told_at_once(database, sends, second) == [[]]
    with database.write() as store:
        assert sends(store) == []
        found = [*store.deliveries.of_tasks([_task(store).id]), *store.deliveries.of_day(DAY)]
    assert [one.state for one in found] == [DeliveryState.PLANNED]


def test_what_is_sent_while_its_approval_is_taken_back_does_not_go_and_the_other_way_round(
    database: SqlDatabase,
) -> None:
    def takes_back(store: Store) -> object:
        return task_steps.step_back(_who(store, "minh"), _seen(store), TaskAction.UNDO_APPROVAL)

    def sends(seen: SeenTask) -> object:
        with database.write() as store:
            return following_up.plan(_who(store, "lan"), PLACES, [FollowUpWish(seen=seen, way=PostedAs.POST)])

    with database.write() as store:
        [planned] = _follows_up(store)
        seen = _seen(store)
    assert told_at_once(database, takes_back, lambda: sends(seen)) == [say(Problem.CHANGED_ELSEWHERE)]
    with database.read() as store:
        assert store.deliveries.get(planned.id).state is DeliveryState.CANCELLED


def test_a_digest_that_is_changed_after_it_was_sent_for_does_not_go(database: SqlDatabase) -> None:
    with database.write() as store:
        [planned] = _sends_the_digest(store)
        delivering.may_go(store, planned, DAY)
        digest = store.digests.find(DAY)
        assert digest
        composing.save(_who(store, "lan"), DAY, opening="Khác.", lines=(), revision=digest.revision)
        with pytest.raises(Exception, match=Problem.DIGEST_CHANGED.value):
            delivering.may_go(store, planned, DAY)
        assert posting.posted(store, DAY) is None  # what stands at an outlet was not posted by hand
        assert all(one.outlet != BY_HAND for one in store.postings.of_day(DAY))
