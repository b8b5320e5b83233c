"""Cần xử lý: what a source changes after a posting becomes one task, and comes back only when something new happens."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from database.engine import SqlDatabase, memory_database
from desk import ledger, postings, task_steps, task_view, tasks
from desk.ranking.ranker import Ranker
from desk.task_steps import SeenTask
from desk.tasks import TaskFinder
from domain.article import ArticleVersion
from domain.errors import BadInput, Conflict, DeskError, NotAllowed, SamePerson
from domain.people import Person, Role
from domain.postings import PostedAs, Posting
from domain.stage import Stage
from domain.store import Store
from domain.story import Flag
from domain.tasks import FollowUpKind, Task, TaskAction, TaskCause, TaskState
from domain.versions import Grade
from tests.fakes import FakeGazetteer
from tests.making import NOON, a_person, a_story, acting, an_article, with_sources

HOUR = timedelta(hours=1)
TEXT = "Lũ quét làm 5 người chết.\nĐường lên xã còn tắc."
ADDRESS = "https://fb.example/1"


class House:
    """A desk of three that has posted article "a", whose story holds "b" as well."""

    def __init__(self, database: SqlDatabase) -> None:
        self.database, self.now, self.finder = database, NOON, TaskFinder(database)
        with database.write() as store:
            with_sources(store)
            self.lan, self.minh, self.reader = (
                a_person(store, "lan"), a_person(store, "minh"), a_person(store, "phan", Role.ANALYST)
            )  # fmt: skip
            for key in "ab":
                store.articles.add(
                    [an_article(key, id=key, title=f"Lũ quét {key}", text=TEXT, stage=Stage.QUEUED, story_id="a")]
                )
            store.stories.save([a_story("a")])
            self.posting = self.post(store)

    def post(self, store: Store) -> Posting:
        lan = acting(store, self.lan, self.now)
        return postings.record_digest(lan, NOON.date(), "Lũ quét: 5 người chết.", [store.articles.get("a")])

    def changes(self, text: str, grade: Grade, key: str = "a", title: str = "") -> None:
        self.now += HOUR
        with self.database.write() as store:
            before = store.articles.get(key)
            earlier = ArticleVersion(
                article_id=key, version=before.version, seen_at=self.now, title=before.title, text=before.text,
                grade=grade,
            )  # fmt: skip
            store.versions.replace(replace(before, text=text, title=title or before.title), earlier)

    def withdraws(self) -> None:
        self.now += HOUR
        with self.database.write() as store:
            store.arrivals.withdraw("a", self.now)

    def found(self) -> list[tuple[TaskCause, int]]:
        """What the program finds now."""
        with self.database.write() as store:
            return [(task.cause, task.version) for task in tasks.find(store, self.now)]

    def tasks(self) -> list[Task]:
        with self.database.read() as store:
            return store.tasks.of_postings([self.posting.id])

    def does(self, what: str, by: Person, *args: object, **more: object) -> Task:
        task = self.tasks()[-1]
        with self.database.write() as store:
            seen = SeenTask(id=task.id, revision=task.revision)
            done: Task = getattr(task_steps, what)(acting(store, by, self.now), seen, *args, **more)
            return done

    def tells(self, posted_as: PostedAs = PostedAs.EDIT, address: str = ADDRESS) -> Task:
        self.does("write", self.lan, FollowUpKind.CORRECTION, "Nay là 3 người.")
        self.does("decide", self.minh, approves=True)
        return self.does("done", self.lan, posted_as, address)


@pytest.fixture
def house() -> Iterator[House]:
    made = House(memory_database())
    yield made
    made.database.close()


@pytest.mark.parametrize(
    ("grade", "cause"),
    [
        (Grade.TYPING, None), (Grade.REWORDED, None), (Grade.SAME, None), (Grade.MATERIAL, TaskCause.CHANGED),
        (Grade.CORRECTION, TaskCause.CORRECTED), (Grade.WITHDRAWN, TaskCause.WITHDRAWN),
    ],
)  # fmt: skip
def test_a_change_that_matters_is_one_task_however_often_it_is_looked_at(
    house: House, grade: Grade, cause: TaskCause | None
) -> None:
    house.changes("Lũ quét làm 3 người chết.", grade)
    assert house.found() == ([(cause, 2)] if cause else [])
    assert house.found() == []
    assert [task.state for task in house.tasks()] == [TaskState.OPEN] * bool(cause)


def test_a_number_that_changes_in_the_title_alone_matters_as_much(house: House) -> None:
    house.changes(TEXT, Grade.SAME, title="Lũ quét, 3 người chết")
    assert house.found() == [(TaskCause.CHANGED, 2)]


def test_what_is_put_back_before_anybody_has_looked_is_no_task(house: House) -> None:
    house.changes("Lũ quét làm 3 người chết.", Grade.MATERIAL)
    house.changes(TEXT, Grade.MATERIAL)
    assert house.found() == []


def test_a_later_change_moves_the_open_task_on_and_asks_for_another_look_at_what_was_approved(house: House) -> None:
    house.changes("3 người chết.", Grade.MATERIAL)
    house.found()
    house.does("write", house.lan, FollowUpKind.UPDATE, "Nay là 3 người.")
    house.does("decide", house.minh, approves=True)
    house.changes("Đính chính: 2 người chết.", Grade.CORRECTION)
    assert house.found() == [(TaskCause.CORRECTED, 3)]
    [task] = house.tasks()
    assert (task.state, task.text, task.reviewed_by) == (TaskState.OPEN, "Nay là 3 người.", None)
    house.withdraws()
    assert house.found() == [(TaskCause.WITHDRAWN, 3)]
    house.changes("", Grade.WITHDRAWN)  # its page follows what the feed has said
    with house.database.write() as store:
        store.arrivals.withdraw("a", house.now)
    assert len(house.tasks()) == 1


@pytest.mark.parametrize("told", [True, False])
def test_once_closed_only_a_new_change_opens_a_new_task(house: House, told: bool) -> None:
    house.changes("3 người chết.", Grade.MATERIAL)
    house.found()
    if told:
        house.tells()
    else:
        house.does("dismiss", house.lan, "Bài đăng không nêu số này.")
    assert house.found() == []
    house.changes("2 người chết.", Grade.MATERIAL)
    assert house.found() == [(TaskCause.CHANGED, 3)]
    last = house.tasks()[-1].id
    with house.database.read() as store:
        shown = task_view.page(store, last, house.lan, house.now)
    assert shown.edit is not None
    before = "".join(piece.text for piece in shown.edit.text if piece.op != "added")
    assert ("3" in before) is told, "the comparison begins with what readers were told last"


def test_a_correction_elsewhere_is_a_task_unless_our_own_source_says_more(house: House) -> None:
    house.changes("Đính chính: 3 người chết.", Grade.CORRECTION, key="b")
    assert house.found() == [(TaskCause.SIBLING_CORRECTED, 1)]
    [task] = house.tasks()
    with house.database.read() as store:
        shown = task_view.page(store, task.id, house.lan, house.now)
    assert shown.basis is not None
    assert (shown.basis.id, "3 người" in shown.proposals[FollowUpKind.CORRECTION]) == ("b", True)
    house.changes("3 người chết.", Grade.MATERIAL)
    assert house.found() == [(TaskCause.CHANGED, 2)]
    house.tells()
    house.changes("Đính chính lần nữa: 3 người chết.", Grade.CORRECTION, key="b")
    assert house.found() == []
    assert len(house.tasks()) == 1


def test_a_fact_check_that_came_after_the_posting_is_a_task_and_one_before_is_none(house: House) -> None:
    with house.database.write() as store:
        store.stories.save([replace(store.stories.get("a"), flags=(Flag.REFUTED,))])
    assert house.found() == [(TaskCause.REFUTED, 1)]
    house.does("dismiss", house.lan, "Đã gỡ bài đăng.")
    with house.database.write() as store:
        house.posting = house.post(store)  # the flag stands in the ledger with it
    assert house.found() == []


def test_nothing_is_found_a_month_after_the_last_posting_or_once_it_is_taken_back(house: House) -> None:
    house.changes("3 người chết.", Grade.MATERIAL)
    house.now = NOON + timedelta(days=31, seconds=1)
    assert house.found() == []
    house.now = NOON + timedelta(days=31)
    assert house.found() == [(TaskCause.CHANGED, 2)]
    with house.database.write() as store:
        postings.take_back(acting(store, house.lan, house.now), store.postings.get(house.posting.id), "Bấm nhầm")
    [task] = house.tasks()
    assert (task.state, task.note) == (TaskState.DISMISSED, "Bấm nhầm")
    house.changes("2 người chết.", Grade.MATERIAL)
    assert house.found() == []


def test_a_look_that_finds_nothing_new_reads_once_and_writes_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.changes("3 người chết.", Grade.MATERIAL)
    assert house.finder.look(house.now)
    assert house.finder.look(house.now) is False
    monkeypatch.setattr(type(house.database), "write", lambda *_, **__: pytest.fail("it writes"))
    assert house.finder.look(house.now) is False


def test_it_is_written_by_one_approved_by_another_and_closed_with_proof(house: House) -> None:
    house.changes("3 người chết.", Grade.MATERIAL)
    house.found()
    house.does("write", house.lan, FollowUpKind.UPDATE, " Nay là 3 người. ")
    with pytest.raises(SamePerson):
        house.does("decide", house.lan, approves=True)
    with pytest.raises(BadInput):
        house.does("decide", house.minh, approves=False)
    house.does("decide", house.minh, approves=False, note="Ghi rõ nguồn")
    house.does("write", house.lan, FollowUpKind.UPDATE, "Báo Lào Cai: nay là 3 người.")
    house.does("decide", house.minh, approves=True)
    for address in ("", "không phải địa chỉ"):
        with pytest.raises(BadInput):
            house.does("done", house.lan, PostedAs.REPLY, address)
    task = house.does("done", house.lan, PostedAs.REPLY, ADDRESS)
    with house.database.read() as store:
        first, proof = ledger.page(store).rows[1], ledger.page(store).rows[0].posting
        assert (proof.id, proof.follows, proof.posted_as) == (task.proof, house.posting.id, PostedAs.REPLY)
        assert (proof.text, proof.articles[0].version) == ("Báo Lào Cai: nay là 3 người.", 2)
        assert first.watched_until == house.now + timedelta(days=31)
        assert store.tasks.count_open() == 0
        actions = [one.action for one in store.log.list(9, f"task:{task.id}")]
    written, returned = "follow-up-written", "follow-up-returned"
    assert actions == ["task-done", "follow-up-approved", written, returned, written, "task-opened"]


def test_every_step_is_undone_while_nothing_depends_on_it(house: House) -> None:
    house.changes("3 người chết.", Grade.MATERIAL)
    house.found()
    house.does("dismiss", house.lan, "Không cần")
    house.does("step_back", house.lan, TaskAction.REOPENED)
    house.does("write", house.lan, FollowUpKind.UPDATE, "Nay là 3 người.")
    with pytest.raises(Conflict):
        house.does("step_back", house.minh, TaskAction.TAKEN_BACK)
    house.does("step_back", house.lan, TaskAction.TAKEN_BACK)
    house.does("write", house.lan, FollowUpKind.UPDATE, "Nay là 3 người.")
    house.does("decide", house.minh, approves=False, note="Ngắn quá")
    house.does("step_back", house.minh, TaskAction.UNDO_RETURN)
    house.does("decide", house.minh, approves=True)
    house.does("step_back", house.minh, TaskAction.UNDO_APPROVAL)
    house.does("decide", house.minh, approves=True)
    done = house.does("done", house.lan, PostedAs.REMOVAL)
    with house.database.read() as store:
        assert not store.postings.get(house.posting.id).stands
    with pytest.raises(BadInput):
        house.does("step_back", house.lan, TaskAction.UNDO_DONE)
    task = house.does("step_back", house.lan, TaskAction.UNDO_DONE, "Chưa gỡ được")
    with house.database.read() as store:
        assert (task.state, store.postings.get(house.posting.id).stands) == (TaskState.APPROVED, True)
        assert store.postings.get(done.proof or 0).reason == "Chưa gỡ được"


def test_what_a_newer_task_or_a_follow_up_stands_on_is_not_undone(house: House) -> None:
    house.changes("3 người chết.", Grade.MATERIAL)
    house.found()
    closed = house.tells()
    with house.database.write() as store, pytest.raises(Conflict):
        postings.take_back(acting(store, house.lan), store.postings.get(house.posting.id), "Nhầm")
    house.changes("2 người chết.", Grade.MATERIAL)
    house.found()
    with house.database.write() as store, pytest.raises(Conflict):
        seen = SeenTask(id=closed.id, revision=closed.revision)
        task_steps.step_back(acting(store, house.lan, house.now), seen, TaskAction.UNDO_DONE, "Nhầm")


def test_a_follow_up_that_is_taken_back_in_the_ledger_opens_its_task_again(house: House) -> None:
    house.changes("3 người chết.", Grade.MATERIAL)
    house.found()
    done = house.tells()
    with house.database.write() as store:
        ranker = Ranker(gazetteer=FakeGazetteer())
        taken = ledger.take_back(acting(store, house.lan, house.now), ranker, done.proof or 0, 1, "Chưa đăng")
    assert (taken.stands, house.tasks()[0].state) == (False, TaskState.APPROVED)


@pytest.mark.parametrize(
    ("what", "args"), [("dismiss", ("x",)), ("write", (FollowUpKind.UPDATE, "x")), ("done", (PostedAs.EDIT, ADDRESS))]
)
def test_who_only_reads_takes_no_step_and_an_older_page_none_either(
    house: House, what: str, args: tuple[object, ...]
) -> None:
    house.changes("3 người chết.", Grade.MATERIAL)
    house.found()
    with pytest.raises(NotAllowed):
        house.does(what, house.reader, *args)
    house.changes("2 người chết.", Grade.MATERIAL)
    seen = SeenTask(id=house.tasks()[0].id, revision=house.tasks()[0].revision)
    house.found()
    with house.database.write() as store, pytest.raises(DeskError):
        getattr(task_steps, what)(acting(store, house.lan, house.now), seen, *args)
