"""Reading what a feed's address answered, in a process of its own: one feed costs its own time only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from queue import LifoQueue

from app.readers import feeds
from app.readers.feeds import Answer, Question, Wanted
from app.readers.one import Lost, OneReader
from app.settings import Settings
from crawlers.fetch.visits import Fetched, Kind
from desk.sources.collecting import BLOCKS
from domain.errors import BadInput
from domain.message import Message, say
from domain.problems import Unreadable
from domain.sources import Announcement, Feed, FeedKind
from domain.visits import FeedVisit, FetchError, VisitMessage, visit_message

Read = Callable[[Question], Answer]  # raises Lost


@contextmanager
def feed_readers(settings: Settings, processes: int = 1) -> Iterator[Read]:
    """For as many threads as there are processes. Each starts when it is first needed, and ends with the block."""
    deadline, memory = settings.reader_deadline_seconds, settings.reader_memory_mb << 20
    readers = [OneReader(feeds.prepare, deadline_seconds=deadline, memory_bytes=memory) for _ in range(processes)]
    idle: LifoQueue[OneReader] = LifoQueue()  # the last used first: the others start only when it is busy
    for reader in readers:
        idle.put(reader)

    def read(question: Question) -> Answer:
        reader = idle.get()
        try:
            answer: Answer = reader.ask(question)
            return answer
        finally:
            idle.put(reader)

    try:
        yield read
    finally:
        for reader in readers:
            reader.close()


def fetch_kind(kind: FeedKind) -> Kind:
    return "page" if kind is FeedKind.LIST_PAGE else "feed"


def read_visit(feed: Feed, fetched: Fetched, now: datetime, read: Read) -> tuple[FeedVisit, Announcement]:
    """The visit, and what stood at the address; nothing where there was nothing to read or it is not of its kind."""
    visit = FeedVisit(feed_id=feed.id, at=now, status=fetched.status, error=fetched.error, messages=(fetched.message,))
    if fetched.error is not None or fetched.status == 304:
        why = blocked_by(read, fetched, now)
        return (replace(visit, messages=(*visit.messages, _blocked(why))) if why else visit), Announcement()
    try:
        return visit, announcement(read, fetched, feed.kind, now, rule=feed.rule)
    except BadInput as error:
        if error.why is not None and error.why.code in BLOCKS:
            return replace(visit, error=FetchError.BLOCKED, messages=(_blocked(error.why),)), Announcement()
        return replace(visit, error=FetchError.NOT_A_FEED, messages=(error.message,)), Announcement()
    except Lost as lost:
        return replace(visit, error=lost.error, messages=(visit_message(lost.error),)), Announcement()


def blocked_by(read: Read, fetched: Fetched, now: datetime) -> Message | None:
    """What the page says that came instead, with a status or without: a captcha, a sign-in, maintenance."""
    content = fetched.refusal or fetched.content
    if not content:
        return None
    try:
        why = read(question(replace(fetched, content=content), Wanted.STAND_IN, now))
    except Lost:
        return None
    if not isinstance(why, Message) or why.code not in BLOCKS:
        return None
    return None if why.code == Unreadable.PAGE_SERVER_ERROR and fetched.status >= 500 else why  # the status says it


def _blocked(why: Message) -> Message:
    return say(VisitMessage.BLOCKED, why=why)


def announcement(read: Read, fetched: Fetched, kind: FeedKind, now: datetime, rule: str = "") -> Announcement:
    """Raises BadInput for what is not of the feed's kind, and Lost."""
    answer = read(question(fetched, Wanted(kind), now, rule))
    if isinstance(answer, Message):
        raise BadInput(answer)
    if not isinstance(answer, Announcement):  # of a reader that was taken over
        raise Lost(FetchError.UNREADABLE, "no answer to a feed")
    return answer


def question(fetched: Fetched, wanted: Wanted, now: datetime, *rules: str) -> Question:
    return Question(
        wanted=wanted, content=fetched.content, url=fetched.final_url, headers=fetched.headers, rules=rules, now=now
    )
