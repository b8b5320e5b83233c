"""python scripts/make_icons.py: draw api/static/icon.svg as the PNGs that an installed desk needs."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).parents[1] / "api" / "static"
MASKED = 192  # pixels
SAFE = 0.72  # of its width: what a telephone's mask never cuts off
GROUND = "#0b5d4c"  # as in icon.svg

if __name__ == "__main__":
    drawing = (STATIC / "icon.svg").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for size in (192, 512):
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:{size}px}}</style>{drawing}")
            page.screenshot(path=STATIC / f"icon-{size}.png", omit_background=True)
        page = browser.new_page(viewport={"width": MASKED, "height": MASKED})
        style = f"body{{margin:0;background:{GROUND}}}svg{{display:block;width:{SAFE:.0%};margin:{(1 - SAFE) / 2:.0%}}}"
        page.set_content(f"<style>{style}</style>{drawing}")
        page.screenshot(path=STATIC / "icon-maskable.png")
        browser.close()
