"""A new desk from its first link to its queue, as somebody who knows nothing of it; and the settings afterwards."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser, Page, expect

from alerts.apprise_channels import AppriseChannels
from alerts.vault import Vault
from api.main import create_app
from api.services import Web
from app.first import shipped_publishers
from database.engine import SqlDatabase
from desk import people
from domain.editorial import DeskSettings
from domain.people import Role
from nlp.places.units import VietnamGazetteer
from tests.alerts.receivers import a_receiver
from tests.api.conftest import Desk
from tests.browser.conftest import NARROW, WIDE
from tests.browser.desk import PASSWORD, PATIENCE
from tests.browser.serving import served
from tests.browser.test_screens import holds
from tests.making import acting

pytestmark = pytest.mark.browser
UNFINISHED = "Bàn tin này chưa được đặt xong"


@pytest.fixture
def made(sqlite_database: SqlDatabase) -> Desk:
    return Desk(sqlite_database, create_app(cast(Web, None)))


@pytest.fixture
def base(made: Desk, tmp_path: Path) -> Iterator[str]:
    made.stranger(
        gazetteer=VietnamGazetteer(),
        publishers=shipped_publishers(),
        channels=AppriseChannels(
            vault=Vault(tmp_path / "secret.key"), command=(sys.executable, "-m", "app.send_one"), check_outside=None
        ),
    )
    with served(made.app) as address:
        yield address


@pytest.fixture(params=[NARROW, WIDE])
def page(base: str, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": request.param, "height": 844}, locale="vi-VN", service_workers="block"
    )
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    errors: list[str] = []
    context.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert [error for error in errors if "404" not in error] == []


def fits(page: Page) -> None:
    size = page.viewport_size
    holds(page)
    assert size
    page.set_viewport_size(size)
    page.reload()  # what was opened to be looked at is closed again


def test_a_new_desk_is_set_up_by_somebody_who_knows_nothing_of_it(made: Desk, page: Page, base: str) -> None:
    with made.database.write() as store:
        store.settings.save(DeskSettings())
        _, token = people.add_person(acting(store, None), login="quantri", name="Hà", role=Role.ADMINISTRATOR)
    page.goto(f"{base}/vao/{token}")
    page.get_by_label("Mật khẩu mới").fill(PASSWORD)
    page.get_by_role("button", name="Vào bàn tin").click()
    expect(page.get_by_role("heading", name="Bắt đầu bàn tin của bạn")).to_be_visible()
    fits(page)

    page.goto(f"{base}/hang-cho")  # put off: every screen says so, and leads back
    expect(page.get_by_text(UNFINISHED)).to_be_visible()
    page.get_by_role("link", name="Đặt tiếp").click()
    page.get_by_label("Tên trang").fill("Bệnh viện Bắc Hà")
    page.get_by_label("bệnh viện").check()
    page.get_by_role("button", name="Lưu tên trang").click()

    page.get_by_label("Tên xã, phường, tỉnh hoặc địa chỉ").fill("Bắc Hà")
    page.get_by_role("button", name="Tìm nơi này").click()
    expect(page.get_by_text("Có nhiều nơi như vậy")).to_be_visible()
    expect(page.get_by_text("Xã Lùng Phình, Tỉnh Lào Cai")).to_be_visible()
    page.get_by_label("Tên xã, phường, tỉnh hoặc địa chỉ").fill("12 Lê Lợi, xã Bản Phố, huyện Bắc Hà")
    page.get_by_role("button", name="Tìm nơi này").click()
    expect(page.get_by_text("gồm Thị trấn Bắc Hà, Xã Bản Phố")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Chọn Xã Bắc Hà").click()
    expect(page.locator("#vung").get_by_role("status").filter(has_text="Đã lưu")).to_be_visible()
    page.reload()
    expect(page.locator("#vung").get_by_role("button", name="Bỏ Xã Bắc Hà")).to_be_visible()

    second = page.context.new_page()  # goes on where the first one is
    second.goto(f"{base}/bat-dau")
    expect(second.get_by_role("button", name="Đọc những nguồn này")).to_be_visible()
    second.close()
    page.get_by_role("link", name="Tiếp theo").locator("visible=true").click()
    expect(page.get_by_label("Báo Lào Cai")).to_be_checked()
    expect(page.get_by_label("Sức khỏe & Đời sống")).to_be_checked()
    expect(page.get_by_label("VnExpress")).not_to_be_checked()
    fits(page)
    page.get_by_label("Lao Động").uncheck()
    page.get_by_role("button", name="Đọc những nguồn này").click()

    page.get_by_label("Họ tên").fill("Lan")
    page.get_by_label("Tên đăng nhập").last.fill("lan")
    page.get_by_role("button", name="Thêm", exact=True).click()
    link = page.locator("details.invite pre")
    expect(link).to_contain_text(f"{base}/vao/")
    kept = link.inner_text()
    page.reload()
    expect(link).to_have_text(kept)
    expect(page.get_by_role("img", name="Hình vuông của đường dẫn")).to_be_visible()
    fits(page)
    page.get_by_role("link", name="Vào hàng chờ").click()
    expect(page).to_have_url(f"{base}/hang-cho")
    expect(page.get_by_text(UNFINISHED)).to_have_count(0)
    expect(page.get_by_role("link", name="Bệnh viện Bắc Hà")).to_be_visible()
    with made.database.read() as store:
        read = {source.name for source in store.sources.list()}
        assert {"Báo Lào Cai", "Sức khỏe & Đời sống"} <= read
        assert not {"Lao Động", "VnExpress"} & read
        assert store.settings.get().area == ("02839",)


def test_settings_are_in_one_place_and_a_channel_says_at_once_what_its_service_answers(
    made: Desk, page: Page, base: str
) -> None:
    boss = made.app.state.web
    made.browser("quan", Role.ADMINISTRATOR)
    made.app.state.web = boss
    page.context.add_cookies([{"name": "diemtin", "value": "token-quan", "url": base}])
    page.goto(f"{base}/ban-tin")  # where the settings were sent before
    expect(page).to_have_url(f"{base}/cai-dat")
    size = page.viewport_size
    if size and size["width"] == NARROW:
        page.locator("summary:visible").filter(has_text="Mục lục").click()
    page.get_by_role("link", name="Cài đặt").locator("visible=true").first.click()
    page.get_by_label("Độ dài tối đa của bài đăng").fill("900")
    page.get_by_role("button", name="Lưu bài đăng").click()
    expect(page.locator("#bai-dang").get_by_text("Đã lưu")).to_be_visible()
    expect(page.locator(".saved")).to_have_count(1)
    fits(page)

    with a_receiver() as receiver:
        channels = page.locator("#kenh")
        channels.get_by_text("Webhook", exact=True).click()
        channels.get_by_label("Địa chỉ nhận").fill(f"{receiver.address.replace('json://', 'http://')}/tin?khoa=bi-mat")
        channels.get_by_role("button", name="Thêm kênh Webhook").click()
        expect(channels.locator(".saved")).to_be_visible()
        assert "bi-mat" not in page.content()
        channels.get_by_role("button", name="Gửi thử").click()
        expect(channels.locator(".answer")).to_have_text("Đã gửi.")
        assert [one["title"] for one in receiver.received] == ["Điểm Tin: gửi thử"]
        receiver.status = 401
        channels.get_by_role("button", name="Gửi thử").click()
        expect(channels.locator(".answer")).to_contain_text("Dịch vụ trả lời 401")
        fits(page)
    channels.get_by_role("button", name="Gửi thử").click()
    expect(channels.locator(".answer")).to_have_text("Dịch vụ không trả lời.")
    channels.get_by_role("button", name="Bỏ json").click()
    expect(channels.get_by_text("Chưa có kênh nào.")).to_be_visible()
