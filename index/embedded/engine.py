"""The index in the program itself, on tantivy: one process writes at a time, any number read."""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any

from domain.errors import DeskError, Unreachable
from domain.problems import Service
from domain.search import DayCounts, Document, Query, Results
from index.embedded.folder import ensure, pointed, writing
from index.embedded.reader import EmbeddedReader, usual_words
from index.embedded.schema import open_at, stored
from index.query.answering import answered
from index.query.parser import Parsed, Resolver, as_typed, parse
from index.query.publishers import Publishers
from index.searching import by_day, search

_HEAP_BYTES = 50_000_000
_DOCUMENTS_PER_COMMIT = 5000  # documents between commits of one `add`
_WRITER_WAIT_SECONDS = 10.0  # seconds for another writer, e.g. a rebuild, before search is called away

Stamp = tuple[int, int, int]


class EmbeddedIndex:
    """A SearchIndex in the folder `path`, which is made, empty, when it is not there yet."""

    def __init__(
        self,
        path: Path,
        *,
        resolve: Resolver = as_typed,
        known: Publishers | None = None,
        today: Callable[[], date | None] = lambda: None,
        wait: float = _WRITER_WAIT_SECONDS,
    ) -> None:
        self._path, self._resolve, self._known, self._today, self._wait = path, resolve, known, today, wait
        self._lock = Lock()
        self._folder: Path | None = None
        self._stamp: Stamp | None = None
        self._index: Any = None
        self._usual_words = 0.0
        ensure(path)

    def add(self, documents: Iterable[Document]) -> None:
        rest = iter(documents)
        while batch := {d.id: d for d in islice(rest, _DOCUMENTS_PER_COMMIT)}:
            with self._writer() as writer:
                for document in batch.values():
                    writer.delete_documents_by_term("id", document.id)
                    writer.add_document(stored(document))

    def remove(self, ids: Iterable[str]) -> None:
        with self._writer() as writer:
            for id_ in ids:
                writer.delete_documents_by_term("id", id_)

    def find(self, query: Query) -> Results:
        def read(text: str) -> Parsed:
            return parse(replace(query, text=text), resolve=self._resolve, known=self._known, today=self._today())

        with _as_unreachable():
            reader = EmbeddedReader(self._searcher(), self._usual_words)
            return answered(read(query.text), lambda parsed: search(reader, query, parsed, read))

    def by_day(self, query: Query, ids: int) -> DayCounts:
        asked = replace(query, whole=True)
        with _as_unreachable():
            parsed = parse(asked, resolve=self._resolve, known=self._known, today=self._today())
            return by_day(EmbeddedReader(self._searcher(), self._usual_words), parsed, ids)

    def count(self) -> int:
        with _as_unreachable():
            return int(self._searcher().num_docs)

    @contextmanager
    def _writer(self) -> Any:
        """Write in one transaction: all of it is findable when the block ends, and nothing is kept when it fails."""
        with _as_unreachable(), writing(self._path, wait=self._wait):
            writer = open_at(str(pointed(self._path))).writer(_HEAP_BYTES, 1)
            yield writer
            writer.commit()
            writer.wait_merging_threads()

    def _searcher(self) -> Any:
        with self._lock:
            folder = pointed(self._path)
            stamp = _stamp(folder / "meta.json")
            changed = stamp != self._stamp
            if folder != self._folder:
                self._index, self._folder = open_at(str(folder)), folder
            elif changed:
                self._index.reload()
            self._stamp = stamp
            searcher = self._index.searcher()
            if changed:
                self._usual_words = usual_words(searcher)
            return searcher


def _stamp(file: Path) -> Stamp:
    at = file.stat()
    return at.st_ino, at.st_mtime_ns, at.st_size


@contextmanager
def _as_unreachable() -> Any:
    """The engine reports a missing or damaged folder as OSError, ValueError or a panic."""
    try:
        yield
    except DeskError:
        raise
    except (OSError, ValueError, RuntimeError) as error:
        raise Unreachable(Service.SEARCH_INDEX, cause=repr(error)) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # pyo3's, which cannot be imported
            raise Unreachable(Service.SEARCH_INDEX, cause=repr(error)) from error
        raise
