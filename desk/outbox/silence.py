"""Tells what did not happen, once each time: no new article, no digest at its hour, no backup for two days."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from desk import backups
from desk.digest.schedule import MORNING_ENDS_AT
from desk.outbox.look import TELL_FROM, TELL_UNTIL, Look
from desk.outbox.posting import News, post
from domain.message import Message, say
from domain.outbox import OutboxMessage, Told
from domain.store import Store
from domain.times import VIETNAM

NO_ARTICLES, DIGEST_LATE, NO_BACKUP = "no-articles", "digest-late", "no-backup"
DIGEST_GRACE = timedelta(minutes=30)
BACKUP_IS_NEWS = timedelta(days=1)


def plan_no_articles(look: Look) -> bool:
    with look.database.read() as store:
        last = store.articles.last_fetched_at()
    if not look.is_time or last is None or daytime_between(last, look.now) < timedelta(hours=look.silence_hours):
        return False
    subject, help_line = say(Told.NO_ARTICLES, since=last), say(Told.NO_ARTICLES_HELP)
    return _told(look, _news(NO_ARTICLES, last.isoformat(), subject, help_line, look.now))


def plan_digest_late(look: Look) -> bool:
    with look.database.read() as store:
        late = _late_digest(store, look.now)
    if late is None or not look.is_time:
        return False
    day = look.now.astimezone(VIETNAM).date()
    until = datetime.combine(day, MORNING_ENDS_AT, VIETNAM)
    news = _news(DIGEST_LATE, day.isoformat(), say(late, day=day), say(Told.DIGEST_HELP), look.now)
    return _told(look, replace(news, until=until))


def plan_no_backup(look: Look) -> bool:
    with look.database.read() as store:
        late = backups.late(store, look.now)
        last = backups.last_good_backup(store)
    if late is None or not look.is_time:
        return False
    occurrence = last.at.isoformat() if last else "never"
    news = _news(NO_BACKUP, occurrence, say(Told.NO_BACKUP), late, look.now)
    return _told(look, replace(news, until=look.now + BACKUP_IS_NEWS))


def articles_still_missing(store: Store, message: OutboxMessage, _now: datetime) -> bool:
    last = store.articles.last_fetched_at()
    return last is not None and last.isoformat() == message.about


def digest_still_late(store: Store, _message: OutboxMessage, now: datetime) -> bool:
    return _late_digest(store, now) is not None


def backup_still_late(store: Store, _message: OutboxMessage, now: datetime) -> bool:
    return backups.late(store, now) is not None


def daytime_between(since: datetime, now: datetime) -> timedelta:
    """How much of the time between the two moments was day in Vietnam."""
    begin, end = since.astimezone(VIETNAM), now.astimezone(VIETNAM)
    days = [begin.date() + timedelta(days=n) for n in range((end.date() - begin.date()).days + 1)]
    spans = ((datetime.combine(day, TELL_FROM, VIETNAM), datetime.combine(day, TELL_UNTIL, VIETNAM)) for day in days)
    lit = (min(end, evening) - max(begin, morning) for morning, evening in spans)
    return sum((span for span in lit if span > timedelta(0)), timedelta(0))


def _late_digest(store: Store, now: datetime) -> Told | None:
    """The reason why today's digest was not sent at its hour, although it sends itself."""
    desk, local = store.settings.get(), now.astimezone(VIETNAM)
    due = datetime.combine(local.date(), time.fromisoformat(desk.digest_at), VIETNAM) + DIGEST_GRACE
    if not desk.digest_send or not due <= local or local.time() >= MORNING_ENDS_AT:
        return None
    today = store.digests.find(local.date())
    if today is None:
        return Told.DIGEST_MISSING
    return None if today.approved_at or today.sent_at else Told.DIGEST_UNAPPROVED


def _news(kind: str, occurrence: str, subject: Message, line: Message, now: datetime) -> News:
    return News(kind=kind, occurrence=occurrence, about=occurrence, subject=subject, body=(line,), due_at=now)


def _told(look: Look, news: News) -> bool:
    with look.database.read() as store:
        if not store.settings.get().channels:
            return False
    with look.database.write() as store:
        return post(store, news, look.now)
