"""Lịch đăng over HTTP: what stands there, moving by the form, and what is said when it cannot be moved."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.public_holidays import VietnamHolidays
from desk import delivering, review
from desk.delivering import Wanted
from desk.delivery_rules import begun
from domain.deliveries import Delivery, DeliveryState
from domain.editorial import ItemState
from domain.message import say
from domain.outlets import OutletAccount, OutletKind
from domain.people import Role
from domain.problems import Problem
from messages.catalogue import Catalogue
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
        ("24/11/2026", "25:00", "Hãy ghi giờ đăng"), ("31/02/2026", "07:00", "Hãy chọn ngày, ví dụ"),
        ("", "07:00", "Hãy chọn ngày, ví dụ"), ("1/1/99999", "07:00", "Hãy chọn ngày, ví dụ"),
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


@pytest.fixture
def vietnam(desk: Desk) -> Desk:
    desk.web = replace(desk.web, holidays=VietnamHolidays())
    return desk


def test_the_days_of_the_week_have_their_holidays_and_the_form_says_them_before_an_hour_is_chosen(
    vietnam: Desk, planned: int
):
    lan, item = vietnam.browser("lan"), now_is(vietnam, planned).item_id
    assert "Ngày Văn hóa Việt Nam" in lan.get("/lich").text
    assert "Ngày Văn hóa Việt Nam" in lan.get(f"/lich?ngay={TUESDAY}&xem=ngay").text
    assert "Làm bù" in lan.get("/lich?ngay=2026-08-22&xem=ngay").text
    assert (
        "24/11/2026: Trong kỳ nghỉ Ngày Văn hóa Việt Nam; cơ quan mở lại ngày 25/11/2026"
        in lan.get(f"/chia-se/{item}").text
    )
    lan.post(f"/lich/{planned}/doi-gio", data={"revision": 1, "ngay": TUESDAY, "gio": "23:30", "xem": "ngay"})
    for path in (f"/lich?ngay={TUESDAY}", f"/chia-se/{item}"):
        shown = lan.get(path).text
        assert "Trong kỳ nghỉ Ngày Văn hóa Việt Nam; cơ quan mở lại ngày 25/11/2026" in shown
        assert "Giờ khuya" in shown


def test_an_editor_adds_a_day_takes_out_one_of_the_calendar_and_takes_both_back(vietnam: Desk):
    lan = vietnam.browser("lan")
    form = {"ngay": "2/1/2026", "loai": "nghi", "ten": "  Nghỉ <hoán đổi>"}
    answer = lan.post("/lich/ngay-nghi", data=form)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/lich?ngay=2026-01-02&xem=tuan&luu=ngay-nghi#ngay-nghi"
    shown = lan.get(answer.headers["Location"]).text
    assert "Nghỉ &lt;hoán đổi&gt;" in shown
    assert "bàn tin ghi" in shown
    lan.post("/lich/ngay-nghi", data={"ngay": TUESDAY, "loai": "lam"})
    assert "Ngày Văn hóa Việt Nam" not in lan.get("/lich").text
    for day in ("2026-01-02", TUESDAY):
        assert lan.post("/lich/ngay-nghi/bo", data={"ngay": day}).status_code == 303
    shown = lan.get("/lich").text
    assert "Ngày Văn hóa Việt Nam" in shown
    assert "bàn tin ghi" not in shown
    assert "ghi ngày nghỉ: 02/01/2026 Nghỉ &lt;hoán đổi&gt;" in lan.get("/so-ghi").text
    wrong = lan.post("/lich/ngay-nghi", data={"ngay": "31/02/2026"})
    assert (wrong.status_code, "Hãy chọn ngày, ví dụ" in wrong.text) == (422, True)


@pytest.mark.parametrize(
    ("year", "said"),
    [(2026, "những ngày hoán đổi đã nghe công bố"), (2027, "mới tính theo luật"), (2099, "mới tính theo luật")],
)
def test_what_is_not_known_of_a_year_is_said(vietnam: Desk, year: int, said: str):
    shown = vietnam.browser("lan").get(f"/lich?ngay={year}-06-01").text
    assert said in shown.partition(f"Năm {year}, máy")[2].partition("</p>")[0]
    assert f"Năm {year + 1}, máy" in shown


def test_a_desk_without_a_calendar_says_so_and_shows_its_days(desk: Desk):
    lan = desk.browser("lan")
    lan.post("/lich/ngay-nghi", data={"ngay": "2026-11-25", "ten": "Nghỉ bão"})
    shown = lan.get("/lich?ngay=2026-11-25").text
    assert "Máy không có lịch nghỉ năm 2026" in shown
    assert shown.count("Nghỉ bão") == 3  # over the list of a phone, over the week, among the days of the year


def test_what_could_not_be_posted_stands_where_it_was_planned_with_why_and_the_way_to_it(desk: Desk, planned: int):
    with desk.database.write() as store:
        failed = replace(
            store.deliveries.get(planned), state=DeliveryState.FAILED, due_at=None, said=say(Problem.SEND_TOO_LATE)
        )
        store.deliveries.save(failed)
    assert f'href="/lich?ngay=2026-11-23&amp;xem=tuan#gui-{planned}"' in desk.browser("lan").get("/lich").text
    shown = desk.browser("xem", Role.ANALYST).get("/lich").text
    assert "15:20" in shown
    assert "không đăng được" in shown
    assert Catalogue("vi")(say(Problem.SEND_TOO_LATE)) in shown
    assert f'href="/chia-se/{failed.item_id}#gui-{planned}"' in shown
