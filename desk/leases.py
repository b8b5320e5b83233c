"""Claiming rows for a while: the work is done outside any transaction, and recorded only while the lease stands."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic
from uuid import uuid4

from domain.lanes import BatchDone, Lane
from domain.stage import Outcome, Stage
from domain.store import Database, Store
from domain.work import ClaimedArticle, Lease, StepResult

BATCH_SIZE = 48  # each batch costs some forty statements, however many rows it has
LEASE_LASTS = timedelta(seconds=120)  # longer than any page may take
RENEW_AFTER = LEASE_LASTS / 4
RETRY_AFTER = timedelta(seconds=20)
MAX_RETRY_MULTIPLE = 30  # a wait of at most this many times RETRY_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows that are ours until the lease runs out, and the stage to which they are taken."""

    to: Stage
    lease: Lease
    work: list[ClaimedArticle]
    claimed_at: float = field(default_factory=monotonic)

    def done(self, lane: Lane, recorded: Sequence[StepResult]) -> BatchDone:
        return BatchDone(
            lane=lane,
            step=self.to,
            lease=self.lease.token,
            claimed=len(self.work),
            outcomes=Counter({result.article.id: result.outcome.value for result in recorded}.values()),
            seconds=monotonic() - self.claimed_at,
        )


AfterStep = Callable[[Store, Batch, list[StepResult], datetime], list[StepResult]]
"""What follows a step, in the transaction that records it; it may change the results."""


def new_lease() -> Lease:
    return Lease(token=uuid4().hex, lasts=LEASE_LASTS)


def claim(
    database: Database, stages: Sequence[Stage], limit: int, now: datetime, *, after: Sequence[Stage] = ()
) -> Batch | None:
    """Rows of the first of these stages that has any. All of them are to go one step beyond the first stage."""
    lease, to = new_lease(), stages[0].next
    with database.write() as store:
        found = (store.articles.claim(stage, limit, now, lease=lease, after=after) for stage in stages)
        work = next(filter(None, found), None)
    return Batch(to=to, lease=lease, work=work) if work and to else None


def still_ours(store: Store, batch: Batch, results: Sequence[StepResult]) -> list[StepResult]:
    """The results whose lease still holds. Those of a late worker are dropped, because another one has the rows."""
    held = store.articles.held([work.article.id for work in batch.work], batch.lease.token)
    return [result for result in results if result.article.id in held]


@contextmanager
def leased(database: Database, batch: Batch) -> Iterator[None]:
    """Gives the rows back at once when the work fails. A process that dies leaves that to the lease."""
    try:
        yield
    except BaseException:
        with suppress(Exception), database.write() as store:
            store.articles.release([batch.lease.token])
        raise


def record(
    store: Store, batch: Batch, results: Sequence[StepResult], after: Sequence[AfterStep], now: datetime
) -> list[StepResult]:
    """Record one outcome of each step of each article, with what follows the steps. Returns what was recorded."""
    found = list(results)
    for follow in after:
        found = follow(store, batch, found, now)
    found = _later(store, found, now)
    store.articles.record(found, now)
    return found


def _later(store: Store, results: list[StepResult], now: datetime) -> list[StepResult]:
    """When a retry is due. Each wait is longer than the last one, up to ten minutes."""
    again = [result for result in results if result.outcome is Outcome.RETRY]
    tries: dict[str, int] = {}
    for step in {result.step for result in again}:
        tries |= store.progress.tries([result.article.id for result in again if result.step is step], step)

    def wait(result: StepResult) -> timedelta:
        return RETRY_AFTER * min(tries.get(result.article.id, 0) + 1, MAX_RETRY_MULTIPLE)

    return [
        replace(result, retry_at=now + wait(result)) if result.outcome is Outcome.RETRY else result
        for result in results
    ]
