"""One run: a desk, what is thrown at it, a time to settle, and the proof."""

import random
import shutil
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from app.bootstrap import Services
from app.sending import SENDERS
from chaos.asks import Asks
from chaos.blows import Blows
from chaos.checker import HOSTILE, NEVER_ASKED, UNREAD_PAGES, Evidence, Proof, address, proofs
from chaos.hostile import Hostile, Receiver, Trap
from chaos.people import Clicker
from chaos.running import Running, free_port
from chaos.servers import Postgresql, Server, Sqlite
from chaos.small_disk import small_disk
from demo.content import articles
from demo.newsroom import Newsroom
from domain.times import now

OPEN_SECONDS = 90.0
SETTLE_SECONDS = 180.0
DAY_OF_RUN = 0.85  # of the seconds: the day's last hours come while all is thrown, and then it is quiet


@dataclass(frozen=True, kw_only=True)
class Wanted:
    seconds: float = 600.0
    database: str = "sqlite"
    seed: int = 1
    kills: int = 60
    folk: int = 20
    span: float = 1.0  # of outages, against their usual length
    log: Path | None = None  # where the desk's own words are kept; None: with the home, and gone


@dataclass
class Told:
    """What a run says of itself."""

    wanted: Wanted
    thrown: dict[str, int] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)
    settled_seconds: float = 0.0
    proofs: list[Proof] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return bool(self.proofs) and all(proof.holds for proof in self.proofs)

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"holds": self.holds}


def run(wanted: Wanted) -> Told:
    told = Told(wanted)
    rng = random.Random(wanted.seed)
    with ExitStack() as ends:
        home = Path(tempfile.mkdtemp(prefix="diemtin-chaos-"))
        ends.callback(shutil.rmtree, home, ignore_errors=True)
        log = wanted.log or home.with_suffix(".log")
        if not wanted.log:
            ends.callback(log.unlink, missing_ok=True)
        without = ends.enter_context(small_disk(home))
        home.chmod(0o755)  # a PostgreSQL of root's is another user's
        if without:
            told.left_out.append(f"disk full: {without}")
        trap, receiver = Trap(), Receiver()
        hostile = Hostile(trap.server.base)
        for server in (trap.server, receiver.server, hostile.server):
            ends.callback(server.stop)
        state = home / "mau-nhanh"
        database: Server = Postgresql(home / "pg") if wanted.database == "postgresql" else Sqlite(state / "diemtin.db")
        ends.callback(database.stop)
        desk = Running(home, database, free_port(), wanted.seconds * DAY_OF_RUN, log)
        blows = Blows(desk, hostile, receiver, rng, wanted.seconds, wanted.kills, not without, wanted.span)
        asks = Asks()
        ends.callback(desk.stop)
        ends.callback(blows.stop.set)
        settled_at = _live(desk, blows, asks, told, rng)
        told.thrown, told.answers = dict(sorted(blows.thrown.items())), dict(sorted(asks.answers.items()))
        told.thrown["notices that met a channel which drips"] = receiver.dripped
        told.thrown |= {f"visits to what means harm: {kind}": n for kind, n in sorted(hostile.asked.items())}
        told.left_out += blows.failed
        desk.stop()
        evidence = Evidence(
            asks=asks,
            expected=_expected(desk),
            served=_served(desk),
            receiver=receiver,
            trap=trap,
            after_settling=(settled_at, desk.clock()),
            lost_notices=lost_notices(blows.thrown, leads=database.name == "postgresql"),
            orphans=desk.orphans(),
        )
        services = desk.services()
        told.proofs = proofs(services, evidence)
        services.close()
        if wanted.log and not told.holds:
            database.copy(wanted.log.with_suffix(".db" if database.name == "sqlite" else ".sql"))
    return told


def lost_notices(thrown: Counter[str], *, leads: bool) -> int:
    """How many notices may have been told, and that not been written down, when their sender died; told again then.

    A worker has SENDERS, each with one notice in the air. Who ends the process of one notice ends that one. A database
    that is away, or a full disk, ends nobody: a sender remembers what it could not write. Except where it `leads` by a
    lock of that database: it loses the lead with it, and its senders end.
    """
    ended = thrown["kill worker"] + thrown["kill parent"]
    if leads:
        ended += sum(number for name, number in thrown.items() if name.startswith(("database", "disk")))
    return thrown["kill sender"] + len(SENDERS) * ended


