"""Nơi đăng by hand: a channel is connected, checked and tried against a stand-in of Telegram, and removed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from outlets.places import OurPlaces
from tests.api.conftest import Desk
from tests.browser.test_nothing_is_lost import NewPage, base, made, new_page  # noqa: F401
from tests.browser.test_screens import holds
from tests.fakes import MemoryVault
from tests.making import NOON
from tests.outlets.twins.server import serving
from tests.outlets.twins.telegram import TOKEN, TelegramTwin

pytestmark = pytest.mark.browser


@pytest.fixture
def telegram() -> Iterator[TelegramTwin]:
    with serving(TelegramTwin) as twin:
        assert isinstance(twin, TelegramTwin)
        yield twin


def test_an_administrator_connects_a_channel_and_tries_it(
    made: Desk,  # noqa: F811
    new_page: NewPage,  # noqa: F811
    telegram: TelegramTwin,
) -> None:
    places = OurPlaces(
        vault=MemoryVault(), clock=lambda: NOON, check_url=None, check_address=None, stand_in=telegram.url
    )
    made.web = replace(made.web, outlets=places)
    made.app.state.web = made.web
    page = new_page("minh", width=390)
    page.goto("/noi-dang")
    page.locator("#them summary", has_text="Kênh Telegram").click()
    form = page.locator("#them details[open]")
    expect(form.get_by_text("@BotFather")).to_be_visible()
    form.get_by_label("Gọi nơi này là").fill("Kênh của xã")
    form.get_by_label("Mã kết nối").fill(TOKEN)
    form.get_by_label("Tên kênh").fill("https://t.me/xabatxat")
    form.get_by_role("button", name="Nối Kênh Telegram").click()
    channel = page.locator("section", has=page.get_by_role("heading", name="Kênh của xã"))
    expect(channel.get_by_role("status")).to_contain_text("Kết nối tốt")
    assert TOKEN not in page.content()
    holds(page)
    page.set_viewport_size({"width": 1280, "height": 844})
    page.goto("/noi-dang")
    channel.get_by_role("button", name="Đăng thử rồi xóa").click()
    expect(channel.get_by_text("Xóa bài thử: Đã xong")).to_be_visible()
    assert (telegram.count, telegram.messages) == (1, {})
    telegram.fault = "expired"
    channel.get_by_role("button", name="Kiểm tra").click()
    expect(channel.get_by_role("status")).to_contain_text("hết hạn hoặc bị thu hồi")
    holds(page)
    page.goto("/noi-dang")
    channel.get_by_role("button", name="Bỏ").click()
    expect(page.get_by_text("Chưa nối nơi nào.")).to_be_visible()
