"""python -m scripts.screenshot: the queue of the sample newsroom as README shows it, in docs/queue.png."""

import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.browser.desk import Desk, start

TO = Path(__file__).parents[1] / "docs" / "queue.png"
SETTLE_SECONDS = 40  # until every article of the sample day is in the queue


def shoot(desk: Desk) -> None:
    cookie = desk.colleague("lan", "Lan", "editor")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 1040}, color_scheme="light")
        page.context.add_cookies([{"name": "diemtin", "value": cookie, "url": desk.base}])
        page.goto(f"{desk.base}/hang-cho")
        page.locator(".queue > .card").first.locator(".why summary").click()
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=TO)
        browser.close()


if __name__ == "__main__":
    with TemporaryDirectory() as home:
        running = start(Path(home))
        try:
            time.sleep(SETTLE_SECONDS)
            shoot(running)
        finally:
            running.stop()
    print(f"{TO} ({TO.stat().st_size:,} bytes)")