def _live(desk: Running, blows: Blows, asks: Asks, told: Told, rng: random.Random) -> datetime:
    """Returns the desk's time of the look that found it settled."""
    channels = [f"json://127.0.0.1:{blows.receiver.server.server_port}/{path}" for path in ("tot", "cham")]
    folk = desk.prepare(blows.hostile.server.base, channels, told.wanted.folk)
    desk.start()
    _open(desk)
    entered = [(name, reviews, desk.enter(token)) for name, reviews, token in folk]
    stop = threading.Event()
    clickers = [
        Clicker(desk.base, cookie, name, reviews, asks, random.Random(rng.random()), desk.clock)
        for name, reviews, cookie in entered
    ]
    threads = [threading.Thread(target=one.live, args=(stop,), daemon=True) for one in clickers]
    keeper = threading.Thread(target=desk.keep, daemon=True)
    try:
        for thread in (keeper, *threads):
            thread.start()
        blows.start()
        blows.stop.wait(told.wanted.seconds)
    finally:
        blows.stop.set()
        blows.join()
        stop.set()
        for thread in threads:
            thread.join(60)
    told.settled_seconds, at = _settled(desk, blows.receiver)
    return at


def _open(desk: Running) -> None:
    until = time.monotonic() + OPEN_SECONDS
    while time.monotonic() < until:
        try:
            httpx.get(f"{desk.base}/health", timeout=5, trust_env=False)
            return
        except httpx.HTTPError:
            time.sleep(0.3)
    raise TimeoutError(f"The desk did not open: {desk.log.read_text(errors='replace')[-2000:]}")


def _settled(desk: Running, receiver: Receiver) -> tuple[float, datetime]:
    """Wait until all that was served is placed and nothing waits, or as long as it may take.

    Returns the seconds, and the desk's time before the last look: the crawler goes on, and what it brings later waits.
    """
    receiver.slow.clear()
    desk.jump(0)
    began = time.monotonic()
    looked_at = desk.clock()
    services = desk.services()
    try:
        while time.monotonic() - began < SETTLE_SECONDS:
            time.sleep(2)
            looked_at = desk.clock()
            if _is_settled(services, {(one.publisher, address(one.url)) for one in _expected(desk)}):
                break
    finally:
        services.close()
    return round(time.monotonic() - began, 1), looked_at


PLACED = "stopped = '' AND stage NOT IN ('fetched', 'extracted', 'understood')"
ARRIVED = f"SELECT source_id, url FROM articles WHERE {PLACED}"
UNDONE = f"""SELECT count(*) FROM articles
    WHERE stopped = '' AND (NOT ({PLACED}) OR indexed_version < version OR lease <> '')"""
UNASKED = f"SELECT count(*) FROM crawl_queue WHERE {NEVER_ASKED} AND source_id <> '{HOSTILE}'"
UNREAD = f"SELECT count(*) FROM ({UNREAD_PAGES}) AS unread"
UNSENT = "SELECT count(*) FROM outbox WHERE due_at IS NOT NULL"


def _is_settled(services: Services, wanted: set[tuple[str, str]]) -> bool:
    try:
        with services.database.engine.connect() as connection:
            arrived = {(row[0], address(row[1])) for row in connection.exec_driver_sql(ARRIVED)}
            waiting = [int(connection.exec_driver_sql(one).scalar() or 0) for one in (UNDONE, UNASKED, UNREAD, UNSENT)]
    except Exception:  # noqa: BLE001 - not yet
        return False
    return wanted <= arrived and not any(waiting)


def _newsroom(desk: Running) -> Newsroom:
    return Newsroom(desk.clock.newsroom, zero=desk.clock.day().zero, plays_day=True, trouble=False)


def _expected(desk: Running) -> list[Any]:
    with _newsroom(desk) as newsroom:
        return newsroom.expected(now())


def _served(desk: Running) -> set[tuple[str, str]]:
    """Every path that ever answered: also of what was withdrawn since."""
    zero = desk.clock.day().zero
    found = set()
    with _newsroom(desk) as newsroom:
        for minutes in range(-1200, 240, 5):
            found |= {(one.publisher, address(one.url)) for one in newsroom.expected(zero + timedelta(minutes=minutes))}
    assert len(found) <= len(articles())
    return found
