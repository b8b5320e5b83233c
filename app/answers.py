"""What a publisher answered is written into the database: a feed's entries, a page's bytes, or why there are none."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy.exc import DBAPIError

from app.bootstrap import Services
from app.feed_reading import Read, blocked_by, read_visit
from app.observing import Visited
from app.outage import has_crossed
from crawlers.fetch.visits import Fetched
from desk.sources import collecting, feeds
from desk.sources.feeds import FeedAnswer
from desk.sources.polling import Pace, Reply
from desk.sources.revisits import Miss
from domain.crawl_queue import CrawlTarget
from domain.errors import Busy
from domain.message import Message
from domain.page import FetchedPage
from domain.sources import Feed
from domain.versions import is_gone
from domain.visits import FeedVisit, FetchError

# Outcomes of a visit, beside the members of FetchError. Overtaken: another crawler has filed a visit meanwhile.
READ, UNCHANGED, GONE, OVERTAKEN = "read", "unchanged", "gone", "overtaken"
BLOCKS_READ_EVERY = timedelta(minutes=5)  # of one source; pages are else only written, and must not wait
MAX_CROSSINGS = 3  # of two crawlers that write the same rows at once


@dataclass
class Answers:
    services: Services
    read: Read
    pace: Pace
    clock: Callable[[], datetime]
    blocks_read: dict[str, datetime] = field(default_factory=dict)  # by source: when its last refusal was read
    writing: Lock = field(default_factory=Lock)  # one address may stand in two feeds that are filed at once

    def file(self, one: Feed | CrawlTarget, fetched: Fetched, unconditional: bool) -> Visited:
        """Once more where another crawler was writing the same rows at this moment: now they are seen."""
        for _ in range(MAX_CROSSINGS):
            try:
                return self._file(one, fetched, unconditional)
            except (DBAPIError, Busy) as error:
                if not has_crossed(error):
                    raise
        return self._file(one, fetched, unconditional)

    def _file(self, one: Feed | CrawlTarget, fetched: Fetched, unconditional: bool) -> Visited:
        entries, new = 0, 0
        try:
            if isinstance(one, Feed):
                visit = self._feed(one, fetched, unconditional)
                outcome = GONE if visit is None else visit.error or (UNCHANGED if visit.status == 304 else READ)
                entries, new = (visit.entries, visit.new) if visit else (0, 0)
            else:
                outcome = self._page(one, fetched)
        except collecting.Overtaken:
            outcome = OVERTAKEN
        return Visited(
            kind="feed" if isinstance(one, Feed) else "page",
            source=one.source_id,
            id=one.id,
            outcome=outcome,
            status=fetched.status,
            entries=entries,
            new=new,
            answer_seconds=fetched.answer_seconds,
        )

    def _feed(self, feed: Feed, fetched: Fetched, unconditional: bool) -> FeedVisit | None:
        visit, read = read_visit(feed, fetched, self.clock(), self.read)
        reply = Reply(
            headers=fetched.headers, retry_after_seconds=fetched.retry_after_seconds, unconditional=unconditional
        )
        if not self.services.settings.secure:  # hubs reach only desks with a public https address
            read = replace(read, hub=None)
        with self.writing, self.services.database.write() as store:
            answer = FeedAnswer(visit=visit, read=read, reply=reply, moved_to=fetched.moved_to)
            filed = feeds.answered(store, feed, answer, self.pace)
            if filed is not None:
                self.services.claims.announced(store, feed.source_id, read.claims, self.clock())
            return filed

    def _blocked(self, page: CrawlTarget, fetched: Fetched) -> Message | None:
        """What a captcha or the like says that came with a status. Of one source it is read once in a while only."""
        now = self.clock()
        last = self.blocks_read.get(page.source_id)
        if not fetched.refusal or (last is not None and timedelta(0) <= now - last < BLOCKS_READ_EVERY):
            return None
        self.blocks_read[page.source_id] = now
        return blocked_by(self.read, fetched, now)

    def _page(self, page: CrawlTarget, fetched: Fetched) -> str:
        """How the visit ended, in the words of the log and the metrics."""
        now = self.clock()
        blocked = self._blocked(page, fetched)
        answered = fetched.error is None and fetched.status == 200
        wait = float(fetched.retry_after_seconds or 0)
        miss = Miss(status=fetched.status, message=fetched.message, error=fetched.error, wait_seconds=wait)
        with self.writing, self.services.database.write() as store:
            if is_gone(fetched.status, url=page.url, final_url=fetched.final_url if answered else page.url):
                collecting.page_gone(store, page, miss, now)
                return GONE
            if not answered:
                collecting.page_missed(store, page, miss, now)
                if blocked:
                    store.source_history.block(page.source_id, blocked, now)
                elif fetched.status == 304:  # whoever knows what we read before keeps nobody out
                    store.source_history.unblock([page.source_id])
                return fetched.error or (UNCHANGED if fetched.status == 304 else FetchError.HTTP_STATUS)
            seen = replace(
                page,
                etag=fetched.headers.get("etag", ""),
                last_modified=fetched.headers.get("last-modified", ""),
            )
            content = FetchedPage(
                url=fetched.final_url,
                content=fetched.content,
                fetched_at=fetched.fetched_at,
                content_type=fetched.headers.get("content-type"),
            )
            collecting.page_arrived(store, seen, content, now)
            return READ
