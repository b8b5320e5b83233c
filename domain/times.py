"""Times are aware. A publisher's time without a zone is Vietnam's."""

from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from domain.errors import NaiveTime

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_WEEK_SECONDS = 7 * 24 * 3600


def aware(moment: datetime, what: str) -> datetime:
    """Return `moment` unchanged; raise NaiveTime when it has no zone."""
    if moment.utcoffset() is None:
        raise NaiveTime(what=what)
    return moment


def now() -> datetime:
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The day in Vietnam."""
    return moment.astimezone(VIETNAM).date()


def start_of(day: date) -> datetime:
    """Its midnight in Vietnam."""
    return datetime.combine(day, time.min, VIETNAM)


def monday_of(day: date) -> date:
    """Of its week."""
    return day - timedelta(days=day.weekday())


def seconds_to_wait(retry_after: str, now: datetime) -> int | None:
    """Retry-After, as seconds or as a date; at most a week, None when there is none to read."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), _WEEK_SECONDS)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(min(max((moment - now).total_seconds(), 0), _WEEK_SECONDS))
