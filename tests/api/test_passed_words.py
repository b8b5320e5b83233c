"""Before a digest or a post goes out, its screens say which words are no longer true."""

from datetime import timedelta

from domain.people import Role
from tests.api.conftest import Desk
from tests.making import NOON

LATE = "Trong ba giờ tới, các xã vùng cao có mưa to, người dân không qua ngầm tràn."
MARK = "«Trong ba giờ tới» đã qua từ"


def test_the_digest_the_share_card_and_the_review_mark_them_and_english_does_too(desk: Desk) -> None:
    article = desk.publish("a", summary=(LATE,), lead=LATE, text=LATE, published_at=NOON - timedelta(hours=6))
    lan = desk.browser("lan", Role.ADMINISTRATOR)
    assert MARK in lan.get("/diem-tin-sang/2026-11-23").text
    card = lan.post(f"/bai/{article.id}/chon").headers["Location"]
    assert MARK in lan.get(card).text
    assert lan.post(f"{card}/gui", data={"revision": 1}).status_code == 303
    assert MARK in lan.get("/duyet").text
    lan.cookies.set("ngon-ngu", "en")
    assert "“Trong ba giờ tới” has passed since" in lan.get(card).text


def test_what_is_still_true_is_not_marked(desk: Desk) -> None:
    article = desk.publish("a", summary=(LATE,), lead=LATE, text=LATE, published_at=NOON - timedelta(hours=2))
    lan = desk.browser("lan", Role.ADMINISTRATOR)
    assert "đã qua từ" not in lan.get("/diem-tin-sang/2026-11-23").text
    assert "đã qua từ" not in lan.get(lan.post(f"/bai/{article.id}/chon").headers["Location"]).text
