"""Lịch đăng by hand: the holiday of a day, what failed, and another hour by the form, by keys and by dragging."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app.public_holidays import VietnamHolidays
from domain.deliveries import DeliveryState
from domain.message import say
from domain.outlets import OutletAccount, OutletKind
from domain.problems import Problem
from tests.api.conftest import Desk
from tests.api.test_calendar import now_is, plan
from tests.browser.test_nothing_is_lost import NewPage, base, made, new_page  # noqa: F401
from tests.browser.usable import LOOKS, in_look, layout

pytestmark = pytest.mark.browser
HOUR = timedelta(hours=1)
TUESDAY = "2026-11-24"


def test_a_post_is_moved_off_a_holiday_by_the_form_on_a_phone_and_by_keys_and_dragging_on_a_wide_screen(
    made: Desk,  # noqa: F811
    new_page: NewPage,  # noqa: F811
) -> None:
    made.web = replace(made.web, holidays=VietnamHolidays())
    made.app.state.web = made.web
    with made.database.write() as store:
        store.outlets.add(OutletAccount(id=0, kind=OutletKind.PORTAL, name="Cổng xã"))
    moved, failed = plan(made, "a", 20 * HOUR), plan(made, "b", 2 * HOUR)
    with made.database.write() as store:
        why = say(Problem.SEND_TOO_LATE)
        store.deliveries.save(replace(failed, state=DeliveryState.FAILED, due_at=None, said=why))

    phone = new_page("lan", width=390)
    phone.goto("/lich")
    expect(phone.locator(".slot.failed").get_by_text("không đăng được")).to_be_visible()
    phone.get_by_role("link", name="Ngày sau").click()
    expect(phone.get_by_role("main").get_by_text("Ngày Văn hóa Việt Nam").locator("visible=true").first).to_be_visible()
    expect(phone.get_by_text("cơ quan mở lại ngày 25/11/2026")).to_be_visible()
    slot = phone.locator(f"#gui-{moved.id}")
    slot.locator("summary", has_text="Đổi giờ").click()
    slot.get_by_label("Ngày").fill("2026-11-25")
    slot.get_by_role("button", name="Hẹn giờ này").click()
    expect(slot.get_by_text("Đã đổi giờ")).to_be_visible()
    expect(phone.get_by_text("cơ quan mở lại")).to_have_count(0)

    wide = new_page("lan")
    wide.set_viewport_size({"width": 1280, "height": 2600})  # a drag does not scroll
    wide.goto("/lich")
    wide.locator(f"#gui-{moved.id}").drag_to(wide.locator("[data-hour='2026-11-26T09']"))
    expect(wide.locator(f"[data-hour='2026-11-26T09'] #gui-{moved.id}").get_by_text("Đã đổi giờ")).to_be_visible()
    assert f"{now_is(made, moved.id).due_at:%d %H:%M}" == "26 02:00"  # in UTC
    wide.locator(f"#gui-{moved.id} summary").press("Enter")
    wide.keyboard.press("Tab")
    expect(wide.locator(f"#gui-{moved.id}").get_by_label("Ngày")).to_be_focused()
    wide.locator("#ngay-nghi > summary").press("Enter")
    days = wide.locator("#ngay-nghi")
    days.get_by_label("Ngày", exact=True).fill(TUESDAY)
    days.get_by_label("Ngày ấy").select_option("đi làm (làm bù)")
    days.get_by_role("button", name="Ghi ngày này").click()
    expect(wide.locator("#ngay-nghi").get_by_text("bàn tin ghi")).to_be_visible()
    expect(wide.get_by_text("Ngày Văn hóa Việt Nam")).to_have_count(0)
    assert layout(wide, 1280) + in_look(wide, *LOOKS[-1]) == []
