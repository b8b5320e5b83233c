"""`diemtin run`: one parent, and the web, the crawler and the worker in processes of their own."""

import logging
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from app import logs, parent
from app.bootstrap import Services
from app.commands.wording import Line
from app.first import first_link, online
from app.heart import forget_all, killed
from app.once import Held, once
from app.pace import begin_day, clock_of, open_day
from app.sample import NEWSROOM_FILE, is_in_use, refuse_a_real_desk, settle
from app.settings import Settings
from domain.errors import Conflict
from domain.locks import Lock
from domain.message import Message, say
from domain.problems import Setup
from domain.stage import Stage

log = logging.getLogger("diemtin.run")
TICK_SECONDS = 0.5
WEB_TENTHS = 600
SAMPLE_HOME = "mau"
FAST_HOME = "mau-nhanh"  # a home of its own, because its newsroom has not yet published what the other has
PROGRESS_EVERY_SECONDS = 3.0
CLEAR_LINE = "\r\033[K"  # a terminal begins its line anew
GRACE_SECONDS = 15.0
MAX_PAUSE_SECONDS = 60.0  # before a process that falls again and again is started once more, for ever
NEWSROOM_TENTHS = 1200  # two minutes, for a busy machine
SETTLED_SECONDS = 60.0  # a process that lived so long starts with a clean slate


