"""How one publisher writes its dates, told from all that it wrote in one feed, sitemap or page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from crawlers.dates.reader import FUTURE_LEEWAY, DateNote, Reading, check_future, clean, read
from domain.message import Message, say
from domain.times import VIETNAM

_MAX_DATES = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    now: datetime
    is_order_known: bool = field(default=False)
    month_first: bool = field(default=False)
    means_local: bool = field(default=False)  # where it writes GMT or Z

    def dated(self, raw: str) -> tuple[datetime | None, Message | None]:
        """The moment, and a note where a date was given but is not used."""
        if not raw or not raw.strip():
            return None, None
        found = read(raw, now=self.now)
        moment = self.moment(found) if found else None
        if moment is None:
            return None, say(DateNote.UNREADABLE, words=clean(raw, 60))
        return check_future(moment, self.now)

    def moment(self, found: Reading) -> datetime | None:
        """None where the figures may be read in two ways, as those who write AM and PM do, and nothing tells."""
        moment = found.other if found.other and self.month_first else found.moment
        if found.other and found.is_english and not self.is_order_known:
            return None
        return _local(moment) if self.means_local and not moment.utcoffset() else moment


def habits_of(raws: Iterable[str], *, now: datetime) -> Habits:
    found = [one for raw, _ in zip(raws, range(_MAX_DATES), strict=False) if raw and (one := read(raw, now=now))]
    day_first = any(one.is_day_first for one in found)
    month_first = not day_first and any(one.is_month_first or _is_ahead_only_day_first(one, now) for one in found)
    return Habits(
        now=now,
        is_order_known=day_first or month_first,
        month_first=month_first,
        means_local=any(is_local_in_greenwich(one.moment, now) for one in found),
    )


def is_local_in_greenwich(moment: datetime, now: datetime) -> bool:
    """Whether it lies ahead of now as Greenwich's, but not as Vietnam's time: nobody publishes tomorrow."""
    return not moment.utcoffset() and moment - now > FUTURE_LEEWAY and _local(moment) - now <= FUTURE_LEEWAY


def _is_ahead_only_day_first(one: Reading, now: datetime) -> bool:
    return one.other is not None and one.moment - now > FUTURE_LEEWAY and one.other - now <= FUTURE_LEEWAY


def _local(moment: datetime) -> datetime:
    return moment.replace(tzinfo=VIETNAM)
