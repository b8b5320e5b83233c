"""A desk that really runs, a chromium, and pages that are watched: no console error, no request to elsewhere."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from tests.browser import desk as running
from tests.browser.desk import PATIENCE, Desk

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
WIDE, NARROW = 1280, 390
HERE = Path(__file__).parent
expect.set_options(timeout=PATIENCE)


@dataclass
class Watched:
    """What one page did that it should not have done."""

    base: str
    errors: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()  # parts of messages that the test brings about on purpose

    def watch(self, page: Page) -> None:
        page.on("console", lambda message: self._said(message.type, f"{message.text} {message.location}"))
        page.on("pageerror", lambda error: self.errors.append(f"page error: {error}"))
        page.on("request", self._asked)

    def _said(self, kind: str, text: str) -> None:
        if kind == "error":
            self.errors.append(text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.errors.append(f"left the origin: {request.url}")

    def check(self) -> None:
        found = [error for error in self.errors if not any(part in error for part in self.expected)]
        assert found == []


@pytest.hookimpl(trylast=True)  # once the pages of the last test are closed
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """The desk that these files share goes on reading its newsroom: not beside what comes after them."""
    if nextitem is None or not nextitem.path.is_relative_to(HERE):
        for made in running.started:
            made.stop()
        running.started.clear()


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = running.start(tmp_path_factory.mktemp("desk"))
    running.started.append(made)
    return made


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cookies(desk: Desk) -> dict[str, str]:
    """Colleagues who are signed in already."""
    minh = desk.colleague("minh", "Minh", "administrator")
    return {
        "minh": minh,
        "lan": desk.invited(minh, "lan", "Lan", "editor"),
        "doc": desk.invited(minh, "doc", "Người đọc", "analyst"),
        "khach": desk.invited(minh, "khach", "Khách", "analyst"),
    }


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(desk: Desk, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[NewPage]:
    """`new_page("lan", width=390)`: a page in a context of its own. `who=""`: signed out."""
    watched: list[Watched] = []
    contexts = []

    def made(
        who: str = "",
        width: int = WIDE,
        expected: tuple[str, ...] = (),
        language: str = "",
        scripts: bool = True,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 844},
            locale="vi-VN",
            java_script_enabled=scripts,
            service_workers="block",  # else each page would come through a worker
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        values = {"diemtin": request.getfixturevalue("cookies")[who]} if who else {}
        values |= {"ngon-ngu": language} if language else {}
        context.add_cookies([{"name": name, "value": value, "url": desk.base} for name, value in values.items()])
        watch = Watched(base=desk.base, expected=expected)
        watched.append(watch)
        context.on("page", watch.watch)
        return context.new_page()

    yield made
    for context in contexts:
        context.close()
    for one in watched:
        one.check()
