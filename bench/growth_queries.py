"""What the path, the crawler and the screens ask of a desk, as they ask it: for bench_growth and its test."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from bench.growth_rows import NOW, UNREAD_ARTICLES, GrownDesk, article_id
from desk import copies, ledger, operating, queue, review_list, standstill, waiting, warnings
from desk.area import Area, area_of
from desk.digest import composing
from desk.leases import BATCH_SIZE
from desk.outbox import keeping
from desk.placing import GROUPING_WINDOW, UNREAD_STAGES
from desk.ranking.preferences import rerank
from desk.ranking.ranker import Ranker
from desk.regrouping import MAX_REGROUPED
from desk.reports import gathering
from desk.sources import adding, collecting
from desk.sources.revisits import Miss
from domain.editorial import DeskSettings
from domain.log import LogFilter, LogKind
from domain.message import say
from domain.people import Person
from domain.ports import Gazetteer
from domain.reports import month_of
from domain.stage import Outcome, Stage
from domain.store import Store
from domain.stories import QueueFilter
from domain.story import StoryState
from domain.times import VIETNAM
from domain.visits import VisitMessage
from domain.work import Lease

STORIES_PER_PAGE, LAST_PAGE = 15, 1000  # api/screens/queue.py
LOG_LINES = 51
LEASE = Lease(token="growth", lasts=timedelta(minutes=2))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One desk, with what an editor and the worker hold in hand."""

    desk: GrownDesk
    gazetteer: Gazetteer
    ranker: Ranker

    @cached_property
    def area(self) -> Area:
        return area_of(DeskSettings(area=("15",)), self.gazetteer)

    @cached_property
    def batch(self) -> list[str]:
        """A batch of the path, as of this morning."""
        last = self.desk.articles - UNREAD_ARTICLES
        return [article_id(number) for number in range(last - BATCH_SIZE, last)]

    @cached_property
    def stories(self) -> list[str]:
        last = self.desk.articles - UNREAD_ARTICLES
        return sorted({article_id(self.desk.story_of[number]) for number in range(last - BATCH_SIZE, last)})

    @cached_property
    def largest(self) -> str:
        """The largest story of this morning."""
        last = [one for one in self.desk.stories if one.newest > self.desk.articles - self.desk.a_day]
        return article_id(max(last, key=lambda one: one.size).head)

    @cached_property
    def old_item(self) -> str:
        return article_id(self.desk.articles // 2 // self.desk.per_item * self.desk.per_item)


Ask = Callable[[Store, Asked], object]


def _lan(store: Store) -> Person:
    return store.people.list()[-1]


def _page(number: int, **wanted: object) -> Ask:
    offset = (number - 1) * STORIES_PER_PAGE

    def ask(store: Store, asked: Asked) -> object:
        page = QueueFilter(limit=STORIES_PER_PAGE, offset=offset, **wanted)  # type: ignore[arg-type]
        return queue.list_cards(store, page, NOW, _lan(store))

    return ask


def _claim(stage: Stage) -> Ask:
    after = UNREAD_STAGES if stage is Stage.UNDERSTOOD else ()
    return lambda store, asked: store.articles.claim(stage, BATCH_SIZE, NOW, lease=LEASE, after=after)


def _chosen(store: Store, asked: Asked) -> None:
    for one in asked.batch[:10]:
        collecting.chosen(store, one, NOW)


def _unchanged(store: Store, asked: Asked) -> None:
    for one in store.crawl_queue.list_of(asked.old_item):
        collecting.page_missed(store, one, Miss(status=304, message=say(VisitMessage.UNCHANGED)), NOW)


def _tidied(store: Store) -> None:
    copies.forget(store, NOW, 0)
    keeping.forget(store, NOW)
    store.source_history.forget(NOW)
    rerank(store)


PATH: Mapping[str, Ask] = {
    "claim: fetched": _claim(Stage.FETCHED),
    "claim: extracted": _claim(Stage.EXTRACTED),
    "claim: understood": _claim(Stage.UNDERSTOOD),
    "claim: pages that came again": lambda store, asked: store.articles.claim_changed(BATCH_SIZE, lease=LEASE),
    "placing: the window of 72 hours": lambda store, asked: len(list(store.stories.placed(NOW - GROUPING_WINDOW))),
    "placing: moved by hand": lambda store, asked: (store.regroupings.last(), store.regroupings.find(asked.batch)),
    "placing: copies in the bands": lambda store, asked: store.bands.near(range(0, 2**62, 2**62 // 1536)),
    "placing: refresh a batch's stories": lambda store, asked: asked.ranker.refresh(store, asked.stories),
    "placing: refresh the largest story": lambda store, asked: asked.ranker.refresh(store, [asked.largest]),
    "regrouping: articles of the window": lambda store, asked: len(
        store.story_window.articles(NOW - GROUPING_WINDOW, MAX_REGROUPED)
    ),
    "regrouping: which stories a batch stands in": lambda store, asked: store.story_window.stories(asked.batch),
    "regrouping: held by people": lambda store, asked: store.story_window.held(asked.stories),
    "search: what it lacks": lambda store, asked: (store.search_marks.behind(200), store.search_marks.discarded(200)),
    "tidying: bands, messages, readings, preferences": lambda store, asked: _tidied(store),
    "notices: due and new": lambda store, asked: (store.outbox.claim(NOW, 20, timedelta(minutes=5)), _board(store)),
    "digest: is one wanted": lambda store, asked: (store.digests.find(NOW.date()), store.crawl_queue.count_waiting()),
}  # fmt: skip

CRAWLER: Mapping[str, Ask] = {
    "feeds due": lambda store, asked: store.feeds.due(NOW, 200),
    "pages due": lambda store, asked: store.crawl_queue.due(NOW, 200, 20),
    "pages waiting": lambda store, asked: store.crawl_queue.count_waiting(),
    "page found unchanged, looked at again later": _unchanged,
    "page of an article people took": _chosen,
    "page read: failures are over": lambda store, asked: store.crawl_queue.mark_read(asked.batch),
    "last article": lambda store, asked: store.articles.last_fetched_at(),
}

SCREENS: Mapping[str, Ask] = {
    "report of this month": lambda store, asked: gathering.report(
        store, month_of(NOW.astimezone(VIETNAM).date()), NOW, asked.gazetteer
    ),
    "queue, first page": _page(1),
    "queue, page 1000": _page(LAST_PAGE),
    "queue, a section": _page(1, section="suc-khoe"),
    "queue, a province": _page(1, places=("15",)),
    "queue, a source": _page(1, source="s7"),
    "queue, a day": _page(1, day=(NOW - timedelta(days=3)).astimezone(VIETNAM).date()),
    "queue, skipped": _page(1, state=StoryState.SKIPPED),
    "queue, every three seconds: first stories": lambda store, asked: queue.top(store),
    "menu and today's line": lambda store, asked: _board(store),
    "warnings in force": lambda store, asked: warnings.current(store, NOW, asked.area),
    "warnings, all": lambda store, asked: warnings.every(store, NOW, asked.area, 200),
    "an article": lambda store, asked: queue.open_article(store, asked.old_item, asked.gazetteer),
    "a story's articles": lambda store, asked: store.stories.headers(asked.largest),
    "sources": lambda store, asked: adding.list_sources(store, NOW),
    "a source": lambda store, asked: adding.list_sources(store, NOW, "s7"),
    "sources in trouble": lambda store, asked: adding.troubled(store, NOW),
    "ready: work that waits": lambda store, asked: (
        standstill.waiting(store, standstill.backlog(store, NOW), NOW),
        store.progress.recorded_since(tuple(Stage), NOW - standstill.STILL_AFTER),
    ),
    "operating": lambda store, asked: operating.look(store, NOW, NOW),
    "progress: counts by stage": lambda store, asked: store.progress.counts(),
    "progress: in quarantine": lambda store, asked: store.progress.stopped(Outcome.QUARANTINE, 20),
    "digest of today": lambda store, asked: composing.of_day(
        store, NOW.astimezone(VIETNAM).date(), NOW, asked.gazetteer
    ),
    "ledger": lambda store, asked: ledger.page(store),
    "items that wait": lambda store, asked: review_list.waiting(store, _lan(store)),
    "log, newest": lambda store, asked: (store.log.names(), store.log.list(LOG_LINES)),
    "log, old entries of a person": lambda store, asked: store.log.list(
        LOG_LINES, wanted=LogFilter(who="Lan", kind=LogKind.ITEM, before=asked.desk.articles // 10)
    ),
    "log, of a story": lambda store, asked: store.log.list(LOG_LINES, f"story:{asked.old_item}"),
}


def _board(store: Store) -> object:
    return waiting.board(store, NOW)


EVERYTHING: Mapping[str, Mapping[str, Ask]] = {"path": PATH, "crawler": CRAWLER, "screens": SCREENS}
