"""What whoever places does beside it, from time to time: tidying, regrouping, the digest, notices, a sign outside."""

import logging
from datetime import UTC, datetime, timedelta
from time import monotonic
from urllib.parse import urlsplit

from app.bootstrap import Services
from app.outage import passes
from app.regrouping import HourlyRegrouping
from app.sample import is_of_the_sample
from app.sending import Heartbeat, NewsPlanner
from app.tidying import Tidying
from desk.cap_issuing import CapIssuer
from desk.digest.schedule import DigestSchedule
from desk.outbox.own import OWN
from desk.tasks import TaskFinder
from domain.lanes import BatchDone, Lane
from messages.catalogue import Catalogue

FIND_EVERY = timedelta(seconds=20)  # of the desk's own clock
ISSUE_EVERY_SECONDS = 3.0
log = logging.getLogger("diemtin.worker")


class Duties:
    """All of them are short, or go on in a thread or a process of their own."""

    def __init__(self, services: Services, *, regrouped_at: datetime | None = None) -> None:
        """`regrouped_at`: when the stories were regrouped last, as far as that is known."""
        self._services = services
        self._tidying, self._planner, self._heartbeat = Tidying(services), NewsPlanner(services), Heartbeat(services)
        self._regrouping = HourlyRegrouping(services.regrouping, services.clock, regrouped_at)
        self._tasks, self._tasks_at = TaskFinder(services.database), datetime.min.replace(tzinfo=UTC)
        self._issuer, self._issued_at = _issuer(services), -ISSUE_EVERY_SECONDS
        self._digest = DigestSchedule(services.database, started_at=services.clock(), gazetteer=services.gazetteer)

    def now_and_then(self, *, quiet: bool) -> None:
        """`quiet`: no article waits to be placed."""
        self._tidying.now_and_then()
        self._regrouping.now_and_then()
        self._maintain_digest(quiet=quiet)
        self._find_tasks()
        self._issue_warnings()
        if quiet:
            self._planner.now_and_then()
        self._heartbeat.beat()

    def _maintain_digest(self, *, quiet: bool) -> None:
        """Build the digest at its hour. An error in it must not stop articles."""
        started = monotonic()
        try:
            if built := self._digest.look(self._services.clock(), quiet=quiet):
                lines, seconds = len(built.lines), monotonic() - started
                done = BatchDone(lane=Lane.DIGEST, claimed=lines, outcomes={"proposed": lines}, seconds=seconds)
                self._services.observer.batch(done)
        except Exception as error:
            if passes(error):
                raise
            log.exception("the digest was not proposed")

    def _find_tasks(self) -> None:
        """Also while articles wait: readers were told what is no longer so. Whom it concerns is told at once."""
        now = self._services.clock()
        if timedelta(0) <= now - self._tasks_at < FIND_EVERY:
            return
        self._tasks_at = now
        try:
            if self._tasks.look(now):
                self._planner.at_once(OWN)
        except Exception as error:
            if passes(error):
                raise
            log.exception("what sources changed was not looked at")

    def _issue_warnings(self) -> None:
        """Also while articles wait: our own feed hands on what has come to hold, and what no longer does."""
        if monotonic() - self._issued_at < ISSUE_EVERY_SECONDS:
            return
        self._issued_at = monotonic()
        try:
            self._issuer.look(self._services.clock())
        except Exception as error:
            if passes(error):
                raise
            log.exception("our own warnings were not sent")


def _issuer(services: Services) -> CapIssuer:
    return CapIssuer(
        database=services.database,
        bulletins=services.bulletins,
        gazetteer=services.gazetteer,
        words=Catalogue("vi"),
        sender=urlsplit(services.settings.public_url).hostname or "",
        is_invented=lambda source: is_of_the_sample(source.home_url),
    )
