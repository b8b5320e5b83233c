"""At its hour Điểm tin sáng is proposed and kept, once a day, also when the program was away at that minute."""

from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from desk import log
from desk.digest import composing
from domain.editorial import Digest, DigestAction
from domain.errors import Conflict
from domain.ports import Gazetteer
from domain.stage import Stage
from domain.store import Database, Store
from domain.times import VIETNAM

LOOK_EVERY = timedelta(seconds=20)
MORNING_ENDS_AT = time(12)  # nobody needs a morning digest in the afternoon
CATCH_UP_TIME = timedelta(minutes=15)  # after a start, what came in overnight is read first


@dataclass
class DigestSchedule:
    """Builds the digest at its hour. `quiet` says that no article is waiting to be read."""

    database: Database
    started_at: datetime
    gazetteer: Gazetteer | None = None
    _looked_at: datetime | None = field(default=None, init=False)

    def look(self, now: datetime, *, quiet: bool) -> Digest | None:
        """The digest, when it was just built."""
        if self._looked_at is not None and timedelta(0) <= now - self._looked_at < LOOK_EVERY:
            return None
        self._looked_at = now
        with self.database.read() as store:
            if not is_due(store, now) or not (now - self.started_at > CATCH_UP_TIME or self._read(store, quiet)):
                return None
        try:
            with self.database.write() as store:
                return build(store, now, self.gazetteer)
        except Conflict:  # an editor was faster
            return None

    def _read(self, store: Store, quiet: bool) -> bool:
        if not quiet or store.crawl_queue.count_waiting():
            return False
        counts = store.progress.counts()
        return not any(counts[stage] for stage in (Stage.FETCHED, Stage.EXTRACTED, Stage.UNDERSTOOD))


def is_due(store: Store, now: datetime) -> bool:
    local = now.astimezone(VIETNAM)
    hour = time.fromisoformat(store.settings.get().digest_at)
    return hour <= local.time() < MORNING_ENDS_AT and store.digests.find(local.date()) is None


def build(store: Store, now: datetime, gazetteer: Gazetteer | None = None) -> Digest | None:
    """Keep the proposal, unless there is nothing to tell or somebody has kept a digest already."""
    if not is_due(store, now):
        return None
    day = now.astimezone(VIETNAM).date()
    proposed = composing.proposal(store, day, now, gazetteer)
    if not proposed.lines:
        return None
    saved = store.digests.save(replace(proposed, saved_at=now))
    after = {"lines": [line.article_id for line in saved.lines]}
    log.by_program(store, DigestAction.DIGEST_BUILT, f"digest:{day}", after, now)
    return saved
