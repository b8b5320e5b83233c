"""The placing lane, understood → queued: one process puts articles into stories and ranks each touched story once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from desk.copies import keys_of, marked
from desk.leases import BATCH_SIZE, AfterStep, Batch, claim, leased, record, still_ours
from desk.ranking.ranker import Ranker
from desk.steps import bug
from domain.article import Article
from domain.lanes import Lane, TellBatch
from domain.ports import Copies, Grouper
from domain.stage import Outcome, Stage
from domain.store import Database, Store
from domain.work import StepResult

GROUPING_WINDOW = timedelta(hours=72)  # how far back an article may join a story
UNREAD_STAGES = (Stage.FETCHED, Stage.EXTRACTED)


@dataclass(kw_only=True)
class Placing:
    """One at a time per desk: the grouper keeps its window in memory (docs/decisions/0006)."""

    database: Database
    grouper: Grouper
    copies: Copies
    ranker: Ranker
    after: Sequence[AfterStep]
    clock: Callable[[], datetime]
    tell: TellBatch
    _remembers: bool = field(default=False, init=False)  # whether the grouper holds what the database holds
    _moves: int = field(default=0, init=False)  # the last regrouping that the grouper knows of

    def advance(self, limit: int = BATCH_SIZE) -> int:
        """Place one batch, in the order in which articles came, whatever order they were read in.

        So the stories are the same for any number of readers. Returns how many rows were claimed.
        """
        now = self.clock()
        batch = claim(self.database, (Stage.UNDERSTOOD,), limit, now, after=UNREAD_STAGES)
        if batch is None:
            return 0
        try:
            with leased(self.database, batch):
                self._place(batch, now)
        except BaseException:
            self._remembers = False  # the grouper may remember what the database rolled back
            raise
        return len(batch.work)

    def _place(self, batch: Batch, now: datetime) -> None:
        with self.database.read() as store:
            self._learn(store, now)
            by_hand = store.regroupings.find([work.article.id for work in batch.work])
        placed = [self._placed(work.article, by_hand.get(work.article.id, "")) for work in batch.work]
        keys = keys_of(placed, self.copies)
        before = {work.article.story_id for work in batch.work}
        with self.database.write() as store:
            # Before the articles, as people do. Then nobody regroups one of these stories until the batch is placed.
            store.stories.lock(sorted(before.union(result.article.story_id for result in placed)))
            if store.regroupings.last() != self._moves:  # an editor regrouped meanwhile: place the batch again
                self._remembers = False
                store.articles.release([batch.lease.token])
                return
            ours = still_ours(store, batch, placed)
            self._remembers = self._remembers and len(ours) == len(placed)
            found = record(store, batch, marked(store, ours, keys, self.copies, now), self.after, now)
            touched = before | {result.article.story_id for result in found}
            self.ranker.refresh(store, filter(None, touched))
        self.tell(batch.done(Lane.PLACING, found))

    def _learn(self, store: Store, now: datetime) -> None:
        """What the database says of the window, and what editors have regrouped since."""
        if not self._remembers:
            self._moves = store.regroupings.last()
            self.grouper.restore(store.stories.placed(now - GROUPING_WINDOW))
            self._remembers = True
        for move in store.regroupings.since(self._moves):
            self.grouper.move(move.article_id, move.story_id)
            self._moves = move.number

    def _placed(self, article: Article, by_hand: str) -> StepResult:
        """`by_hand`: the story into which an editor put this article, which stands."""
        try:
            kin = self.grouper.place(article.candidate())
        except Exception as error:  # noqa: BLE001 - our bug: this article alone is set aside
            self._remembers = False
            return bug(article, Stage.QUEUED, error)
        if by_hand:
            self.grouper.move(article.id, by_hand)
            kin = replace(kin, story_id=by_hand, reason=article.assignment_reason)
        placed = replace(
            article.moved_to(Stage.QUEUED),
            story_id=kin.story_id,
            assignment_reason=kin.reason,
            copy_of=kin.copy_of,
            origin=kin.origin,
        )
        return StepResult(article=placed, step=Stage.QUEUED, outcome=Outcome.MOVED_ON, assignment=kin)
