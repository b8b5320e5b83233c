"""Cancelled, expired and superseded warnings stand apart, on the screen and over HTTP."""

import re
from datetime import timedelta

from sqlalchemy import event

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


def warned(desk: Desk, article_id: str) -> str:
    """What an article's own page says of its warning."""
    shown = desk.browser("lan").get(f"/bai/{article_id}").text
    notice = re.search(r'<p class="notice warned.*?</p>', shown, re.DOTALL)
    return " ".join(re.sub(r"</?(?!a )\w[^>]*>", "", notice[0]).split()) if notice else ""


def test_an_articles_page_says_how_its_warning_stands(desk: Desk) -> None:
    first = warn(desk, "a", sent=SENT)
    assert "đang có hiệu lực" in warned(desk, first)
    assert "đến 17:00" in warned(desk, first)
    assert "kiểm tra lúc 12:00" in warned(desk, first)
    update = warn(desk, "b", msg_type=MsgType.UPDATE, references=FIRST, sent=SENT + timedelta(hours=1))
    assert "đã có tin thay lúc 10:00" in warned(desk, first)
    assert f'<a href="/bai/{update}">tin thay thế' in warned(desk, first)
    follows = (Reference("Đài Lào Cai", "b", SENT + timedelta(hours=1)),)
    cancel = warn(desk, "c", msg_type=MsgType.CANCEL, references=follows, sent=SENT + timedelta(hours=2))
    assert "đã hủy lúc 11:00" in warned(desk, update)
    assert f'<a href="/bai/{cancel}">tin hủy' in warned(desk, update)
    assert "tin báo nguy hiểm đã qua" in warned(desk, cancel)
    old = warn(desk, "d", expires=NOON, codes=("08",), event="rét", hazard=Hazard.COLD)
    assert "hết hạn lúc 12:00" in warned(desk, old)
    plain = desk.publish("e", title="Chợ phiên mở lại").id
    assert warned(desk, plain) == ""


def test_the_combined_level_is_told_over_http_too(desk: Desk) -> None:
    warn(desk, "a", level=3)
    warn(desk, "b", level=2, hazard=Hazard.HEAVY_RAIN, event="mưa lớn")
    scam = warn(desk, "c", level=None, hazard=Hazard.SCAM, event="lừa đảo")
    old = warn(desk, "d", expires=NOON, hazard=Hazard.COLD, event="rét")
    for path in ("/v1/warnings", "/v1/warnings?all=true"):
        told = {one["article_id"]: one["combined_level"] for one in desk.browser("lan").get(path).json()}
        assert told.pop(scam) is None
        assert told.pop(old, None) is None
        assert list(told.values()) == [4, 4]


def test_many_warnings_are_looked_at_in_few_questions(desk: Desk) -> None:
    lan = desk.browser("lan")
    counted: list[object] = []

    def count(*asked_for: object) -> None:
        counted.append(asked_for)

    def asked() -> int:
        counted.clear()
        assert lan.get("/v1/warnings?all=true").status_code == 200
        return len(counted)

    event.listen(desk.database.engine, "before_cursor_execute", count)
    warn(desk, "a")
    few = asked()
    for number in range(12):
        warn(desk, f"b{number}")
    assert asked() == few
