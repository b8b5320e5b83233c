"""Builds the index anew beside the one in use, then swaps. The index is disposable: the database is the truth."""

import shutil
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from domain.search import Document
from index.embedded.folder import clear_the_way, fresh, point, sweep, writing
from index.embedded.schema import open_at, stored

_HEAP_BYTES = 128_000_000
_DOCUMENTS_PER_COMMIT = 50_000


def rebuild(path: Path, documents: Iterable[Document], *, wait: float = 60.0) -> int:
    """How many were indexed. Readers keep the old index until the end and notice the swap by themselves.

    Writers wait meanwhile. `documents` is read only once they do; it must hold every article that has reached
    `understood`, since one may have been added and not yet be marked as known.
    """
    clear_the_way(path)
    with writing(path, wait=wait):
        folder = fresh(path)
        try:
            count = _fill(folder, documents)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        point(path, folder)
        sweep(path)
    return count


def _fill(folder: Path, documents: Iterable[Document]) -> int:
    index = open_at(str(folder))
    writer = index.writer(_HEAP_BYTES, 1)
    rest = iter(documents)
    while batch := list(islice(rest, _DOCUMENTS_PER_COMMIT)):
        for document in batch:
            writer.delete_documents_by_term("id", document.id)
            writer.add_document(stored(document))
        writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return int(index.searcher().num_docs)
