"""A whole desk for the browser tests: the sample newsroom, crawler, worker and web, as `diemtin run` starts them."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Locator, expect

START_SECONDS = 400  # three start at once on two cores
PATIENCE = 60_000  # milliseconds for what a browser waits for; the machine may be busy
ENOUGH = 40  # articles in the queue before the tests begin
PASSWORD = "mat-khau-de-thu-ban-tin"
OURS = {"Sec-Fetch-Site": "same-origin"}  # as browsers say of the desk's own forms
ROOT = Path(__file__).parents[2]


started: list["Desk"] = []  # that several files share; stopped after the last of them


@dataclass
class Desk:
    home: Path
    base: str
    process: subprocess.Popen[bytes]
    first_link: str = ""

    def said(self) -> str:
        return (self.home / "said.txt").read_text(encoding="utf-8")

    def state(self) -> str:
        """The folder that the desk says it keeps everything in: the sample newsroom has one of its own."""
        return str(re.findall(r"dữ liệu: ([^)]+)\)", self.said())[-1])

    def queued(self) -> int:
        """Articles in the queue, as the log says it."""
        log = Path(self.state()) / "diemtin.log"
        return int(["0", *re.findall(r" queued=(\d+)", log.read_text(encoding="utf-8"))][-1])

    def command(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "app", "--home", self.state(), *arguments],
            check=True,
            capture_output=True,
            timeout=60,
            cwd=ROOT,
        )
        return done.stdout.decode()

    def colleague(self, login: str, name: str, role: str) -> str:
        """Somebody new at the desk, signed in; returns the cookie."""
        return self.enter(self.command("user", "add", login, "--name", name, "--role", role))

    def invited(self, by: str, login: str, name: str, role: str) -> str:
        """The same through the web, by an administrator's cookie: quicker than a process of its own."""
        with httpx.Client(base_url=self.base, cookies={"diemtin": by}, timeout=60) as browser:
            csrf = re.findall(r'name="csrf" value="([^"]+)"', browser.get("/nguoi-dung").text)[0]
            return self.enter(browser.post("/nguoi-dung", data={"csrf": csrf} | _person(login, name, role)).text)

    def enter(self, said: str) -> str:
        """Spend the one-time link in this text; returns the cookie."""
        token = re.findall(r"/vao/([\w-]{20,})", said)[0]
        answer = httpx.post(f"{self.base}/vao/{token}", data={"password": PASSWORD}, headers=OURS, timeout=60)
        assert answer.status_code == 303, answer.text
        return answer.cookies["diemtin"]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)


def launched(home: Path, *command: str) -> Desk:
    port = free_port()
    with (home / "said.txt").open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "--home", str(home), *command],
            stdout=out,
            stderr=subprocess.STDOUT,
            env=os.environ | {"DIEMTIN_PORT": str(port)},
            start_new_session=True,
            cwd=ROOT,
        )
    return Desk(home=home, base=f"http://127.0.0.1:{port}", process=process)


def start(home: Path) -> Desk:
    desk = launched(home, "run", "--sample")
    try:
        _wait_until_open(desk)
    except BaseException:
        desk.stop()
        raise
    return desk


def _wait_until_open(desk: Desk) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        links = re.findall(r"\S+/vao/\S+", desk.said())
        if links and desk.queued() >= ENOUGH:
            desk.first_link = links[-1]
            return
        assert desk.process.poll() is None, desk.said()
        time.sleep(0.3)
    raise AssertionError(f"The desk did not open within {START_SECONDS} s:\n{desk.said()[-3000:]}")


def _person(login: str, name: str, role: str) -> dict[str, str]:
    return {"login": login, "name": name, "role": role}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def pick(button: Locator) -> None:
    """Press Chọn, and go on all the same where the card of flags asks first."""
    over(button, button.page.locator(".queue > .draft, #trang-thai"), "Vẫn chọn")


def over(button: Locator, then: Locator, all_the_same: str) -> None:
    """Press a button that leads to `then`, at once or once the card of flags has been answered."""
    asked = button.page.locator(".flag-card.asking")
    button.click()
    expect(asked.or_(then).first).to_be_visible()
    if asked.is_visible():
        asked.get_by_role("button", name=all_the_same).click()
    expect(then.first).to_be_visible()