@dataclass
class Child:
    name: str
    arguments: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0  # in a row
    due: float | None = None  # when it is started again

    def start(self, home: Path) -> None:
        command = [sys.executable, "-m", "app", "--home", str(home), *self.arguments]
        self.process = parent.start(command)
        self.started = time.monotonic()

    def exited(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def pause(self, now: float) -> float:
        """How long it rests after a fall: one second, then twice as long each time; a long life is a clean slate."""
        self.falls = 1 if now - self.started > SETTLED_SECONDS else self.falls + 1
        return min(MAX_PAUSE_SECONDS, 2.0 ** (self.falls - 1))


@dataclass
class Run:
    services: Services
    children: list[Child] = field(default_factory=list)
    stopping: bool = False
    noted: dict[str, int] = field(default_factory=dict)  # the last progress in the log

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self.stopping = True


def run(services: Services, *, sample: bool, fast: bool = False) -> int:
    """Hold the desk, start its processes, and end them all on Ctrl-C."""
    with ExitStack() as locks:
        if not sample:
            held = locks.enter_context(once(services, Lock.RUN))
        services.migrate()
        if not sample and not online() and _offline(services):
            sample = True
            locks.close()
        if sample:  # invented news never lies among real news: the sample desk has a home of its own
            services.close()
            services = _sample_desk(services.settings, FAST_HOME if fast else SAMPLE_HOME)
            locks.callback(services.close)
            held = locks.enter_context(once(services, Lock.RUN))
            if fast:
                open_day(services.settings.home, anew=not services.settings.database_url)
                services.clock = clock_of(services.settings.home)
            services.migrate()
            refuse_a_real_desk(services)
        return _run(services, held, sample=sample)


def _sample_desk(settings: Settings, folder: str) -> Services:
    return Services(settings.model_copy(update={"home": settings.home / folder}))


def _run(services: Services, held: Held, *, sample: bool) -> int:
    settings = services.settings
    logs.into_file(settings.log_file, settings.log)
    _ = services.reranker  # a folder that holds no model is said once, here, and not by each process
    mode = ["--sample"] if sample else []
    desk = Run(services)
    signal.signal(signal.SIGINT, desk.stop)
    signal.signal(signal.SIGTERM, desk.stop)
    port = free_port(settings.host, settings.port)
    base = settings.public_url or f"http://{settings.host}:{port}"
    held.tell(base)
    try:
        if sample:
            settle(services)
            _start_newsroom(desk)
        link = first_link(services, base)
        web = Child("web", ["serve", "--port", str(port), *mode])
        _start(desk, web, Child("worker", ["work"]), Child("crawler", ["crawl", *mode]))
        _wait_until_it_answers(desk, web, settings.host, port)
        begin_day(settings.home)
        if not desk.stopping:
            _greet(services, base, link)
        _watch(desk)
    finally:
        _end(desk)
    return 0


def _offline(services: Services) -> bool:
    """Whether to show the sample newsroom: only somebody who tries a desk in a folder, not in use yet, needs it.

    Who gives an address of PostgreSQL has set up a desk: it waits for the line, and no invented news is put into it.
    """
    with services.database.read() as store:
        tried = not (services.settings.database_url or store.sources.list() or is_in_use(store))
    _print(services, say(Line.OFFLINE_SAMPLE if tried else Line.OFFLINE))
    return tried


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or any free one for 0. Conflict when somebody else has it."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, wanted))
        except OSError as error:
            raise Conflict(Setup.PORT_TAKEN, port=wanted, host=host, other=wanted + 1) from error
        port: int = probe.getsockname()[1]
        return port


def _wait_until_it_answers(desk: Run, web: Child, host: str, port: int) -> None:
    """A link that is printed must open: the web reads its data for some seconds first."""
    for _ in range(WEB_TENTHS):
        if desk.stopping or web.exited():
            return
        try:
            socket.create_connection((host, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)


def _start(desk: Run, *children: Child) -> None:
    for child in children:
        child.start(desk.services.settings.home)
        desk.children.append(child)


def _start_newsroom(desk: Run) -> None:
    file = desk.services.settings.home / NEWSROOM_FILE
    before = file.stat().st_mtime_ns if file.exists() else 0
    _start(desk, Child("newsroom", ["newsroom"]))
    child = desk.children[-1]
    for _ in range(NEWSROOM_TENTHS):  # the crawler must know its addresses from the start
        if desk.stopping or child.exited() or (file.exists() and file.stat().st_mtime_ns != before):
            return
        time.sleep(0.1)


def _greet(services: Services, base: str, link: str | None) -> None:
    print(flush=True)
    _print(services, say(Line.RUNS_AT, url=base, home=str(services.settings.home)))
    _print(services, say(Line.LOG_AT, file=str(services.settings.log_file)))
    if link:
        _print(services, say(Line.FIRST_LINK, link=link), end="\n\n")
    _print(services, say(Line.HOW_TO_STOP), end="\n\n")


def _print(services: Services, message: Message, end: str = "\n") -> None:
    print(services.say(message), end=end, flush=True)


def _watch(desk: Run) -> None:
    noted = 0.0
    while not desk.stopping:
        now = time.monotonic()
        for child in desk.children:
            _tend(desk, child, now)
        if now - noted > PROGRESS_EVERY_SECONDS:
            _progress(desk)
            logs.rotate(desk.services.settings.log_file)
            noted = now
        time.sleep(TICK_SECONDS)


def _tend(desk: Run, child: Child, now: float) -> None:
    """A process that fell is started again, with growing pauses and without end; the others go on meanwhile."""
    if not child.exited():
        return
    if child.due is None:
        pause = child.pause(now)
        child.due = now + pause
        code = child.process.returncode if child.process else None
        log.warning("%s ended with %s; starting it again in %.0f s", child.name, code, pause)
        if child.process:
            killed(desk.services.database, child.process.pid)
    elif now >= child.due:
        child.due = None
        child.start(desk.services.settings.home)


def _progress(desk: Run) -> None:
    """A line in the log when something has moved. On a terminal one line says it in words, always the same line."""
    try:
        with desk.services.database.read() as store:
            counts, waiting = store.progress.counts(), store.crawl_queue.count_waiting()
    except Exception as error:  # noqa: BLE001 - a database that is away must not end the parent
        log.warning("no progress to note: %s", error)
        return
    progress = {stage.value: counts[stage] for stage in Stage} | {"waiting": waiting}
    if progress != desk.noted:
        logs.write(log, logs.Event.PROGRESS, **progress)
        desk.noted = progress
        if sys.stdout.isatty():
            print(f"{CLEAR_LINE}{desk.services.say(how_far(counts, waiting))}", end="", flush=True)


def how_far(counts: Mapping[Stage, int], waiting: int) -> Message:
    """How many articles are being read and how many are still to come, or how many there are."""
    reading = sum(counts[stage] for stage in (Stage.FETCHED, Stage.EXTRACTED, Stage.UNDERSTOOD))
    if reading or waiting:
        return say(Line.READING, reading=reading, waiting=waiting)
    return say(Line.ALL_READ, articles=counts[Stage.QUEUED])


def _end(desk: Run) -> None:
    """Ask every process to stop, wait, and insist if one does not."""
    for child in desk.children:
        if child.process and child.process.poll() is None:
            child.process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in desk.children:
        if child.process:
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
    forget_all(desk.services.database)
    if sys.stdout.isatty():
        print(CLEAR_LINE, end="")
    _print(desk.services, say(Line.STOPPED))
