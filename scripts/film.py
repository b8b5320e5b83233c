"""python -m scripts.film FOLDER: an hour at the sample newsroom's desk in twelve pictures, in 390 and in 1280 px."""

import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.desk import Desk, start

WIDTHS = {390: 844, 1280: 800}
SETTLE_SECONDS = 40  # until every article of the sample day is in the queue


@dataclass
class Film:
    """Who is at the desk, at one width, and where the pictures go."""

    folder: Path
    width: int
    lan: Page
    minh: Page
    number: int = 0

    def take(self, page: Page, name: str) -> None:
        self.number += 1
        page.wait_for_timeout(700)  # transitions and the live line
        page.screenshot(path=self.folder / f"{self.number:02}-{name}-{self.width}.png")


def hour(film: Film, base: str) -> None:
    lan, minh = film.lan, film.minh
    lan.goto(f"{base}/hang-cho")
    film.take(lan, "hang-cho")
    lan.get_by_role("button", name="Gọn").click()
    lan.locator(".queue a[href^='/bai/']:visible").nth(1).click()
    film.take(lan, "danh-sach-gon")
    lan.goto(f"{base}/hang-cho")
    lan.get_by_role("button", name="Thẻ").click()
    lan.locator(".queue > .card").nth(1).get_by_role("button", name="Chọn", exact=True).click()
    film.take(lan, "ban-nhap")
    lan.locator(".queue > .draft").get_by_role("button", name="Gửi duyệt", exact=True).click()
    film.take(lan, "da-gui")
    minh.goto(f"{base}/duyet")
    film.take(minh, "duyet")
    minh.locator("main").get_by_role("button", name="Duyệt", exact=True).first.click()
    film.take(minh, "da-duyet")
    lan.goto(f"{base}/chia-se")
    film.take(lan, "san-sang-dang")
    lan.locator("[data-copy]").first.click()
    lan.get_by_role("button", name="Đã đăng lên trang").first.click()
    film.take(lan, "da-dang")
    for path, name in (("/diem-tin-sang", "diem-tin"), ("/nguon-tin", "nguon-tin"), ("/so-ghi", "nhat-ky")):
        lan.goto(base + path)
        film.take(lan, name)
    lan.goto(f"{base}/tro-giup")
    film.take(lan, "tro-giup")


def pages(browser: Browser, desk: Desk, width: int, cookies: dict[str, str]) -> Iterator[Page]:
    for cookie in cookies.values():
        context = browser.new_context(
            viewport={"width": width, "height": WIDTHS[width]}, locale="vi-VN", service_workers="block"
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.add_cookies([{"name": "diemtin", "value": cookie, "url": desk.base}])
        yield context.new_page()


def shoot(desk: Desk, folder: Path) -> None:
    cookies = {
        "lan": desk.colleague("lan", "Nguyễn Thị Lan", "editor"),
        "minh": desk.colleague("minh", "Trần Văn Minh", "reviewer"),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for width in WIDTHS:
            lan, minh = pages(browser, desk, width, cookies)
            hour(Film(folder, width, lan, minh), desk.base)
        browser.close()


if __name__ == "__main__":
    wanted = Path(sys.argv[1])
    wanted.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as home:
        running = start(Path(home))
        try:
            time.sleep(SETTLE_SECONDS)
            shoot(running, wanted)
        finally:
            running.stop()
    print("\n".join(str(picture) for picture in sorted(wanted.glob("*.png"))))
