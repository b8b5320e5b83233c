"""python -m scripts.report_pictures: two pages of the sample newsroom's month, as PDF pictures in docs/report-*.png.

Three stories are posted first, as people do it. Needs pdftoppm (Debian's poppler-utils).
"""

import re
import shutil
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, expect, sync_playwright

from scripts.film import SETTLE_SECONDS, pages
from tests.browser.desk import PATIENCE, Desk, over, pick, start

DOCS = Path(__file__).parents[1] / "docs"
POSTED = 3
DOTS_PER_INCH = 90


def post(lan: Page, minh: Page, base: str) -> None:
    """The first story of the queue that nobody has taken: picked, approved and marked as posted."""
    lan.goto(f"{base}/hang-cho")
    pick(lan.locator(".queue > .card").first.get_by_role("button", name="Chọn", exact=True))
    lan.locator(".queue > .draft h2 a").first.click()
    lan.wait_for_url(re.compile(r"/chia-se/\d+$"))
    item = lan.url
    lan.get_by_role("button", name="Gửi duyệt", exact=True).click()
    expect(lan.get_by_role("status").filter(has_text="Bạn vừa gửi duyệt")).to_be_visible()
    minh.goto(f"{base}/duyet")
    minh.locator("section.card").first.get_by_role("button", name="Duyệt", exact=True).click()
    expect(minh.locator("section.card")).to_have_count(0)
    lan.goto(item)
    marked = lan.get_by_role("status").filter(has_text="Bạn vừa đánh dấu đã đăng")
    over(lan.get_by_role("button", name="Đã đăng lên trang"), marked, "Vẫn đánh dấu đã đăng")


def printed(desk: Desk, paper: Path) -> None:
    cookies = {
        "lan": desk.colleague("lan", "Nguyễn Thị Lan", "editor"),
        "minh": desk.colleague("minh", "Trần Văn Minh", "reviewer"),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        lan, minh = pages(browser, desk, 1280, cookies)
        for page in (lan, minh):
            page.set_default_timeout(PATIENCE)
        for _ in range(POSTED):
            post(lan, minh, desk.base)
        lan.goto(f"{desk.base}/bao-cao")
        lan.get_by_role("link", name="Hai trang để in (A4)").click()
        expect(lan.get_by_role("heading", name="Tin đáng biết")).to_be_visible()
        lan.pdf(path=paper, prefer_css_page_size=True)
        browser.close()


def drawn(paper: Path) -> list[Path]:
    found = []
    for number in (1, 2):
        wanted = ["pdftoppm", "-r", DOTS_PER_INCH, "-gray", "-f", number, "-l", number, paper]
        grey = subprocess.run(list(map(str, wanted)), check=True, capture_output=True).stdout
        found.append(DOCS / f"report-{number}.png")
        found[-1].write_bytes(png(grey))
    return found


def png(grey: bytes) -> bytes:
    """Of a PGM, in 16 shades: a page of text in 16 is a quarter of one in 256, and looks the same."""
    _, size, _, dots = grey.split(b"\n", 3)
    width, height = map(int, size.split())
    lines = [dots[at : at + width] + b"\0" * (width % 2) for at in range(0, width * height, width)]
    pairs = (zip(line[::2], line[1::2], strict=True) for line in lines)
    halved = b"".join(b"\0" + bytes(a & 0xF0 | b >> 4 for a, b in one) for one in pairs)
    head = struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(halved, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(told)) + name + told + struct.pack(">I", zlib.crc32(name + told)) for name, told in parts
    )


if __name__ == "__main__":
    if shutil.which("pdftoppm") is None:
        sys.exit("pdftoppm is missing: apt-get install poppler-utils")
    with TemporaryDirectory() as home:
        running = start(Path(home))
        try:
            time.sleep(SETTLE_SECONDS)
            printed(running, Path(home) / "report.pdf")
            pictures = drawn(Path(home) / "report.pdf")
        finally:
            running.stop()
    print("\n".join(f"{picture} ({picture.stat().st_size:,} bytes)" for picture in pictures))
