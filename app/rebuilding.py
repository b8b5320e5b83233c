"""The search index, built anew beside the old one from what the database holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from app.bootstrap import Services
from desk.indexing import document
from domain.search import Document
from domain.store import Database, Store
from domain.work import SearchMark
from index.embedded.health import Health
from index.rebuild import rebuild

ROWS_PER_MARKING = 5_000  # rows of one transaction, so that no click waits long


@dataclass
class Mending:
    """Sees that the index is whole, and builds it anew where it is not."""

    services: Services

    def __post_init__(self) -> None:
        self._health = Health(self.services.settings.index_path)

    def fault(self) -> str:
        return self._health.fault()

    def mend(self) -> int:
        return rebuilt(self.services, self.services.database)


def rebuilt(services: Services, database: Database) -> int:
    """How many articles of this database the home's index now holds."""
    known: list[SearchMark] = []

    def documents(store: Store) -> Iterator[Document]:
        for article in store.progress.texts():
            known.append(SearchMark.of(article))
            yield document(article, services.gazetteer)

    with database.read() as store:
        number = rebuild(services.settings.index_path, documents(store))
    rest = iter(known)
    while some := list(islice(rest, ROWS_PER_MARKING)):
        with database.write() as store:
            store.search_marks.save(some)
    return number
