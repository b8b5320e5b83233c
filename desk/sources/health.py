"""One plain Vietnamese word for how a source is, and a sentence why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from desk.sources.polling import Ending, PollState, ending
from domain.health import Health
from domain.times import VIETNAM
from domain.visit_notes import note

__all__ = ["Health", "PastVisit", "health_word"]

GOOD, UNKNOWN = "đang đọc tốt", "chưa kiểm tra"
REFUSED, GONE, NO_HOST = "bị từ chối", "không còn địa chỉ", "không tìm thấy tên miền"
SILENT_SERVER, PATIENCE, UNREADABLE = "không trả lời", "được hẹn quay lại", "không đọc được"
QUIET, FLOOD = "im lặng lâu hơn thường lệ", "đăng dồn dập"
DEAD = "đã ngừng trả lời"

DEAD_AFTER = timedelta(hours=20)  # so that it is told within a day
SHORTEST_SILENCE = timedelta(hours=12)
SMALLEST_FLOOD = 20
_REFUSALS = frozenset({"refused-by-robots", "refused-source", "forbidden-address"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVisit:
    at: datetime
    status: int = 0
    error: str | None = None
    entries: int = 0
    new: int = 0


def health_word(
    state: PollState, visits: Sequence[PastVisit], now: datetime, articles_at: Sequence[datetime] = ()
) -> Health:
    """`visits` in any order; `articles_at`, the times of its articles of the last weeks, makes the habit surer."""
    if not visits:
        return Health(word=UNKNOWN, sentence="Nguồn này chưa được đọc lần nào.")
    latest = max(visits, key=lambda visit: visit.at)
    if ending(latest.status, latest.error) is not Ending.GOOD:
        return _failing(state, latest, now)
    times = sorted(articles_at) or _times_from(visits)
    return _flooding(times, now) or _quiet(times, now) or _good(latest, visits, now)


def _failing(state: PollState, latest: PastVisit, now: datetime) -> Health:
    why = note(latest.error or "http-status", latest.status)
    tried = f" Đã thử {state.failures} lần liền." if state.failures > 1 else ""
    since = state.last_good_at
    if since and now - since >= DEAD_AFTER and _word(latest) not in {REFUSED, GONE}:
        said = f"Không đọc được từ {_clock(since)}, đã {_span(now - since)}. {why}{tried}"
        return Health(word=DEAD, sentence=said, is_read=False)
    return Health(word=_word(latest), sentence=why + tried, is_read=False)


def _word(visit: PastVisit) -> str:
    if visit.status in {401, 403, 451} or visit.error in _REFUSALS:
        return REFUSED
    if visit.status in {404, 410}:
        return GONE
    if visit.error == "dns":
        return NO_HOST
    kind = ending(visit.status, visit.error)
    if kind is Ending.TEMPORARY:
        return PATIENCE
    if visit.error in {"timeout", "connection", "tls"} or visit.status >= 500:
        return SILENT_SERVER
    return UNREADABLE


def _flooding(times: Sequence[datetime], now: datetime) -> Health | None:
    """More in a day than four times what is usual, where at least three earlier days tell what is."""
    days = [int((now - moment) / timedelta(days=1)) for moment in times if moment <= now]
    today = days.count(0)
    span = min(max(days, default=0), 14)
    usual = median(days.count(day) for day in range(1, span + 1)) if span >= 3 else None
    if usual is None or today < SMALLEST_FLOOD or today <= 4 * max(usual, 1):
        return None
    return Health(word=FLOOD, sentence=f"24 giờ qua có {today} bài, thường ngày khoảng {usual:.0f} bài.")


def _quiet(times: Sequence[datetime], now: datetime) -> Health | None:
    """Silent for twice as long as nine in ten of its earlier pauses."""
    gaps = sorted(later - earlier for earlier, later in pairwise(times) if later > earlier)
    if len(gaps) < 5:
        return None
    habit = gaps[int(0.9 * (len(gaps) - 1))]
    silence = now - times[-1]
    if silence <= max(2 * habit, SHORTEST_SILENCE):
        return None
    said = f"Đã {_span(silence)} không có bài mới; trước đây ít khi quá {_span(habit)}."
    return Health(word=QUIET, sentence=said)


def _good(latest: PastVisit, visits: Sequence[PastVisit], now: datetime) -> Health:
    day = now - timedelta(days=1)
    new = sum(visit.new for visit in visits if visit.at >= day)
    said = f"Lần đọc gần nhất lúc {_clock(latest.at)}, {f'24 giờ qua có {new} bài mới' if new else 'không có gì mới'}."
    return Health(word=GOOD, sentence=said, is_good=True)


def _times_from(visits: Sequence[PastVisit]) -> list[datetime]:
    """When new articles came, as far as the visits tell; the first visit brings only old ones."""
    later = sorted(visits, key=lambda visit: visit.at)[1:]
    return [visit.at for visit in later for _ in range(min(visit.new, 1000))]


def _clock(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).strftime("%H:%M ngày %d/%m")


def _span(length: timedelta) -> str:
    hours = length / timedelta(hours=1)
    if hours < 1:
        return f"{max(1, round(hours * 60))} phút"
    return f"{round(hours)} giờ" if hours < 48 else f"{round(hours / 24)} ngày"
