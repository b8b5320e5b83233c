"""Notices to the desk's own channels: written with what they tell of, sent by the worker outside the transaction.

A notice goes to a channel once, and again only when the worker died between sending it and writing that down.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from desk.area import Nearness, area_of
from domain.article import Article
from domain.errors import BadInput, DeskError, NotFound
from domain.notices import Outgoing, StoredWarning
from domain.ports import Channels, Gazetteer, Notice
from domain.store import Database, Store
from domain.times import VIETNAM
from domain.warning import MsgType, OfficialWarning, Status

GRAVE = 3  # the level of risk from which a province beside us is told of, too
CANCEL_IS_NEWS = timedelta(days=1)
LEASE = timedelta(minutes=2)  # longer than a channel may take to answer
AT_ONCE = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
GIVE_UP_AFTER = 24  # tries: about a day
DIGEST = "digest:"  # a notice that tells of a morning's digest has no article
OPENING = {MsgType.ALERT: "Cảnh báo", MsgType.UPDATE: "Cập nhật cảnh báo", MsgType.CANCEL: "Hủy cảnh báo"}


def channel_key(address: str) -> str:
    return sha256(address.encode()).hexdigest()


def masked(address: str) -> str:
    """How a channel is shown and logged: its kind, and enough of a hash to tell two apart."""
    return f"{urlsplit(address).scheme or '?'}://…{channel_key(address)[:8]}"


def plan(
    store: Store,
    kept: StoredWarning,
    followed: Sequence[OfficialWarning],
    article: Article,
    gazetteer: Gazetteer,
    now: datetime,
) -> None:
    """Write one notice for each channel, in the transaction that keeps the warning. No channel: nothing."""
    settings = store.settings.get()
    if not settings.channels or not _is_news(kept, now):
        return
    near = area_of(settings, gazetteer).nearness(kept.warning.codes)
    grave = max((warning.level or 0) for warning in (kept.warning, *followed))
    if near is Nearness.FAR or (near is Nearness.BESIDE and grave < GRAVE):
        return
    notice = _notice(kept.warning, article, store.sources.get(kept.source_id).name)
    due = max(now, kept.warning.sent)
    until = now + CANCEL_IS_NEWS if kept.warning.msg_type is MsgType.CANCEL else kept.warning.expires
    store.notices.add(
        [
            Outgoing(
                notice=notice,
                channel=channel_key(address),
                article_id=kept.article_id,
                at=now,
                due_at=due,
                until=until,
            )
            for address in settings.channels
        ]
    )


def send_due(database: Database, channels: Channels, now: Callable[[], datetime]) -> int:
    """Send what is due, one round. Returns how many notices were taken up."""
    with database.read() as store:  # most rounds have nothing to do: do not hold up the writers
        if not store.notices.due(now()):
            return 0
    with database.write() as store:
        claimed = store.notices.claim(now(), AT_ONCE, LEASE)
        addresses = {channel_key(address): address for address in store.settings.get().channels}
        stale = {one.article_id for one in claimed if not _still_news(store, one, now())}
    away: set[str] = set()
    for one in claimed:
        settled = _sent(one, addresses.get(one.channel), channels, one.article_id in stale, away, now())
        with database.write() as store:
            store.notices.settle(settled)
    return len(claimed)


def _sent(
    one: Outgoing, address: str | None, channels: Channels, stale: bool, away: set[str], now: datetime
) -> Outgoing:
    if address is None:
        return replace(one, due_at=None, note="Kênh này đã bị bỏ khỏi cài đặt; không gửi.")
    if stale:
        return replace(one, due_at=None, note="Cảnh báo hết hiệu lực trước khi gửi được; không gửi.")
    if one.channel in away:  # it did not answer a moment ago: do not wait for it again in this round
        return replace(one, due_at=now + FIRST_WAIT)
    try:
        channels.open(address).send(one.notice)
    except BadInput as error:
        return replace(one, due_at=None, note=error.code)
    except DeskError as error:
        away.add(one.channel)
        return _later(one, error.code, now)
    except Exception as error:  # noqa: BLE001 - a library's mistake must not stop the worker; it may hold the address
        away.add(one.channel)
        return _later(one, f"Kênh báo lỗi ({type(error).__name__}).", now)
    return replace(one, due_at=None, sent_at=now, tries=one.tries + 1, note="Đã gửi.")


def _later(one: Outgoing, note: str, now: datetime) -> Outgoing:
    tries = one.tries + 1
    if tries >= GIVE_UP_AFTER:
        return replace(one, due_at=None, tries=tries, note=f"{note} Đã thử {tries} lần; không thử nữa.")
    wait = min(FIRST_WAIT * 2.0 ** min(tries - 1, 10), LONGEST_WAIT)
    return replace(one, due_at=now + wait, tries=tries, note=note)


def _is_news(kept: StoredWarning, now: datetime) -> bool:
    warning = kept.warning
    if warning.msg_type is MsgType.CANCEL:
        return warning.status is Status.ACTUAL and bool(warning.references) and now - warning.sent < CANCEL_IS_NEWS
    return kept.holds(max(now, warning.sent))


def _still_news(store: Store, one: Outgoing, now: datetime) -> bool:
    if one.until and one.until <= now:
        return False
    if one.article_id.startswith(DIGEST):
        return True
    try:
        kept = store.warnings.get(one.article_id)
    except NotFound:
        return False
    return kept.warning.msg_type is MsgType.CANCEL or kept.holds(now)


def _notice(warning: OfficialWarning, article: Article, source: str) -> Notice:
    identity = sha256(f"{warning.sender}\n{warning.identifier}".encode()).hexdigest()[:32]
    return Notice(
        id=identity,
        title=f"{OPENING[warning.msg_type]}: {warning.headline}",
        body="\n".join(_body(warning, source)),
        url=warning.url or article.url,
    )


def _body(warning: OfficialWarning, source: str) -> list[str]:
    level = f", cấp độ rủi ro {warning.level}" if warning.level else ""
    lines = [f"{warning.hazard.vietnamese.capitalize()}{level}."]
    if warning.area:
        lines.append(f"Khu vực: {warning.area}.")
    if warning.expires and warning.msg_type is not MsgType.CANCEL:
        lines.append(f"Hiệu lực đến {warning.expires.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}.")
    if warning.instruction:
        lines.append(f"«{warning.instruction[:600]}»")
    return [*lines, f"Theo {source}."]
