"""The indexing lane: search is a copy of the truth, and follows it. Nothing on the path waits for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from desk import log
from domain.article import Article
from domain.editorial import DeskAction
from domain.errors import Unreachable
from domain.lanes import BatchDone, Lane, TellBatch
from domain.ports import Gazetteer, SearchIndex
from domain.problems import Service
from domain.search import Document
from domain.store import Database, Store
from domain.work import SearchMark

BATCH_SIZE = 400  # an engine commits a large batch in hardly more time than a small one


def document(article: Article, gazetteer: Gazetteer) -> Document:
    """What search may know of an article: no byline."""
    codes = {code for place in article.places for code in (*gazetteer.lineage(place.code), place.province) if code}
    return Document(
        id=article.id,
        title=article.title,
        text=article.text,
        source=article.source_id,
        section=article.section.value if article.section else "",
        second_section=article.second_section.value if article.second_section else "",
        places=tuple(sorted(codes)),
        published_at=article.dated,
    )


@dataclass(kw_only=True)
class Indexing:
    """An article's row says which version search knows; what it does not know yet is added in batches."""

    database: Database
    index: SearchIndex
    engine: str = "embedded"  # whose the marks must be: a rebuild may have moved the desk to another engine
    gazetteer: Gazetteer
    clock: Callable[[], datetime]
    tell: TellBatch

    def advance(self, limit: int = BATCH_SIZE) -> int:
        """Add what is new to the index and remove what is no article any more. Raise Unreachable.

        The marks are written after the engine has kept the batch. Adding again replaces, so dying between is harmless.
        """
        started = monotonic()
        with self.database.read() as store:
            self._still_ours(store)
            behind, gone = store.search_marks.behind(limit), store.search_marks.discarded(limit)
        if gone:
            self.index.remove(gone)
        if behind:
            self._add(behind)
        if behind or gone:
            with self.database.write() as store:
                store.search_marks.save(map(SearchMark.of, behind))
                store.search_marks.remove(gone)
                self._still_ours(store)
            outcomes = {"added": len(behind), "removed": len(gone)}
            seconds = monotonic() - started
            self.tell(BatchDone(lane=Lane.INDEXING, claimed=sum(outcomes.values()), outcomes=outcomes, seconds=seconds))
        return len(behind) + len(gone)

    def _still_ours(self, store: Store) -> None:
        """The other engine knows nothing of what this one is given: nothing may be marked for it."""
        if (owner := store.search_marks.engine()) != self.engine:
            raise Unreachable(Service.SEARCH_INDEX, cause=f"the desk searches with {owner} now: start this anew")

    def _add(self, articles: Sequence[Article]) -> None:
        """An article that breaks the engine is logged and left out until its text changes; the others go on."""
        try:
            self.index.add([document(article, self.gazetteer) for article in articles])
        except Unreachable:
            raise
        except Exception as error:  # noqa: BLE001 - our bug: find the article it is about
            if len(articles) == 1:
                self._left_out(articles[0], error)
                return
            for article in articles:
                self._add([article])

    def _left_out(self, article: Article, error: Exception) -> None:
        why = {"error": repr(error)[:500]}
        with self.database.write() as store:
            log.by_program(store, DeskAction.INDEX_FAILED, f"article:{article.id}", why, self.clock())
