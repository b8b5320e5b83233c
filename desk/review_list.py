"""Items with what the screens show beside them, each as the person asking may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk import review_rules
from desk.acting import SeenItem
from domain.article import Article
from domain.editorial import OPEN_STATES, ItemState, ReviewAction, ReviewItem
from domain.log import LogEntry
from domain.people import Person
from domain.store import Store

MAX_CHANGES = 20  # that a conflict tells


@dataclass(frozen=True, kw_only=True)
class ReviewRow:
    """An item with what the screens need beside it."""

    item: ReviewItem  # without its caption where that is somebody else's draft
    article: Article
    source_name: str
    picked_by: Person
    written_by: Person  # last
    reviewed_by: Person | None
    changed_since: bool  # the publisher has changed the article after it was picked
    may: frozenset[ReviewAction]  # the steps that whoever looks may take
    is_hidden: bool  # somebody else's draft


@dataclass(frozen=True, kw_only=True)
class _Around:
    """Read once for all rows."""

    people: dict[int, Person]
    sources: dict[str, str]
    viewer: Person
    solo: bool


def waiting(
    store: Store, viewer: Person, states: Sequence[ItemState] = OPEN_STATES, limit: int = 200
) -> list[ReviewRow]:
    """Items in these states, newest first, with their articles."""
    around = _around(store, viewer)
    return [_row(store, item, around) for item in store.items.list(states, limit)]


def entry(store: Store, viewer: Person, item_id: int) -> ReviewRow:
    return _row(store, store.items.get(item_id), _around(store, viewer))


def entries(store: Store, viewer: Person, item_ids: Sequence[int]) -> list[ReviewRow]:
    around = _around(store, viewer)
    return [_row(store, store.items.get(item_id), around) for item_id in item_ids]


def as_shown(item: ReviewItem, viewer: Person) -> ReviewItem:
    """The item as this person may read it: somebody else's draft has no caption."""
    return replace(item, caption="") if review_rules.hides_caption(item, viewer) else item


def changes_since(store: Store, seen: SeenItem) -> list[LogEntry]:
    """What was done with the item since the person saw it, oldest first.

    Each revision has one entry in the log, but for writing that saves itself: its entry names the first of several.
    """
    last, found = store.items.get(seen.id).revision, []
    for entry in store.log.list(MAX_CHANGES, f"item:{seen.id}"):
        if last <= seen.revision:
            break
        found.append(entry)
        last = int(entry.after.get("revision", last)) - 1
    return found[::-1]


def _around(store: Store, viewer: Person) -> _Around:
    return _Around(
        people={person.id: person for person in store.people.list()},
        sources=store.sources.names(),
        viewer=viewer,
        solo=store.settings.get().solo,
    )


def _row(store: Store, item: ReviewItem, around: _Around) -> ReviewRow:
    article = store.articles.get(item.article_id)
    return ReviewRow(
        item=as_shown(item, around.viewer),
        article=article,
        source_name=around.sources.get(article.source_id, article.source_id),
        picked_by=around.people[item.picked_by],
        written_by=around.people[item.last_writer],
        reviewed_by=around.people[item.reviewed_by] if item.reviewed_by else None,
        changed_since=article.version != item.article_version,
        may=review_rules.allowed(item, around.viewer, solo=around.solo),
        is_hidden=review_rules.hides_caption(item, around.viewer),
    )
