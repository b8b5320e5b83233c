"""What people do with a task: written by one, approved by another, closed with proof, and each step undone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from database.engine import memory_database
from desk import ledger, postings, task_steps
from desk.ranking.ranker import Ranker
from desk.task_steps import SeenTask
from domain.editorial import ItemState, ReviewItem
from domain.errors import BadInput, Conflict, DeskError, NotAllowed, SamePerson
from domain.postings import PostedAs
from domain.tasks import FollowUpKind, TaskAction, TaskState
from domain.versions import Grade
from tests.desk.posted import ADDRESS, House
from tests.fakes import FakeGazetteer
from tests.making import acting


@pytest.fixture
def house() -> Iterator[House]:
    made = House(memory_database())
    yield made
    made.database.close()


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


def test_in_a_desk_of_one_the_writer_approves(house: House) -> None:
    house.changes("3 người chết.", Grade.MATERIAL)
    house.found()
    with house.database.write() as store:
        store.settings.save(replace(store.settings.get(), solo=True))
    house.does("write", house.lan, FollowUpKind.UPDATE, "Nay là 3 người.")
    assert house.does("decide", house.lan, approves=True).state is TaskState.APPROVED


def test_what_went_to_several_outlets_is_written_and_approved_once_and_closed_one_by_one(house: House) -> None:
    with house.database.write() as store:
        item = ReviewItem(
            id=0, article_id="a", story_id="a", state=ItemState.SHARED, caption="", picked_by=house.lan.id,
            picked_at=house.now,
        )  # fmt: skip
        item = store.items.add(item)
        lan, article = acting(store, house.lan, house.now), store.articles.get("a")
        first = [postings.record_item(lan, item, article, "5 người chết.") for _ in range(2)]
    house.changes("3 người chết.", Grade.MATERIAL)
    assert len(house.found()) == 3, "the digest's, too"
    house.posting = first[0]
    house.does("write", house.lan, FollowUpKind.UPDATE, "Nay là 3 người.")
    house.does("step_back", house.lan, TaskAction.TAKEN_BACK)
    house.does("write", house.lan, FollowUpKind.UPDATE, "Nay là 3 người.")
    house.does("decide", house.minh, approves=True)
    house.does("done", house.lan, PostedAs.EDIT, ADDRESS)
    with house.database.read() as store:
        states = [task.state for task in reversed(store.tasks.list(tuple(TaskState), 9))]
    assert states == [TaskState.OPEN, TaskState.DONE, TaskState.APPROVED]
