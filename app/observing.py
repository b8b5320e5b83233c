"""What happened, as one line of the log and as figures: the one place where both are said."""

import logging
from dataclasses import dataclass, field

from api.services import Answered
from app import logs
from app.logs import Event
from app.metrics import Figures
from domain.lanes import BatchDone, Lane
from domain.stage import Outcome

SLOW_SECONDS = 1.0  # an answer of the web that took longer stands in the log
LOGGERS = {lane: logging.getLogger("diemtin.worker") for lane in Lane}
LOGGERS |= {Lane.INDEXING: logging.getLogger("diemtin.search"), Lane.SENDING: logging.getLogger("diemtin.send")}
LOGGERS[Lane.DELIVERING] = LOGGERS[Lane.SENDING]
crawler_log = logging.getLogger("diemtin.crawler")
web_log = logging.getLogger("diemtin.web")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """One visit of a feed or a page, filed."""

    kind: str  # "feed", "page"
    source: str
    id: int  # of the feed, or of the page's address
    outcome: str
    status: int
    entries: int = 0
    new: int = 0
    answer_seconds: float  # until the publisher answered
    filing_seconds: float = 0.0  # reading and writing what came


@dataclass
class Observer:
    figures: Figures = field(default_factory=Figures)

    def batch(self, done: BatchDone) -> None:
        others = {name: count for name, count in done.outcomes.items() if name != Outcome.MOVED_ON}
        quarantined = others.pop(Outcome.QUARANTINE, 0)
        logs.write(
            LOGGERS[done.lane],
            Event.BATCH,
            lane=done.lane,
            step=done.step,
            lease=done.lease,
            claimed=done.claimed,
            recorded=done.recorded,
            quarantined=quarantined,
            **others,
            ms=_ms(done.seconds),
        )
        self.figures.claimed.labels(done.lane, done.step).inc(done.claimed)
        self.figures.batches.labels(done.lane, done.step).observe(done.seconds)
        for outcome, count in done.outcomes.items():
            self.figures.rows.labels(done.lane, done.step, outcome).inc(count)

    def visit(self, visited: Visited) -> None:
        logs.write(
            crawler_log,
            Event.VISIT,
            source=visited.source,
            **{visited.kind: visited.id},
            outcome=visited.outcome,
            status=visited.status,
            entries=visited.entries,
            new=visited.new,
            answer_ms=_ms(visited.answer_seconds),
            ms=_ms(visited.filing_seconds),
        )
        self.figures.visits.labels(visited.kind, visited.outcome).inc()
        self.figures.new.labels(visited.kind).inc(visited.new)
        self.figures.answers.labels(visited.kind).observe(visited.answer_seconds)

    def request(self, answered: Answered) -> None:
        """Most requests are only counted."""
        failed = answered.status >= 500
        if failed or answered.seconds > SLOW_SECONDS:
            logs.write(
                web_log,
                Event.REQUEST,
                logging.ERROR if failed else logging.WARNING,
                method=answered.method,
                route=answered.route,
                status=answered.status,
                ms=_ms(answered.seconds),
                request=answered.request_id,
            )
        self.figures.requests.labels(answered.method, answered.route, answered.status).inc()
        self.figures.request_seconds.labels(answered.method, answered.route).observe(answered.seconds)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
