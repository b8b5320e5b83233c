"""The search index, built anew beside the old one from what the database holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from app.bootstrap import Services
from desk.indexing import document
from domain.errors import Unreachable
from domain.problems import Service
from domain.search import Document
from domain.store import Database, Store
from domain.work import SearchMark

ROWS_PER_MARKING = 5_000  # rows of one transaction, so that no click waits long


@dataclass
class Mending:
    """Sees that the index is whole, and builds it anew where it is not."""

    services: Services
    _ours: bool = False  # the marks of the articles have been our engine's

    def fault(self) -> str:
        """A desk that starts with another engine fills it; one whose search was moved elsewhere stands still."""
        engine = self.services.engine
        with self.services.database.read() as store:
            owner = store.search_marks.engine()
        if owner == engine.name:
            self._ours = True
            return engine.fault()
        if self._ours:
            raise Unreachable(Service.SEARCH_INDEX, cause=f"the desk searches with {owner} now: start this anew")
        return f"until now the desk searched with {owner}"

    def mend(self) -> int:
        return rebuilt(self.services, self.services.database)


def rebuilt(services: Services, database: Database) -> int:
    """How many articles of this database the engine of our settings now holds.

    First the marks become this engine's, so that another engine's worker marks nothing that is not in the new index.
    """
    engine, known = services.engine, list[SearchMark]()

    def documents(store: Store) -> Iterator[Document]:
        for article in store.progress.texts():
            known.append(SearchMark.of(article))
            yield document(article, services.gazetteer)

    with database.read() as store:
        before = store.search_marks.engine()
    if before != engine.name:  # else nobody who only searches waits for a writer
        with database.write() as store:
            before = store.search_marks.follow(engine.name)
    try:
        with database.read() as store:
            done = engine.rebuild(documents(store))
    except BaseException:
        if before != engine.name:
            with database.write() as store:
                store.search_marks.follow(before)
        raise
    rest = (mark for mark in known if mark.article_id not in done.passed_over)
    while some := list(islice(rest, ROWS_PER_MARKING)):
        with database.write() as store:
            store.search_marks.save(some)
    return done.number
