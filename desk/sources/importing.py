"""Lists of sources from elsewhere: what stands in one is shown before anything is added."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from desk.acting import Acting
from desk.sources import adding
from domain.errors import Busy, DeskError
from domain.message import Message
from domain.people import Act
from domain.refusals import refuse
from domain.sources import Outline, RefusedOutline, Source, SourceList
from domain.store import Store


class RowState(StrEnum):
    NEW = "new"
    KNOWN = "known"  # polled already
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class ListedRow:
    """One line of the list, and what would become of it."""

    state: RowState
    line: int
    name: str
    outline: Outline | None = None
    why: Message | None = None  # of a refusal


@dataclass(frozen=True, kw_only=True)
class Imported:
    added: int = 0
    known: int = 0
    refused: tuple[RefusedOutline, ...] = ()


def listed(store: Store, read: SourceList) -> tuple[ListedRow, ...]:
    """In the order of the list."""
    polled = {feed.url for source in store.sources.list() for feed in store.feeds.list(source.id)}
    rows = [ListedRow(state=RowState.REFUSED, line=one.line, name=one.name, why=one.why) for one in read.refused]
    rows += [_row(outline, polled) for outline in read.outlines]
    return tuple(sorted(rows, key=lambda row: row.line))


def _row(outline: Outline, polled: set[str]) -> ListedRow:
    name = outline.name or outline.feed_url
    try:
        refuse(outline.home_url or outline.feed_url)
        refuse(outline.feed_url)
        source_of(outline)
    except DeskError as error:
        return ListedRow(state=RowState.REFUSED, line=outline.line, name=name, outline=outline, why=error.message)
    state = RowState.KNOWN if outline.feed_url in polled else RowState.NEW
    return ListedRow(state=state, line=outline.line, name=name, outline=outline)


def add(acting: Acting, outline: Outline) -> bool:
    """False where the address is polled already. Raise RefusedSource and BadInput."""
    acting.may(Act.MANAGE)
    source = source_of(outline)
    known = {feed.url for feed in acting.store.feeds.list(source.id)}
    adding.add(acting, source, [(outline.feed_url, outline.feed_kind, outline.rule)])
    return outline.feed_url in {feed.url for feed in acting.store.feeds.list(source.id)} - known


def add_chosen(acting: Acting, outlines: Iterable[Outline]) -> Imported:
    """Add each; one that is refused stops none of the others."""
    added = known = 0
    refused: list[RefusedOutline] = []
    for outline in outlines:
        try:
            is_new = add(acting, outline)
        except Busy:  # says nothing about this line
            raise
        except DeskError as error:
            refused.append(RefusedOutline(line=outline.line, name=outline.name, why=error.message))
        else:
            added, known = added + is_new, known + (not is_new)
    return Imported(added=added, known=known, refused=tuple(refused))


def source_of(outline: Outline) -> Source:
    """Raise BadInput for what is no web address."""
    home = outline.home_url or outline.feed_url
    return Source(
        id=adding.source_id(home),
        name=outline.name or home,
        home_url=home,
        organisation=outline.organisation or outline.name or home,
        kind=outline.kind,
        province=outline.province,
    )
