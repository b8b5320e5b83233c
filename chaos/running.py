"""The desk that is tried: prepared, started as `diemtin demo --clock fast` starts it, its parts found, and ended."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import httpx
import psutil

from app.bootstrap import Services
from app.pace import CLOCK_FILE as CLOCK
from app.run import FAST_HOME
from app.sample import NEWSROOM_FILE as ADDRESSES
from app.settings import Settings
from chaos.servers import Server
from demo.clock import DAY, DayFile, FastDay, Piece, morning
from desk import people
from desk.acting import Acting
from domain.people import Role
from domain.sources import FeedKind, Source
from domain.times import now

ROOT = Path(__file__).parents[1]
PASSWORD = "mat-khau-de-thu-suc-chiu"
PARTS = ("web", "crawler", "worker", "newsroom", "reader", "sender", "parent")
_ARGUMENT = {"serve": "web", "crawl": "crawler", "work": "worker", "newsroom": "newsroom"}
END_SECONDS = 40.0
EDITORS_OF = 0.6  # of the people; the others review


@dataclass
class Running:
    home: Path
    server: Server
    port: int
    day_seconds: float
    log: Path
    ever: dict[int, float] = field(default_factory=dict)  # every process of the desk that was seen: pid, when it began
    stopping: threading.Event = field(default_factory=threading.Event)
    parent: subprocess.Popen[bytes] | None = None
    _changing: threading.Lock = field(default_factory=threading.Lock)

    @property
    def state(self) -> Path:
        return self.home / FAST_HOME

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def clock(self) -> DayFile:
        return DayFile(self.state / CLOCK)

    def services(self) -> Services:
        settings = Settings(home=self.state, database_url=self.server.url, allow_inside_channels=True)
        return Services(settings, self.clock)

    # -- before

    def prepare(self, hostile: str, channels: list[str], folk: int) -> list[tuple[str, bool, str]]:
        """A home with a clock, a hostile source, channels, and people. Returns each one's name, role and link."""
        self.state.mkdir(parents=True)
        self.play()
        host, port = hostile.removeprefix("http://").split(":")
        (self.state / ADDRESSES).write_text(json.dumps({"ports": {}, "beside": [[host, int(port)]]}))
        services = self.services()
        services.migrate()
        with services.database.write() as store:
            source = Source(id="doc-hai", name="Báo Độc Hại", home_url=f"{hostile}/", organisation="Không ai")
            store.sources.save(source)
            store.feeds.add(source.id, f"{hostile}/feed.xml", FeedKind.FEED, "", services.clock())
            kept = tuple(services.channels.keep(one) for one in channels)
            store.settings.save(replace(store.settings.get(), channels=kept, digest_send=True))
            acting = Acting(store=store, person=None, now=services.clock())
            made = []
            for number in range(folk):
                reviews = number >= folk * EDITORS_OF
                role = Role.REVIEWER if reviews else Role.EDITOR
                name = f"Người {number + 1}"
                _, token = people.add_person(acting, login=f"nguoi{number + 1}", name=name, role=role)
                made.append((name, reviews, token))
        services.close()
        return made

    def play(self) -> None:
        """From now on, and at one pace until the end, so that what was put off by hours is done before it."""
        opened = morning(now())
        pace = DAY.total_seconds() / self.day_seconds
        self.clock.keep(FastDay(zero=opened.zero, pieces=(Piece(now(), opened.at(now()), pace),)))

    def jump(self, days: float) -> None:
        """The file lies on the disk that may be full just now: then it jumps a little later."""
        while True:
            try:
                self.clock.keep(replace(self.clock.day(), jump=timedelta(days=days)))
            except OSError:
                if self.stopping.wait(0.5):
                    return
            else:
                return

    def enter(self, token: str) -> str:
        """Spend the link; returns the cookie."""
        ours = {"Sec-Fetch-Site": "same-origin"}  # as browsers say of the desk's own forms
        with httpx.Client(base_url=self.base, trust_env=False, timeout=60, headers=ours) as client:
            answer = client.post(f"/vao/{token}", data={"password": PASSWORD})
            return str(answer.cookies["diemtin"])

    # -- while it runs

    def start(self) -> None:
        """The parent, which starts the rest."""
        command = [sys.executable, "-m", "app", "--home", str(self.home), "demo", "--clock", "fast"]
        environment = {
            **os.environ,
            "DIEMTIN_PORT": str(self.port),
            "DIEMTIN_DATABASE_URL": self.server.url,
            "DIEMTIN_ALLOW_INSIDE_CHANNELS": "true",
            "DIEMTIN_READER_DEADLINE_SECONDS": "5",
            "PYTHONPATH": str(ROOT),
        }
        with self._changing, self.log.open("ab") as out:
            if not self.stopping.is_set():
                self.parent = subprocess.Popen(
                    command, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True
                )

    def keep(self) -> None:
        """Start the parent again when it has gone, as a service manager would. It notes every process it sees."""
        while not self.stopping.wait(0.5):
            self.server.ensure()
            if self.parent and self.parent.poll() is not None:
                self.start()
            for process in self.family():
                try:
                    self.ever[process.pid] = process.create_time()
                except psutil.Error:
                    continue

    def family(self) -> list[psutil.Process]:
        try:
            parent = psutil.Process(self.parent.pid) if self.parent else None
            return [parent, *parent.children(recursive=True)] if parent else []
        except psutil.Error:
            return []

    def kill(self, part: str, rng: random.Random) -> bool:
        """SIGKILL one process of this part. False when there is none now."""
        found = [process for process in self.family() if _part(process, self.parent) == part]
        if not found:
            return False
        try:
            rng.choice(found).kill()
        except psutil.Error:
            return False
        return True

    # -- after

    def stop(self) -> None:
        self.stopping.set()
        with self._changing:
            if self.parent is None:
                return
            self.parent.send_signal(signal.SIGTERM)
            try:
                self.parent.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                self.parent.kill()
                self.parent.wait()

    def orphans(self) -> list[str]:
        """Processes of the desk that are still there."""
        left = []
        for pid, began in self.ever.items():
            try:
                process = psutil.Process(pid)
                if process.create_time() == began and process.status() != psutil.STATUS_ZOMBIE:
                    left.append(" ".join(process.cmdline())[-120:])
            except psutil.Error:
                continue
        return left


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _part(process: psutil.Process, parent: subprocess.Popen[bytes] | None) -> str:
    if parent and process.pid == parent.pid:
        return "parent"
    try:
        said = process.cmdline()
    except psutil.Error:
        return ""
    if any("app.readers" in one for one in said):
        return "reader"
    if "app.send_one" in said:
        return "sender"
    return next((part for argument, part in _ARGUMENT.items() if argument in said), "")
