"""Nhật ký: every decision, newest first."""

from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import ReadStore, SignedIn
from api.pages import Link, page
from domain.log import LogEntry
from domain.store import Store

router = APIRouter(include_in_schema=False)
FAMILIES = {  # logged codes, with their families of messages
    "state": "logged-state",
    "role": "role",
    "section": "section",
    "second_section": "section",
    "kind": "source-kind",
}
OF_IDS = {"article": "article", "articles": "article", "lines": "article", "story": "story"}  # values that are ids
LINK = Link(path="/so-ghi", title="Nhật ký", order=80)


@router.get("/so-ghi")
def show_log(request: Request, session: SignedIn, store: ReadStore) -> Response:
    entries = store.log.list(200)
    names = _names(store, entries, request.state.source_names)
    return page(request, "so-ghi.html", {"entries": entries, "families": FAMILIES, "names": names, "of_ids": OF_IDS})


def _names(store: Store, entries: Sequence[LogEntry], sources: dict[str, str]) -> dict[str, str]:
    """The name of each subject, and of each id among the values. What was removed is shown by its id."""
    people = {f"person:{one.id}": one.name for one in store.people.list()}
    asked = {subject for entry in entries for subject in _subjects(entry)}
    return store.log.titles(sorted(asked)) | people | {f"source:{key}": name for key, name in sources.items()}


def _subjects(entry: LogEntry) -> Iterable[str]:
    yield entry.subject
    for values in (entry.before, entry.after):
        for name, value in values.items():
            for one in _ids(name, value):
                yield f"{OF_IDS[name]}:{one}"


def _ids(name: str, value: Any) -> list[str]:
    ids = value if isinstance(value, list) else [value]
    return [one for one in ids if isinstance(one, str)] if name in OF_IDS else []
