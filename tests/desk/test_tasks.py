"""Cần xử lý: what a source changes after a posting becomes one task, and comes back only when something new happens."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from database.engine import memory_database
from desk import postings, task_view
from domain.hazards import Hazard
from domain.store import Store
from domain.story import Flag
from domain.tasks import FollowUpKind, TaskCause, TaskState
from domain.versions import Grade
from domain.warning import Certainty, MsgType, OfficialWarning, Reference, Severity, Urgency
from domain.warning_chain import ChainedWarning, StoredWarning
from tests.desk.posted import HOUR, TEXT, House
from tests.making import NOON, PAPER, acting


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


FIRST = Reference(sender="Đài Lào Cai", identifier="x-1", sent=NOON - HOUR)


def of_the_sky(store: Store, article_id: str, link: ChainedWarning) -> None:
    store.warnings.save([StoredWarning(article_id=article_id, source_id=PAPER.id, link=link, as_read=link.warning)])


@pytest.mark.parametrize(
    ("ended", "expires", "found"),
    [(2, 6, [TaskCause.WARNING_OVER]), (-1, 6, []), (4, 6, []), (2, 1, [TaskCause.WARNING_OVER])],
)
def test_a_warning_that_is_cancelled_after_the_posting_is_a_task(
    house: House, ended: int, expires: int, found: list[TaskCause]
) -> None:
    first = OfficialWarning(
        identifier=FIRST.identifier, sender=FIRST.sender, sent=NOON - HOUR, hazard=Hazard.FLOOD, event="lũ",
        headline="Tin lũ", msg_type=MsgType.ALERT, area="Lào Cai", codes=("15",), severity=Severity.MODERATE,
        urgency=Urgency.EXPECTED, certainty=Certainty.LIKELY, expires=NOON + expires * HOUR,
    )  # fmt: skip
    at = NOON + ended * HOUR
    over = replace(first, identifier="x-2", sent=at, msg_type=MsgType.CANCEL, references=(FIRST,))
    with house.database.write() as store:
        of_the_sky(store, "a", ChainedWarning(warning=first, ended_at=at))
        of_the_sky(store, "b", ChainedWarning(warning=over))
    house.now = NOON + 3 * HOUR
    assert [cause for cause, _ in house.found()] == found
    assert house.found() == []
    if found:
        [task] = house.tasks()
        with house.database.read() as store:
            shown = task_view.page(store, task.id, house.lan, house.now)
        assert shown.basis is not None
        assert (shown.basis.id, shown.first_choice) == ("b", FollowUpKind.UPDATE)
        assert "Lũ quét b" in shown.proposals[FollowUpKind.UPDATE]
