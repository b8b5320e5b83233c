"""Times are aware. A publisher's time without a zone is Vietnam's."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from domain.errors import NaiveTime

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def aware(moment: datetime, what: str) -> datetime:
    """Return `moment` unchanged; raise NaiveTime when it has no zone."""
    if moment.utcoffset() is None:
        raise NaiveTime(what=what)
    return moment


def now() -> datetime:
    return datetime.now(UTC)
