"""Lịch đăng over HTTP: what stands there, moving by the form, and what is said when it cannot be moved."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import delivering, review
from desk.delivering import Wanted
from desk.delivery_rules import begun
from domain.deliveries import Delivery
from domain.editorial import ItemState
from domain.outlets import OutletAccount, OutletKind
from domain.people import Role
from tests.api.conftest import Desk
from tests.making import NOON, acting, seen, sent

HOUR = timedelta(hours=1)
TUESDAY = "2026-11-24"


@pytest.fixture
def planned(desk: Desk) -> int:
    """To go out at 15:20 today."""
    desk.browser("minh")
    desk.browser("lan")
    with desk.database.write() as store:
        store.outlets.add(OutletAccount(id=0, kind=OutletKind.PORTAL, name="Cổng <xã>"))
    return plan(desk, "a", 3 * HOUR + timedelta(minutes=20)).id


def plan(desk: Desk, key: str, ahead: timedelta) -> Delivery:
    article = desk.publish(key, title=f"Tiêm chủng <{key}>")
    with desk.database.write() as store:
        lan, minh = (acting(store, store.people.get(desk.people[login])) for login in ("lan", "minh"))
        item = review.decide(minh, desk.web.ranker, seen(sent(lan, desk.web.ranker, article.id)), ItemState.APPROVED)
        wanted = Wanted(outlets=[store.outlets.list()[0].id], at=NOON + ahead)
        [made] = delivering.plan(lan, desk.web.outlets, seen(item), wanted)
        return made


def now_is(desk: Desk, delivery_id: int) -> Delivery:
    with desk.database.read() as store:
        return store.deliveries.get(delivery_id)


def test_a_post_is_moved_by_its_form_and_what_is_near_is_said_and_holds_nothing_back(desk: Desk, planned: int):
    plan(desk, "b", 27 * HOUR)
    lan = desk.browser("lan")
    shown = lan.get("/lich").text
    assert "Cổng &lt;xã&gt;" in shown
    assert f'action="/lich/{planned}/doi-gio"' in shown
    assert "Cách bài khác" not in shown
    form = {"revision": 1, "ngay": TUESDAY, "gio": "15:20", "xem": "ngay"}
    moved = lan.post(f"/lich/{planned}/doi-gio", data=form)
    assert moved.status_code == 303
    assert moved.headers["Location"] == f"/lich?ngay={TUESDAY}&xem=ngay&doi={planned}#gui-{planned}"
    assert f"{now_is(desk, planned).due_at:%d/%m %H:%M}" == "24/11 08:20"  # in UTC
    after = lan.get(moved.headers["Location"]).text
    assert after.count("Đã đổi giờ") == 1
    assert after.count("Cách bài khác ở nơi này chỉ 20 phút") == 2
    assert "Cách bài khác" in lan.get(f"/chia-se/{now_is(desk, planned).item_id}").text
    assert "Cách bài khác" not in lan.get("/lich?ngay=2026-12-01").text


@pytest.mark.parametrize(
    ("day", "hour", "said"),
    [
        ("24/11/2026", "25:00", "Hãy ghi giờ đăng"), ("31/02/2026", "07:00", "Hãy chọn ngày đăng"),
        ("", "07:00", "Hãy chọn ngày đăng"), ("1/1/99999", "07:00", "Hãy chọn ngày đăng"),
        ("2026-11-23", "11:59", "Giờ đăng đã qua"), ("2099-01-01", "07:00", "trong vòng một năm"),
    ],
)  # fmt: skip
def test_an_hour_that_cannot_be_is_told_and_the_post_stays(desk: Desk, planned: int, day: str, hour: str, said: str):
    form = {"revision": 1, "ngay": day, "gio": hour}
    answer = desk.browser("lan").post(f"/lich/{planned}/doi-gio", data=form)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert now_is(desk, planned).due_at == NOON + 3 * HOUR + timedelta(minutes=20)


def test_a_day_typed_as_people_write_it_is_understood(desk: Desk, planned: int):
    form = {"revision": 1, "ngay": "24/11/2026", "gio": "07:00"}
    assert desk.browser("lan").post(f"/lich/{planned}/doi-gio", data=form).status_code == 303


def test_what_somebody_else_moved_or_is_being_sent_is_said_in_a_sentence(desk: Desk, planned: int):
    lan, minh = desk.browser("lan"), desk.browser("minh")
    form = {"revision": 1, "ngay": TUESDAY, "gio": "07:00"}
    assert minh.post(f"/lich/{planned}/doi-gio", data=form).status_code == 303
    late = lan.post(f"/lich/{planned}/doi-gio", data=form | {"gio": "09:00"})
    assert (late.status_code, "một đồng nghiệp đã làm trước" in late.text) == (409, True)
    with desk.database.write() as store:
        store.deliveries.save(begun(store.deliveries.get(planned), NOON))
    late = lan.post(f"/lich/{planned}/doi-gio", data=form | {"revision": 3})
    assert (late.status_code, "đã làm trước" in late.text) == (409, True)
    assert f'action="/lich/{planned}/doi-gio"' not in lan.get("/lich").text
    assert "đang gửi" in lan.get("/lich").text


def test_who_only_reads_sees_the_calendar_and_moves_nothing(desk: Desk, planned: int):
    reader = desk.browser("ha", Role.ANALYST)
    shown = reader.get("/lich").text
    assert "Cổng" in shown
    assert "doi-gio" not in shown
    form = {"revision": 1, "ngay": TUESDAY, "gio": "07:00"}
    assert reader.post(f"/lich/{planned}/doi-gio", data=form).status_code == 403


@pytest.mark.parametrize("path", ["/lich?ngay=2000-01-01", "/lich?ngay=2099-12-31", "/lich?ngay=2099-12-31&xem=ngay"])
def test_the_first_and_the_last_day_lead_nowhere_beyond(desk: Desk, path: str):
    lan = desk.browser("lan")
    shown = lan.get(path)
    assert shown.status_code == 200
    for link in {part.split('"')[0].replace("&amp;", "&") for part in shown.text.split('href="/lich?')[1:]}:
        assert lan.get(f"/lich?{link}").status_code == 200, link


def test_the_distance_between_posts_is_a_setting(desk: Desk):
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    assert boss.post("/cai-dat/lich", data={"post_distance_minutes": "-1"}).status_code == 422
    saved = boss.post("/cai-dat/lich", data={"post_distance_minutes": "90"})
    assert saved.headers["Location"] == "/cai-dat?luu=lich#lich"
    with desk.database.read() as store:
        before = store.settings.get()
    assert before == replace(before, post_distance_minutes=90)
