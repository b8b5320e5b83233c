"""For what we posted: each way in which a warning may be lifted or replaced proposes the right text, and only once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from database.engine import memory_database
from desk import task_view
from desk.warning_keeper import WarningKeeper
from domain.hazards import Hazard
from domain.sources import SourceKind
from domain.stage import Stage
from domain.tasks import FollowUpKind, TaskCause, TaskState
from domain.warning import MsgType, OfficialWarning, Reference, Severity, Status, Urgency
from nlp.warnings.bulletins import VietnamBulletins
from tests.desk.posted import HOUR, House
from tests.fakes import FakeGazetteer
from tests.making import NOON, PAPER, an_article

KEEPER = WarningKeeper(bulletins=VietnamBulletins(), gazetteer=FakeGazetteer())
ALERT = OfficialWarning(
    identifier="a", sender="Đài Lào Cai", sent=NOON - HOUR, hazard=Hazard.FLOOD, event="lũ", headline="Tin lũ",
    area="Lào Cai", codes=("15",), level=3, severity=Severity.SEVERE, urgency=Urgency.EXPECTED,
    expires=NOON + 6 * HOUR,
)  # fmt: skip
NAMED = (Reference(ALERT.sender, "a", ALERT.sent),)
Message = dict[str, Any]


class Watched(House):
    """Article "a" gave a warning when it was posted at noon."""

    def __init__(self) -> None:
        super().__init__(memory_database())
        with self.database.write() as store:
            store.sources.save(replace(PAPER, kind=SourceKind.WARNING_SERVICE))
            KEEPER.keep(store, ALERT, store.articles.get("a"), NOON)

    def hears(self, key: str, at: float, read: float | None = None, **more: Any) -> None:
        """Another message, `at` and `read` in hours after the posting."""
        self.now = NOON + (at if read is None else read) * HOUR
        kind: Message = {"msg_type": MsgType.UPDATE, "identifier": key, "sent": NOON + at * HOUR}
        kind["expires"] = NOON + 12 * HOUR
        article = an_article(key, id=f"m-{key}", title=f"Bản tin {key}", stage=Stage.QUEUED, fetched_at=self.now)
        with self.database.write() as store:
            if key != "a":
                store.articles.add([article])
            about = store.articles.get("a") if key == "a" else article
            KEEPER.keep(store, replace(ALERT, **(kind | more)), about, self.now)

    def proposes(self) -> str:
        task = self.tasks()[-1]
        with self.database.read() as store:
            shown = task_view.page(store, task.id, self.lan, self.now)
        assert shown.first_choice is FollowUpKind.UPDATE
        return shown.proposals[FollowUpKind.UPDATE]


@pytest.fixture
def house() -> Iterator[Watched]:
    made = Watched()
    yield made
    made.database.close()


CANCEL: Message = {"msg_type": MsgType.CANCEL}
ENDED, AT_2 = "Theo Báo Lào Cai, cảnh báo này đã kết thúc lúc ", "14:00 ngày 23/11/2026"
REPLACED = f"Báo Lào Cai đã thay cảnh báo này bằng bản tin lúc {AT_2}"


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        (CANCEL | {"references": NAMED}, f"{ENDED}{AT_2}."),
        (CANCEL, f"{ENDED}{AT_2}."),  # found by its matter
        ({"all_clear": True, "msg_type": MsgType.ALERT}, f"{ENDED}{AT_2}."),
        ({"urgency": Urgency.PAST}, f"{ENDED}{AT_2}."),
        ({"level": 2, "references": NAMED}, f"{REPLACED}, rủi ro thiên tai từ cấp 3 xuống cấp 2."),
        ({"level": 1}, f"{REPLACED}, rủi ro thiên tai từ cấp 3 xuống cấp 1."),
        ({"level": 4}, f"{REPLACED}, rủi ro thiên tai từ cấp 3 lên cấp 4."),
        ({"level": 3}, f"{REPLACED}, rủi ro thiên tai vẫn ở cấp 3."),
        ({"level": None}, f"{REPLACED}."),
        (CANCEL | {"headline": "", "description": "", "event": "lũ"}, f"{ENDED}{AT_2}."),
    ],
)
def test_a_warning_that_was_posted_and_is_lifted_or_replaced_is_told_of(
    house: Watched, message: Message, sentence: str
) -> None:
    house.hears("b2", 2, **message)
    assert house.found() == [(TaskCause.WARNING_OVER, 1)]
    assert house.found() == []
    lines = house.proposes().split("\n\n")
    assert lines[:2] == ["CẬP NHẬT: Lũ quét a", sentence]
    assert lines[2].startswith("Nay nguồn viết:\nBản tin b2"), "in the publisher's words"
    assert lines[-1] == "https://bao-a.example/b2.html"


@pytest.mark.parametrize(
    "message",
    [
        None,  # it runs out, and nobody says more
        {"at": 8, "level": 2},  # after it ran out: another matter
        {"at": 2, "msg_type": MsgType.CANCEL, "status": Status.EXERCISE},
        {"at": 2, "msg_type": MsgType.CANCEL, "sender": "Đài khác"},
        {"at": 2, "msg_type": MsgType.CANCEL, "hazard": Hazard.STORM, "event": "bão số 9"},
        {"at": 2, "msg_type": MsgType.ACK, "references": NAMED},
        {"at": -0.5, "msg_type": MsgType.CANCEL},  # known when it was posted
    ],
)
def test_what_says_nothing_of_it_is_no_task(house: Watched, message: Message | None) -> None:
    if message:
        house.hears("b2", **message)
    house.now = NOON + 9 * HOUR
    assert house.found() == []


def test_a_last_bulletin_on_what_ran_out_says_both_hours(house: Watched) -> None:
    house.hears("b2", 7, **CANCEL)
    assert house.found() == [(TaskCause.WARNING_OVER, 1)]
    said = "Cảnh báo này đã hết hiệu lực lúc 18:00 ngày 23/11/2026; Báo Lào Cai báo kết thúc lúc 19:00 ngày 23/11/2026."
    assert said in house.proposes()


def test_a_cancel_that_was_sent_before_the_posting_and_read_after_it_is_a_task(house: Watched) -> None:
    house.hears("b2", -0.5, read=1, **CANCEL)
    assert house.found() == [(TaskCause.WARNING_OVER, 1)]
    assert f"{ENDED}11:30 ngày 23/11/2026." in house.proposes()


@pytest.mark.parametrize("told", [True, False])
def test_each_step_of_a_chain_is_told_until_its_end(house: Watched, told: bool) -> None:
    house.hears("b2", 2, level=2)
    assert house.found() == [(TaskCause.WARNING_OVER, 1)]
    if told:
        house.tells()
    assert house.found() == []
    house.hears("b3", 3, **CANCEL)
    assert house.found() == [(TaskCause.WARNING_OVER, 1)]
    assert f"{ENDED}15:00 ngày 23/11/2026." in house.proposes()
    assert [task.state for task in house.tasks()] == ([TaskState.DONE] if told else []) + [TaskState.OPEN]
    assert house.found() == []


def test_a_page_that_becomes_its_own_cancel_is_a_task(house: Watched) -> None:
    house.hears("a", 2, **CANCEL)
    assert house.found() == [(TaskCause.WARNING_OVER, 1)]
    assert f"{ENDED}{AT_2}." in house.proposes()


@pytest.mark.parametrize("steps", [("b2",), ("b2", "b3")])
def test_what_is_dated_ahead_of_our_clock_is_told_at_its_hour(house: Watched, steps: Sequence[str]) -> None:
    if len(steps) > 1:
        house.hears("b2", 1, level=2)
        house.finder.look(house.now)
    house.hears(steps[-1], 3, read=2, **CANCEL)
    assert house.finder.look(house.now) is False
    assert house.finder.look(NOON + 3 * HOUR - timedelta(seconds=1)) is False
    assert house.finder.look(NOON + 3 * HOUR)
    assert [task.cause for task in house.tasks()] == [TaskCause.WARNING_OVER]
