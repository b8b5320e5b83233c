"""The worker process: takes what stands at each stage one step on, until it is told to stop."""

import fcntl
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import sleep

from sqlalchemy.exc import OperationalError

from app.bootstrap import Services
from app.sending import Heartbeat, NewsPlanner, send_lane
from app.spread import spread
from app.tidying import Tidying
from database.faults import is_away
from desk.digest.schedule import Morning
from desk.intake import Intake
from desk.watch import reread
from domain.errors import Conflict
from domain.problems import Setup
from domain.stage import Stage
from domain.versions import grade

STEPS = (Stage.INDEXED, Stage.UNDERSTOOD, Stage.EXTRACTED, Stage.FETCHED)  # the furthest first: finish what is begun
IDLE_SECONDS = 0.5
BREATH_SECONDS = 0.005  # between batches, so that an editor's click is not kept waiting
log = logging.getLogger("diemtin.worker")


def work(services: Services, *, stop: Callable[[], bool]) -> None:
    """Work until `stop()`; a database that is away for a moment is waited for."""
    with (
        only_one(services.settings.home / "worker.lock"),
        spread(services.settings) as run_all,
        send_lane(services),
    ):
        intake, tidying = services.intake(run_all), Tidying(services)
        planner, heartbeat = NewsPlanner(services), Heartbeat(services)
        morning = Morning(services.database, started_at=services.clock(), gazetteer=services.gazetteer)
        while not stop():
            try:
                busy = round_of(services, intake)
                tidying.now_and_then()
                tend_digest(morning, services.clock(), quiet=not busy)
                if not busy:
                    planner.now_and_then()
                heartbeat.beat()
            except OperationalError as error:
                if not is_away(error):
                    raise
                log.warning("database away, trying again: %s", error.orig)
                busy = False
            sleep(BREATH_SECONDS if busy else IDLE_SECONDS)


def round_of(services: Services, intake: Intake) -> bool:
    """One batch at each stage. True when there was something to do."""
    done = [intake.advance(stage) for stage in STEPS]
    done.append(
        reread(
            services.database,
            extractor=services.extractor,
            grade=grade_of,
            index=services.index,
            gazetteer=services.gazetteer,
            bulletins=services.bulletins,
            now=services.clock(),
        )
    )
    return any(done)


def tend_digest(morning: Morning, now: datetime, *, quiet: bool) -> None:
    """A mistake here must not keep articles from coming through."""
    try:
        if built := morning.look(now, quiet=quiet):
            log.info("proposed the digest of %s: %d lines", built.day, len(built.lines))
    except OperationalError:
        raise
    except Exception:
        log.exception("the digest was not proposed")


def grade_of(before: str, after: str) -> str:
    return grade(before, after).grade.value


def drain(services: Services, intake: Intake) -> None:
    """Work until nothing is left to do."""
    while round_of(services, intake):
        pass


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the desk's worker lock. The kernel lets go of it when the process dies, however it dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Conflict(Setup.WORKER_RUNS) from error
        yield
