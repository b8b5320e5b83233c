"""What the crawler and Nguồn tin may expect of the database, held by all three."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import update

from database.engine import SqlDatabase
from database.source_history import fetches
from desk.sources import collecting
from desk.sources.revisits import Miss
from domain.article import ArticleVersion
from domain.crawl_queue import CrawlTarget
from domain.message import say
from domain.sources import Feed, FeedEntry, FeedKind, HubSubscription, Source, SourceKind
from domain.stage import Outcome, Stage
from domain.store import Store
from domain.visits import FeedVisit, FetchError, VisitMessage
from domain.work import StepResult
from tests.making import NOON, OTHER, PAPER, a_lease, a_page, an_article, with_sources

HOUR = timedelta(hours=1)
SITE = "https://bao-a.example"


def a_feed(store: Store, source: Source = PAPER, path: str = "rss") -> Feed:
    url = f"{source.home_url}/{path}"
    store.feeds.add(source.id, url, FeedKind.FEED, "", NOON)
    return next(feed for feed in store.feeds.list(source.id) if feed.url == url)


def test_warning_services_come_first_and_no_source_takes_more_than_its_share(database: SqlDatabase) -> None:
    with database.write() as store:
        store.sources.save(PAPER)
        store.sources.save(replace(OTHER, kind=SourceKind.WARNING_SERVICE))
        for source, number in ((PAPER, 30), (OTHER, 2)):
            entries = [FeedEntry(url=f"{source.home_url}/{n}", published_at=NOON - n * HOUR) for n in range(number)]
            collecting.discover(store, source.id, entries, NOON)
            a_feed(store, source)
        urls = [page.url for page in store.crawl_queue.due(NOON, 100, per_source=3)]
        assert urls == [
            *(f"{OTHER.home_url}/{n}" for n in range(2)),
            *(f"{PAPER.home_url}/{n}" for n in range(3)),
        ]
        assert len(store.crawl_queue.due(NOON, 100)) == 22
        assert [feed.source_id for feed in store.feeds.due(NOON, 10)] == [OTHER.id, PAPER.id]


def test_news_comes_before_an_archive_that_waits(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        archive = [FeedEntry(url=f"{SITE}/{n}", published_at=NOON - (n + 1) * HOUR) for n in range(150)]
        collecting.discover(store, PAPER.id, archive, NOON - HOUR)
        collecting.discover(store, PAPER.id, [FeedEntry(url=f"{SITE}/moi", published_at=NOON)], NOON)
        found = [page.url for page in store.crawl_queue.due(NOON, 500, per_source=500)]
        assert found[:2] == [f"{SITE}/moi", f"{SITE}/0"]
        assert len(found) == 100, "the others come when these were visited"


def test_the_archive_of_a_sitemap_is_known_and_not_due(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        assert collecting.remember(store, PAPER.id, [FeedEntry(url=f"{SITE}/old")], NOON) == 1
        assert collecting.discover(store, PAPER.id, [FeedEntry(url=f"{SITE}/old")], NOON) == 0
        assert (store.crawl_queue.due(NOON, 9), store.crawl_queue.count_waiting()) == ([], 0)


def test_an_article_that_is_announced_otherwise_is_due_again(database: SqlDatabase) -> None:
    entry = FeedEntry(url=f"{SITE}/1.html", title="Cầu mở", published_at=NOON)
    later = replace(entry, published_at=NOON + HOUR)
    with database.write() as store:
        with_sources(store)
        collecting.discover(store, PAPER.id, [entry], NOON)

        def due_after(again: FeedEntry, feed: Feed | None = None) -> bool:
            [page] = store.crawl_queue.due(NOON + 100 * HOUR, 9)
            collecting.arrived(store, page, a_page("1", b"one"), due_at=NOON + 9 * HOUR)
            collecting.discover(store, PAPER.id, [again], NOON + HOUR, feed)
            return bool(store.crawl_queue.due(NOON + HOUR, 9))

        assert not due_after(entry)
        assert not due_after(later, replace(a_feed(store), kind=FeedKind.LIST_PAGE))
        assert due_after(later)
        assert not due_after(later)
        assert due_after(replace(later, title="Cầu đóng"))
        feed, sitemap = a_feed(store), a_feed(store, path="sitemap.xml")
        told = [(feed, entry), (sitemap, replace(entry, title="", published_at=NOON + 9 * HOUR))]
        assert [due_after(again, of) for of, again in 3 * told] == [True, True, False, False, False, False]


def test_an_article_can_be_looked_at_sooner_or_no_more(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        collecting.discover(store, PAPER.id, [FeedEntry(url=f"{SITE}/1.html")], NOON)
        [page] = store.crawl_queue.due(NOON, 9)
        collecting.arrived(store, page, a_page("1"), due_at=NOON + 9 * HOUR)
        [work] = store.articles.claim(Stage.FETCHED, 9, NOON, lease=a_lease())
        store.crawl_queue.schedule(work.article.id, NOON)
        assert len(store.crawl_queue.due(NOON, 9)) == 1
        store.crawl_queue.schedule(work.article.id, None)
        assert store.crawl_queue.due(NOON + 1000 * HOUR, 9) == []


def test_what_a_clock_planned_that_ran_three_days_ahead_is_due_when_it_has_come_back(database: SqlDatabase) -> None:
    ahead = NOON + 72 * HOUR
    with database.write() as store:
        with_sources(store)
        feed, other = a_feed(store), a_feed(store, path="other")
        store.feeds.save(replace(feed, due_at=ahead + HOUR, last_visit_at=ahead))
        store.feeds.save(replace(other, due_at=NOON + HOUR, last_visit_at=NOON + timedelta(seconds=2)))
        collecting.discover(store, PAPER.id, [FeedEntry(url=f"{SITE}/1.html"), FeedEntry(url=f"{SITE}/2.html")], NOON)
        first, second = store.crawl_queue.due(NOON, 9)
        collecting.arrived(store, first, a_page("1"), due_at=ahead + HOUR)
        collecting.arrived(store, second, a_page("2"), due_at=NOON + 24 * HOUR)
        assert [one.id for one in store.feeds.due(NOON, 9)] == [feed.id]
        assert [one.url for one in store.crawl_queue.due(NOON, 9)] == [first.url]
        store.feeds.save(replace(feed, due_at=NOON + 25 * HOUR, last_visit_at=NOON + 24 * HOUR))
        assert [one.id for one in store.feeds.due(NOON, 9)] == [feed.id]


def test_an_article_is_found_by_its_canonical_address_however_it_was_read_first(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        collecting.discover(
            store, PAPER.id, [FeedEntry(url="https://m.bao-a.example/1"), FeedEntry(url=f"{SITE}/1.html")], NOON
        )
        mobile, plain = sorted(store.crawl_queue.due(NOON, 9), key=lambda page: page.url, reverse=True)
        collecting.arrived(store, mobile, a_page("1", url=mobile.url), due_at=None)
        [work] = store.articles.claim(Stage.FETCHED, 9, NOON, lease=a_lease())
        moved = replace(work.article.moved_to(Stage.EXTRACTED), url=f"{SITE}/1.html")
        store.articles.record([StepResult(article=moved, step=Stage.EXTRACTED, outcome=Outcome.MOVED_ON)], NOON)
        assert not collecting.arrived(store, plain, a_page("1"), due_at=None)
        found = store.articles.find_by_url([f"{SITE}/1.html"])[f"{SITE}/1.html"]
        assert found.id == work.article.id
        assert store.articles.find_by_url([f"{SITE}/2.html"]) == {}


def test_what_was_no_article_yet_takes_its_first_step_again_when_it_has_changed(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        collecting.discover(store, PAPER.id, [FeedEntry(url=f"{SITE}/1.html")], NOON)
        [page] = store.crawl_queue.due(NOON, 9)
        collecting.arrived(store, page, a_page("1", b"short"), due_at=NOON)
        [work] = store.articles.claim(Stage.FETCHED, 9, NOON, lease=a_lease())
        stopped = StepResult(article=work.article, step=Stage.EXTRACTED, outcome=Outcome.DISCARDED, reason="too-short")
        store.articles.record([stopped], NOON)
        [page] = store.crawl_queue.due(NOON, 9)
        collecting.arrived(store, page, a_page("1", b"short"), due_at=NOON)
        assert store.articles.claim(Stage.FETCHED, 9, NOON, lease=a_lease()) == []
        [page] = store.crawl_queue.due(NOON, 9)
        collecting.arrived(store, page, a_page("1", b"long enough"), due_at=NOON)
        [again] = store.articles.claim(Stage.FETCHED, 9, NOON, lease=a_lease())
        assert again.page is not None
        assert again.page.content == b"long enough"


def test_readings_are_those_of_the_first_version(database: SqlDatabase) -> None:
    article = an_article("a", text="x" * 500, byline="Lan", published_at=NOON - HOUR)
    with database.write() as store:
        with_sources(store)
        store.articles.add([article, an_article("b", title="", published_at=None, fetched_at=NOON + HOUR)])
        before = ArticleVersion(article_id=article.id, version=1, seen_at=NOON, title="t", text=article.text)
        store.versions.replace(replace(article, text="short"), before)
        first, second = store.source_history.readings([PAPER.id, OTHER.id], NOON - HOUR, NOON, 9)[PAPER.id]
        assert (first.length, first.title, first.date, first.byline) == (500, True, True, True)
        assert (first.at, first.dated) == (NOON, NOON - HOUR)
        assert (second.title, second.date, second.byline, second.dated) == (False, False, False, NOON + HOUR)
        assert store.source_history.readings([OTHER.id], NOON - HOUR, NOON, 9) == {}


def test_of_a_page_that_comes_again_the_first_reading_stays_and_after_a_month_none(database: SqlDatabase) -> None:
    fetched = an_article("a", stage=Stage.FETCHED, text="", title="")

    def read(text: str, outcome: Outcome = Outcome.MOVED_ON, version: int = 1) -> None:
        article = replace(fetched, text=text, title="Cầu mở", byline="Lan", version=version)
        store.articles.record([StepResult(article=article, step=Stage.EXTRACTED, outcome=outcome)], NOON)

    def lengths() -> list[int]:
        read_so = store.source_history.readings([PAPER.id], NOON - HOUR, NOON, 9)
        return [one.length for one in read_so.get(PAPER.id, [])]

    with database.write() as store:
        with_sources(store)
        store.articles.add([fetched])
        assert lengths() == []
        read("", Outcome.QUARANTINE)
        assert lengths() == []
        read("no article yet", Outcome.DISCARDED)
        assert lengths() == [0]
        read("x" * 500)
        read("short", version=2)
        assert lengths() == [500]
        store.source_history.forget(NOON + timedelta(days=30))
        assert lengths() == [500]
        store.source_history.forget(NOON + timedelta(days=30, seconds=1))
        assert lengths() == []


def test_of_readings_the_last_of_today_and_of_the_days_before_are_told(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        store.articles.add([an_article(f"a{n}", fetched_at=NOON + n * HOUR) for n in range(10)])
        readings = store.source_history.readings([PAPER.id], NOON, NOON + 5 * HOUR, 2)[PAPER.id]
    assert [reading.at for reading in readings] == [NOON + n * HOUR for n in (4, 5, 8, 9)]


def test_one_change_among_the_last_articles_and_all_are_watched_closely(database: SqlDatabase) -> None:
    now = NOON + 36 * HOUR

    def again() -> datetime | None:
        [page] = store.crawl_queue.list_of(known[0].id)
        collecting.page_missed(store, page, Miss(status=304, message=say(VisitMessage.UNCHANGED)), now)
        return store.crawl_queue.list_of(known[0].id)[0].due_at

    with database.write() as store:
        with_sources(store)
        known = [an_article(f"a{n}", fetched_at=NOON + n * timedelta(minutes=1)) for n in range(50)]
        store.crawl_queue.save([CrawlTarget(id=0, source_id=PAPER.id, url=f"{SITE}/a0", article_id=known[0].id)])
        store.articles.add(known[:49])
        assert again() == now + 3 * HOUR, "too few are known of this source"
        store.articles.add(known[49:])
        assert again() == now + 6 * HOUR
        before = ArticleVersion(article_id=known[7].id, version=1, seen_at=NOON, title="t", text="x")
        store.versions.replace(known[7], before)
        assert again() == now + 3 * HOUR


def test_articles_are_counted_by_their_age_in_full_days(database: SqlDatabase) -> None:
    now = NOON + 72 * HOUR
    with database.write() as store:
        with_sources(store)
        aged = {"a": 71, "b": 50, "c": 49, "d": 23, "e": 1, "f": -5, "older than our first visit": 90}
        store.articles.add(
            [an_article(name, fetched_at=NOON + HOUR, published_at=now - hours * HOUR) for name, hours in aged.items()]
        )
        assert store.source_history.ages([PAPER.id, OTHER.id], NOON, now) == {PAPER.id: {2: 3, 0: 2}}


def test_the_last_visits_of_each_feed_are_remembered(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        often, seldom = a_feed(store), a_feed(store, path="seldom")
        refused = say(VisitMessage.FORBIDDEN)
        error = FetchError.HTTP_STATUS
        store.source_history.add(FeedVisit(feed_id=seldom.id, at=NOON, status=403, error=error, messages=(refused,)))
        for hour in range(1, 6):
            store.source_history.add(FeedVisit(feed_id=often.id, at=NOON + hour * HOUR, status=200, new=hour))
        visits = store.source_history.visits(PAPER.id, 2)
        assert [(visit.feed_id, visit.new) for visit in visits] == [(often.id, 5), (often.id, 4), (seldom.id, 0)]
        assert (visits[-1].error, visits[-1].messages) == (error, (refused,))


def test_a_visit_of_a_later_version_is_kept_with_what_it_said(database: SqlDatabase) -> None:
    later = say("visit.from-a-later-version", words="x")
    with database.write() as store:
        with_sources(store)
        feed = a_feed(store)
        store.source_history.add(FeedVisit(feed_id=feed.id, at=NOON, error=FetchError.DNS, messages=(later,)))
        store.connection.execute(update(fetches).values(error="from-a-later-version"))
        [visit] = store.source_history.visits(PAPER.id, 9)
    assert (visit.error, visit.messages) == (FetchError.INTERNAL, (later,))


def test_a_source_fails_when_none_of_its_feeds_was_read(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        one, two, third = a_feed(store), a_feed(store, path="two"), a_feed(store, OTHER)
        store.feeds.save(replace(one, failures=2))
        store.feeds.save(replace(third, failures=1))
        assert store.source_history.failing() == [OTHER.id]
        store.feeds.save(replace(two, failures=1))
        store.sources.save(replace(OTHER, active=False))
        assert store.source_history.failing() == [PAPER.id]


def test_a_feed_in_a_hurry_is_due_and_one_that_is_late_stays_so(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        feed = a_feed(store)
        store.feeds.save(replace(feed, due_at=NOON + 9 * HOUR))
        store.feeds.make_due(feed.id, NOON + HOUR)
        assert store.feeds.list(PAPER.id)[0].due_at == NOON + HOUR
        store.feeds.make_due(feed.id, NOON + 2 * HOUR)
        assert store.feeds.list(PAPER.id)[0].due_at == NOON + HOUR


def test_a_lease_is_kept_once_for_a_feed_and_goes_with_it(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        feed = a_feed(store)
        lease = HubSubscription(feed_id=feed.id, token="t", secret="s", hub="https://hub.example", topic=feed.url)
        store.websub_subscriptions.save(lease)
        granted = replace(lease, asked_at=NOON, expires_at=NOON + HOUR)
        store.websub_subscriptions.save(granted)
        assert store.websub_subscriptions.list() == [granted]
        assert store.websub_subscriptions.find_by_token("t") == store.websub_subscriptions.find(feed.id) == granted
        assert store.websub_subscriptions.find_by_token("other") is None
        store.sources.remove(PAPER.id)
        assert store.websub_subscriptions.find_by_token("t") is None


def test_an_address_is_kept_as_it_was_saved_and_found_by_its_url(database: SqlDatabase) -> None:
    fresh = CrawlTarget(id=0, source_id=PAPER.id, url=f"{SITE}/1.html", title="Cầu mở", published_at=NOON, due_at=NOON)
    with database.write() as store:
        with_sources(store)
        store.crawl_queue.save([fresh, replace(fresh, url=f"{SITE}/2.html", due_at=None)])
        found = store.crawl_queue.find([fresh.url, f"{SITE}/2.html", f"{SITE}/3.html"])
        assert set(found) == {fresh.url, f"{SITE}/2.html"}
        first = found[fresh.url]
        assert first == replace(fresh, id=first.id)
        seen = replace(
            first,
            etag='"1"',
            last_modified="Mon",
            visits=3,
            failures=2,
            last_message=say(VisitMessage.SERVER_FAILS, status=503),
            content_hash="ab",
            due_at=NOON + HOUR,
        )
        store.crawl_queue.save([seen, replace(fresh, url=f"{SITE}/3.html")])
        again = store.crawl_queue.find([fresh.url, f"{SITE}/2.html", f"{SITE}/3.html"])
        assert again[fresh.url] == seen
        assert again[f"{SITE}/2.html"] == found[f"{SITE}/2.html"]
        assert [one.url for one in store.crawl_queue.due(NOON, 9)] == [f"{SITE}/3.html"]


def test_addresses_that_could_not_be_read_are_listed_by_source_the_next_to_be_tried_first(
    database: SqlDatabase,
) -> None:
    why = say(VisitMessage.SERVER_FAILS, status=503)
    target = CrawlTarget(id=0, source_id=PAPER.id, url=f"{SITE}/1.html", due_at=NOON, failures=1, last_message=why)
    with database.write() as store:
        with_sources(store)
        given_up = replace(target, url=f"{SITE}/2.html", due_at=None, failures=6)
        later = replace(target, url=f"{SITE}/3.html", due_at=NOON + HOUR)
        read = replace(target, url=f"{SITE}/4.html", failures=0, last_message=None)
        store.crawl_queue.save([given_up, later, target, read])
        found = store.crawl_queue.list_failing(PAPER.id, 9)
        assert [one.url for one in found] == [target.url, later.url, given_up.url]
        assert found[0].last_message == why
        assert store.crawl_queue.list_failing("another", 9) == []


def test_an_article_is_found_where_it_stands_and_withdrawn_once(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        store.articles.add([an_article("a", stage=Stage.FETCHED), an_article("b")])
        first, second = an_article("a"), an_article("b")
        for hour in (1, 2):
            store.arrivals.withdraw(first.id, NOON + hour * HOUR)
        assert store.articles.get(first.id).withdrawn_at == NOON + HOUR
        assert store.articles.get(second.id).withdrawn_at is None
        assert store.arrivals.find(first.url) == first.id
        assert store.arrivals.find(f"{SITE}/none.html") is None


def test_when_the_newest_article_came_in_is_known_over_all_sources(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        assert store.articles.last_fetched_at() is None
        store.articles.add(
            [replace(an_article("a"), fetched_at=NOON), replace(an_article("b"), fetched_at=NOON - HOUR)]
        )
        assert store.articles.last_fetched_at() == NOON
