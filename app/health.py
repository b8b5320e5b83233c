"""How each source is, for Nguồn tin: the crawler's words over what the database remembers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.collect import poll_state
from desk.sources import health
from desk.sources.layout_drift import Reading, judge
from domain.health import Health, PastReading, PastVisit
from domain.sources import Feed, Source

OVERDUE = timedelta(hours=3)
TODAY = timedelta(days=1)
STOPPED, NO_ADDRESS, WAITING, IN_PART, REDESIGNED = (
    "đã dừng", "chưa có địa chỉ", "chưa tới lượt", "đọc được một phần", "trang đổi giao diện",
)  # fmt: skip


def doctor(
    source: Source,
    feeds: Sequence[Feed],
    visits: Sequence[PastVisit],
    readings: Sequence[PastReading],
    now: datetime,
) -> Health:
    """The gravest thing that is true: not read, read in part, redesigned, silent or flooding, well."""
    if not source.active:
        return Health(word=STOPPED, sentence="Bàn tin đã ngừng đọc nguồn này.")
    if not feeds:
        return Health(word=NO_ADDRESS, sentence="Chưa chọn nguồn cấp tin nào để đọc.")
    if visits and min(feed.due_at for feed in feeds) < now - OVERDUE:
        said = "Đã quá giờ đọc hơn ba tiếng: tiến trình thu thập có thể đang không chạy."
        return Health(word=WAITING, sentence=said, is_read=False)
    # Of what was published before we began to read, a feed shows only the end: that is no habit.
    dated = [one.dated for one in readings if one.length and one.dated >= readings[0].at]
    each = [(feed, _of(source, feed, visits, now)) for feed in feeds]
    unread = [(feed, found) for feed, found in each if not found.is_read]
    if unread:
        return _unread(unread, len(feeds))
    return _redesigned(readings, now) or health.health_word(
        poll_state(feeds[0], source), _past(visits), now, articles_at=dated
    )


def _of(source: Source, feed: Feed, visits: Sequence[PastVisit], now: datetime) -> Health:
    own = [visit for visit in visits if visit.feed_id == feed.id]
    return health.health_word(poll_state(feed, source), _past(own), now)


def _unread(unread: Sequence[tuple[Feed, Health]], number: int) -> Health:
    feed, found = max(unread, key=lambda one: one[0].last_good_at.timestamp() if one[0].last_good_at else 0.0)
    if len(unread) == number:
        return found
    said = f"{len(unread)} trong {number} địa chỉ không đọc được; {feed.url}: {found.sentence}"
    return Health(word=IN_PART, sentence=said)


def _redesigned(readings: Sequence[PastReading], now: datetime) -> Health | None:
    """Today's articles beside those of the weeks before; of a source that publishes little, its last three."""
    today = [reading for reading in readings if reading.at > now - TODAY]
    recent = today if len(today) >= 3 else readings[-3:]
    past = readings[: len(readings) - len(recent)]
    verdict = judge([_reading(one) for one in past], [_reading(one) for one in recent])
    if not verdict.changed:
        return None
    what = verdict.note.partition(": ")[2]
    return Health(word=REDESIGNED, sentence=f"Trang của nguồn có vẻ đã đổi giao diện: {what}.")


def _reading(one: PastReading) -> Reading:
    return Reading(length=one.length, title=one.title, date=one.date, byline=one.byline)


def _past(visits: Sequence[PastVisit]) -> list[health.PastVisit]:
    return [
        health.PastVisit(at=one.at, status=one.status, error=one.error or None, entries=one.entries, new=one.new)
        for one in visits
    ]
