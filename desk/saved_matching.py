"""The matching lane: each new or changed article version is asked against all saved searches, once.

Nothing on the path waits for it. What was found, and the mark that it was asked, are written in one transaction: a
worker that dies between leaves the article to be asked again, and what was found before is not found twice.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from desk import log
from desk.indexing import document
from domain.article import Article
from domain.editorial import DeskAction
from domain.errors import Unreachable
from domain.lanes import BatchDone, Lane, TellBatch
from domain.ports import Gazetteer, Percolator
from domain.saved_searches import SavedHit
from domain.search import Match, Query
from domain.store import Database, Store
from domain.times import VIETNAM

BATCH_SIZE = 200  # articles


@dataclass(kw_only=True)
class SavedMatching:
    database: Database
    percolator: Percolator
    gazetteer: Gazetteer
    clock: Callable[[], datetime]
    tell: TellBatch
    _stamp: str = field(default="", init=False)  # of the searches that the percolator knows
    _searches: Mapping[int, Query] = field(default_factory=dict, init=False)

    def advance(self, limit: int = BATCH_SIZE) -> int:
        """Ask one batch; returns how many articles it held. Raise Unreachable."""
        started = monotonic()
        with self.database.read() as store:
            asked = store.saved_hits.behind(limit)
            if not asked:
                return 0
            self._learn(store)
            day = f"{self.clock().astimezone(VIETNAM):%Y-%m-%d}"
            counted = store.saved_searches.full(day) if self._searches else set()
        hits = self._hits(asked, counted) if self._searches else []
        with self.database.write() as store:
            new = store.saved_hits.add(hits, day)
            store.saved_hits.mark(asked)
        outcomes = {"asked": len(asked)} | ({"found": new} if new else {})
        self.tell(BatchDone(lane=Lane.MATCHING, claimed=len(asked), outcomes=outcomes, seconds=monotonic() - started))
        return len(asked)

    def _learn(self, store: Store) -> None:
        stamp = store.saved_searches.stamp()
        if stamp != self._stamp:
            self._searches = store.saved_searches.queries()
            self.percolator.learn(self._searches)
            self._stamp = stamp

    def _hits(self, asked: Sequence[Article], counted: Container[int]) -> list[SavedHit]:
        """An article that breaks the percolator is logged and passed over; the others go on."""
        try:
            matches = self.percolator.match([document(article, self.gazetteer) for article in asked], counted)
        except Unreachable:
            raise
        except Exception as error:  # noqa: BLE001 - our bug: find the article it is about
            if len(asked) == 1:
                self._passed_over(asked[0], error)
                return []
            return [hit for article in asked for hit in self._hits([article], counted)]
        now, versions = self.clock(), {article.id: article.version for article in asked}
        return [_hit(match, versions[match.document_id], now) for match in matches]

    def _passed_over(self, article: Article, error: Exception) -> None:
        why = {"error": repr(error)[:500]}
        with self.database.write() as store:
            log.by_program(store, DeskAction.MATCHING_FAILED, f"article:{article.id}", why, self.clock())


def _hit(match: Match, version: int, now: datetime) -> SavedHit:
    return SavedHit(
        search_id=match.search_id,
        article_id=match.document_id,
        at=now,
        version=version,
        words=match.words,
        places=match.places,
        source=match.source,
        section=match.section,
    )
