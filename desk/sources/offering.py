"""Which publishers of our list are proposed to a new desk, by its kind and its provinces."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from desk.acting import Acting
from desk.area import area_of
from desk.sources import adding
from domain.editorial import DeskKind
from domain.people import Act
from domain.ports import Gazetteer
from domain.sources import FeedKind, Source, SourceKind
from domain.store import Store

OFFICIAL = frozenset({SourceKind.OFFICIAL, SourceKind.WARNING_SERVICE})


@dataclass(frozen=True, kw_only=True)
class KnownPublisher:
    """A publisher of our list, with its (address, kind, rule) feeds."""

    source: Source
    feeds: tuple[tuple[str, FeedKind, str], ...]
    fits: frozenset[DeskKind] = frozenset()  # kinds of desks that it is for in particular


@dataclass(frozen=True, kw_only=True)
class Offered:
    publisher: KnownPublisher
    ticked: bool
    read: bool  # by this desk already


@dataclass(frozen=True, kw_only=True)
class Offer:
    """In groups, those that matter most to this desk first. A publisher stands in one group."""

    ours: tuple[Offered, ...]  # of our provinces
    fitting: tuple[Offered, ...]  # for desks of this kind
    official: tuple[Offered, ...]  # agencies and warning services
    beside: tuple[Offered, ...]  # of the provinces beside
    others: tuple[Offered, ...]

    @property
    def groups(self) -> dict[str, tuple[Offered, ...]]:
        found = {name: getattr(self, name) for name in ("ours", "fitting", "official", "beside", "others")}
        return {name: some for name, some in found.items() if some}


def offer(store: Store, known: Sequence[KnownPublisher], gazetteer: Gazetteer) -> Offer:
    """The first three groups are ticked, and for a newsroom all but the neighbours."""
    desk = store.settings.get()
    area = area_of(desk, gazetteer)
    ours = {line[-1] for code in desk.area if (line := gazetteer.lineage(code))}
    read = {source.id for source in store.sources.list()}
    groups: dict[str, list[Offered]] = {name: [] for name in ("ours", "fitting", "official", "beside", "others")}
    for one in known:
        group = _group(one, desk.kind, ours, area.beside)
        ticked = group in ("ours", "fitting", "official") or (desk.kind is DeskKind.NEWSROOM and group == "others")
        groups[group].append(Offered(publisher=one, ticked=ticked, read=one.source.id in read))
    return Offer(**{name: tuple(some) for name, some in groups.items()})


def _group(one: KnownPublisher, kind: DeskKind, ours: Collection[str], beside: Collection[str]) -> str:
    if one.source.province:
        return "ours" if one.source.province in ours else "beside" if one.source.province in beside else "others"
    if kind in one.fits:
        return "fitting"
    return "official" if one.source.kind in OFFICIAL else "others"


def take(acting: Acting, known: Sequence[KnownPublisher], wanted: Collection[str]) -> int:
    """Add those of our list that were ticked and are not read yet. How many that were."""
    acting.may(Act.MANAGE)
    read = {source.id for source in acting.store.sources.list()}
    new = [one for one in known if one.source.id in wanted and one.source.id not in read]
    for one in new:
        adding.add(acting, one.source, one.feeds)
    return len(new)
