"""Cancelled, expired and superseded warnings stand apart, on the screen and over HTTP."""

from datetime import timedelta

from domain.hazards import Hazard
from domain.warning import MsgType, Reference
from tests.api.conftest import Desk
from tests.api.test_warnings_screen import warn
from tests.making import NOON

SENT = NOON - timedelta(hours=3)
FIRST = (Reference("Đài Lào Cai", "a", SENT),)


def states(desk: Desk) -> dict[str, tuple[str, str]]:
    every = desk.browser("lan").get("/v1/warnings?all=true").json()
    return {one["article_id"]: (one["state"], one["successor"]) for one in every}


def test_a_cancelled_one_and_an_expired_one_are_told_apart(desk: Desk) -> None:
    first = warn(desk, "a", sent=SENT)
    cancel = warn(desk, "b", msg_type=MsgType.CANCEL, references=FIRST)
    old = warn(desk, "c", expires=NOON, codes=("15",), hazard=Hazard.COLD, event="rét")
    assert states(desk) == {first: ("cancelled", cancel), cancel: ("no-warning", ""), old: ("expired", "")}
    shown = desk.browser("lan").get("/hang-cho").text
    assert "đã hủy lúc 11:00" in shown
    assert "hết hạn lúc 12:00" in shown
    assert "kiểm tra lúc" in shown


def test_a_superseded_one_leads_to_what_replaced_it(desk: Desk) -> None:
    first = warn(desk, "a", sent=SENT)
    update = warn(desk, "b", msg_type=MsgType.UPDATE, references=FIRST)
    assert states(desk) == {first: ("superseded", update), update: ("in-force", "")}
    shown = desk.browser("lan").get("/hang-cho").text
    assert f'<a href="/bai/{update}">tin thay thế</a>' in shown


def test_two_hazards_at_once_may_rise_by_a_level(desk: Desk) -> None:
    warn(desk, "a", level=3)
    assert "mức chung có thể lên cấp" not in desk.browser("lan").get("/hang-cho").text
    warn(desk, "b", level=2, hazard=Hazard.HEAVY_RAIN, event="mưa lớn")
    assert "mức chung có thể lên cấp 4" in desk.browser("lan").get("/hang-cho").text
    assert [one["colour"] for one in desk.browser("lan").get("/v1/warnings").json()] == ["orange", "light-yellow"]
