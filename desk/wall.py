"""What a screen on a wall shows: the warnings that hold in our area, and loudly whenever they may not be the latest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk import running, warnings
from desk.area import Area
from desk.running import Fault
from desk.warning_states import ShownWarning
from desk.warnings import WarningsInForce
from domain.cap_messages import CapWords
from domain.message import Message, say
from domain.running import Part
from domain.sources import OFFICIAL, Source, SourceKind
from domain.store import Store
from vietnamese.sentences import sentences, whole_sentences

# A source of this kind that was last read longer ago is behind: twice the longest pause between two visits, or just
# more than it.
READ_WITHIN = {SourceKind.WARNING_SERVICE: timedelta(minutes=30), SourceKind.OFFICIAL: timedelta(hours=13)}
MAX_ADVICE_CHARS = 3000
_ELSEWHERE = (Part.INDEXER, Part.STANDBY)  # of no use to warnings
_STALE = frozenset(
    {
        Fault.SILENT,
        Fault.STANDING,
        Fault.LANE_EMPTY,
        Fault.LANE_STILL,
        Fault.LINE_AWAY,
        Fault.CLOCK_AHEAD,
        Fault.CLOCK_BACK,
        Fault.CLOCK_WRONG,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateSource:
    """One that has not been read as often as it should."""

    name: str
    read_at: datetime | None  # None: never


@dataclass(frozen=True, slots=True, kw_only=True)
class WallWarning:
    shown: ShownWarning
    advice: Sequence[str]  # sentences of the publisher
    is_next_late: bool  # the next bulletin was due, and has not come


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    warnings: Sequence[WallWarning]  # gravest first
    combined_level: int | None
    faults: Sequence[Message]  # of the desk
    late: Sequence[LateSource]
    sources: int  # that could warn us
    read_at: datetime | None  # when one of them was read last

    @property
    def is_blind(self) -> bool:
        """Nobody knows whether there are warnings now."""
        return bool(self.faults) or self.sources == len(self.late)

    @property
    def stale(self) -> Message | None:
        """The same in a sentence, for readers of our feed."""
        if not self.is_blind:
            return None
        return say(CapWords.STALE, read_at=self.read_at) if self.read_at else say(CapWords.UNREAD)


def look(store: Store, now: datetime, real_now: datetime, area: Area) -> Wall:
    """`real_now` differs from `now` only while the desk plays a fast day."""
    held: WarningsInForce = warnings.current(store, now, area)
    sources = [one for one in store.sources.list() if one.active and one.kind in OFFICIAL]
    read = _read(store, sources)
    faults = [fault for fault in running.faults(store, real_now, now) if _matters(fault)]
    late = [
        LateSource(name=one.name, read_at=at)
        for one in sources
        if (at := read[one.id]) is None or now - at > READ_WITHIN[one.kind]
    ]
    return Wall(
        warnings=[_warning(one, now) for one in held.ours],
        combined_level=held.combined_level,
        faults=faults,
        late=late,
        sources=len(sources),
        read_at=max((at for at in read.values() if at), default=None),
    )


def _read(store: Store, sources: Sequence[Source]) -> dict[str, datetime | None]:
    feeds = store.feeds.list_of([one.id for one in sources])
    return {
        one.id: max((feed.last_good_at for feed in feeds.get(one.id, ()) if feed.last_good_at), default=None)
        for one in sources
    }


def _matters(fault: Message) -> bool:
    return fault.code in _STALE and fault.params.get("part") not in _ELSEWHERE


def _warning(shown: ShownWarning, now: datetime) -> WallWarning:
    following = shown.warning.next_bulletin
    return WallWarning(
        shown=shown,
        advice=sentences(whole_sentences(shown.warning.instruction, MAX_ADVICE_CHARS)),
        is_next_late=following is not None and following < now,
    )
