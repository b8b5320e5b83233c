"""Tài khoản của tôi by hand: every button of it, and signing in with a code, on a phone and on a desk."""

from collections.abc import Callable
from datetime import UTC, datetime

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import PASSWORD, Desk
from tests.browser.test_screens import holds

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
NEW_PASSWORD = "mot-mat-khau-moi-hon"


def codes(app: pyotp.TOTP) -> list[str]:
    """Of the half-minutes around now: a code is taken once, so a test that is quick needs the next one."""
    now = int(datetime.now(UTC).timestamp())
    return [app.at(now + 30 * step) for step in (-1, 0, 1)]


@pytest.mark.parametrize("width", [1280, 390])
def test_people_look_after_their_own_account(
    desk: Desk, new_page: NewPage, cookies: dict[str, str], width: int
) -> None:
    login = f"hanh{width}"
    cookie = desk.invited(cookies["minh"], login, "Hạnh", "editor")
    page = new_page(width=width, expected=("401", "422"))
    page.context.add_cookies([{"name": "diemtin", "value": cookie, "url": desk.base}])
    page.goto(f"{desk.base}/hang-cho")
    page.locator("summary:visible").filter(has_text="Hạnh" if width == 1280 else "Mục lục").first.click()
    page.get_by_role("link", name="Tài khoản của tôi").locator("visible=true").click()
    page.get_by_label("Họ tên").fill("Hạnh Nguyên")
    page.get_by_role("button", name="Lưu tên").click()
    expect(page.get_by_label("Họ tên")).to_have_value("Hạnh Nguyên")

    page.get_by_label("Mật khẩu hiện tại").fill(PASSWORD)
    page.get_by_label("Mật khẩu mới").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Đổi mật khẩu").click()
    expect(page.get_by_role("heading", name="Tài khoản của tôi")).to_be_visible()

    other = new_page(width=width, expected=("401",))
    _sign_in(other, desk, login)
    expect(other).to_have_url(f"{desk.base}/hang-cho")
    page.reload()
    page.get_by_role("button", name="Đăng xuất nơi này").click()
    expect(page.get_by_role("button", name="Đăng xuất nơi này")).to_have_count(0)
    other.goto(f"{desk.base}/hang-cho")
    expect(other).to_have_url(f"{desk.base}/vao")
    _sign_in(other, desk, login)
    page.reload()
    page.get_by_role("button", name="Đăng xuất khỏi mọi nơi khác").click()
    expect(page.get_by_role("button", name="Đăng xuất nơi này")).to_have_count(0)

    page.get_by_role("link", name="Bật đăng nhập hai bước").click()
    app = pyotp.TOTP(page.locator("code").inner_text())
    page.get_by_label("Mã sáu số").fill("000000")
    page.get_by_role("button", name="Bật", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="Mã chưa đúng")).to_be_visible()
    page.get_by_label("Mã sáu số").fill(codes(app)[0])
    page.get_by_role("button", name="Bật", exact=True).click()
    kept = page.locator("#ma-du-phong").inner_text().split()
    assert len(kept) == 10
    holds(page)
    page.set_viewport_size({"width": width, "height": 844})
    page.get_by_role("button", name="Sao chép").click()
    page.get_by_role("link", name="Đã cất, vào bàn tin").click()
    expect(page).to_have_url(f"{desk.base}/hang-cho")

    _sign_in(other, desk, login)
    expect(other).to_have_url(f"{desk.base}/vao/ma")
    holds(other)
    other.get_by_label("Mã sáu số").fill(kept[0])
    other.get_by_role("button", name="Vào", exact=True).click()
    expect(other).to_have_url(f"{desk.base}/hang-cho")
    other.goto(f"{desk.base}/tai-khoan")
    other.get_by_label("Mã sáu số").fill(kept[1])
    other.get_by_role("button", name="Tắt hai bước").click()
    expect(other.get_by_role("link", name="Bật đăng nhập hai bước")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_an_administrator_withdraws_a_link(desk: Desk, new_page: NewPage, width: int) -> None:
    page = new_page("minh", width=width)
    page.goto(f"{desk.base}/nguoi-dung")
    page.get_by_label("Họ tên").fill(f"Người mới {width}")
    page.get_by_label("Tên đăng nhập").last.fill(f"moi{width}")
    page.get_by_role("button", name="Thêm", exact=True).click()
    shown = page.locator("details.invite").filter(has_text=f"Người mới {width}")
    link = shown.locator("pre").inner_text()
    assert link.startswith(f"{desk.base}/vao/")
    page.reload()
    expect(shown.locator("pre")).to_have_text(link)
    expect(shown.get_by_role("img", name="Hình vuông của đường dẫn")).to_be_visible()
    shown.get_by_role("button", name="Sao chép").click()
    expect(shown.get_by_role("button", name="Đã sao chép")).to_be_visible()
    holds(page)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{desk.base}/nguoi-dung")
    row = page.get_by_role("row").filter(has_text=f"moi{width}")
    expect(row.get_by_text("Đang có một đường dẫn")).to_be_visible()
    row.get_by_role("button", name="Thu hồi đường dẫn").click()
    expect(row.get_by_text("Đang có một đường dẫn")).to_have_count(0)
    expect(shown).to_have_count(0)
    stranger = new_page(expected=("410",))
    stranger.goto(f"{desk.base}/vao/{link.rpartition('/')[2]}")
    expect(stranger.get_by_role("alert").filter(has_text="hết hạn")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_an_administrator_takes_a_colleagues_second_step_off(
    desk: Desk, new_page: NewPage, cookies: dict[str, str], width: int
) -> None:
    cookie = desk.invited(cookies["minh"], f"mat{width}", f"Mất máy {width}", "editor")
    hers = new_page(width=width)
    hers.context.add_cookies([{"name": "diemtin", "value": cookie, "url": desk.base}])
    hers.goto(f"{desk.base}/tai-khoan/hai-buoc")
    hers.get_by_label("Mã sáu số").fill(codes(pyotp.TOTP(hers.locator("code").inner_text()))[1])
    hers.get_by_role("button", name="Bật", exact=True).click()
    expect(hers.locator("#ma-du-phong")).to_be_visible()

    page = new_page("minh", width=width)
    page.goto(f"{desk.base}/nguoi-dung")
    row = page.get_by_role("row").filter(has_text=f"mat{width}")
    expect(row.get_by_text("đăng nhập hai bước", exact=False).first).to_be_visible()
    row.get_by_text("Gỡ đăng nhập hai bước").click()
    holds(page)
    row.get_by_role("button", name=f"Gỡ hai bước của Mất máy {width}").click()
    expect(row.get_by_text("hai bước")).to_have_count(0)
    page.goto(f"{desk.base}/so-ghi")
    expect(page.get_by_role("row").filter(has_text=f"mat{width}").filter(has_text="hai bước").first).to_be_visible()


def _sign_in(page: Page, desk: Desk, login: str) -> None:
    page.goto(f"{desk.base}/vao")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Vào", exact=True).click()
