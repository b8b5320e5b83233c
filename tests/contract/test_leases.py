"""Leases: a row is one worker's for a while, and comes back by itself."""

from datetime import datetime, timedelta

from database.engine import SqlDatabase
from desk.sources import collecting
from domain.sources import FeedEntry
from domain.stage import Outcome, Stage
from domain.store import Store
from domain.work import SearchMark
from tests.contract.test_store import done
from tests.making import NOON, PAPER, a_lease, a_page, an_article, with_sources


def _three(store: Store, stage: Stage = Stage.EXTRACTED) -> list[str]:
    with_sources(store)
    for number in range(3):
        at = NOON + timedelta(seconds=number)
        store.articles.add([an_article(str(number), id=str(number), fetched_at=at, stage=stage)])
    return ["0", "1", "2"]


def _claim(store: Store, token: str, limit: int = 9, seconds: float = 120, at: datetime = NOON) -> list[str]:
    work = store.articles.claim(Stage.EXTRACTED, limit, at, lease=a_lease(token, seconds))
    return [one.article.id for one in work]


def test_a_leased_row_is_nobody_elses_until_its_lease_has_run_out(database: SqlDatabase) -> None:
    with database.write() as store:
        ids = _three(store)
        assert _claim(store, "first", limit=2) == ["0", "1"]
        assert _claim(store, "second") == ["2"]
        assert _claim(store, "third", at=NOON + timedelta(days=9)) == [], "the database's clock counts, not a worker's"
        store.articles.renew([a_lease("first", seconds=-1)])
        assert store.articles.held(ids, "first") == {"0", "1"}, "nobody has taken them yet"
        assert _claim(store, "third", limit=1) == ["0"]
        assert store.articles.held(ids, "first") == {"1"}
        assert store.articles.held(ids, "third") == {"0"}


def test_a_recorded_step_ends_the_lease_whatever_came_of_it(database: SqlDatabase) -> None:
    with database.write() as store:
        ids = _three(store)
        first, second, third = store.articles.claim(Stage.EXTRACTED, 9, NOON, lease=a_lease())
        later = NOON + timedelta(seconds=20)
        results = [
            done(first.article.moved_to(Stage.UNDERSTOOD), Stage.UNDERSTOOD),
            done(second.article, Stage.UNDERSTOOD, Outcome.DISCARDED, reason="not-vietnamese"),
            done(third.article, Stage.UNDERSTOOD, Outcome.RETRY, reason="unreachable", retry_at=later),
        ]
        store.articles.record(results, NOON)
        assert store.articles.held(ids, "ours") == set()
        assert _claim(store, "next") == []
        assert _claim(store, "next", at=later) == ["2"]


def test_what_was_put_off_by_a_clock_that_ran_ahead_is_tried_once_it_is_right_again(database: SqlDatabase) -> None:
    with database.write() as store:
        _three(store)
        [work, *_] = store.articles.claim(Stage.EXTRACTED, 1, NOON, lease=a_lease())
        ahead = NOON + timedelta(days=3)
        later = done(work.article, Stage.UNDERSTOOD, Outcome.RETRY, reason="unreachable", retry_at=ahead)
        store.articles.record([later], ahead)
        assert _claim(store, "next", limit=1) == ["0"]


def test_what_people_record_leaves_a_readers_lease_alone(database: SqlDatabase) -> None:
    with database.write() as store:
        ids = _three(store, Stage.QUEUED)
        [work, *_] = store.articles.claim(Stage.QUEUED, 9, NOON, lease=a_lease())
        store.articles.record([done(work.article.moved_to(Stage.REVIEWED), Stage.REVIEWED)], NOON)
        assert store.articles.held(ids, "ours") == set(ids)


def test_leases_are_given_back_by_name_or_all_at_once(database: SqlDatabase) -> None:
    with database.write() as store:
        _three(store)
        assert (_claim(store, "a", limit=1), _claim(store, "b", limit=1)) == (["0"], ["1"])
        store.articles.release(["a"])
        assert _claim(store, "c") == ["0", "2"]
        store.articles.release_all()
        assert _claim(store, "d") == ["0", "1", "2"]


def test_what_came_later_than_an_unread_row_is_not_claimed_before_it(database: SqlDatabase) -> None:
    with database.write() as store:
        _three(store, Stage.UNDERSTOOD)
        store.articles.add([an_article("1", id="1", fetched_at=NOON + timedelta(seconds=1))])
        unread = (Stage.FETCHED, Stage.EXTRACTED)

        def placed() -> list[str]:
            work = store.articles.claim(Stage.UNDERSTOOD, 9, NOON, lease=a_lease(seconds=-1), after=unread)
            return [one.article.id for one in work]

        assert placed() == ["0"]
        late = done(store.articles.get("1"), Stage.UNDERSTOOD, Outcome.RETRY, retry_at=NOON + timedelta(minutes=1))
        store.articles.record([late], NOON)
        assert placed() == ["0", "2"], "what waits for its retry holds up nobody"


def test_newer_bytes_are_kept_when_the_ones_that_were_read_are_dropped(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        collecting.discover(store, PAPER.id, [FeedEntry(url="https://bao-a.example/1.html")], NOON)
        [target] = store.crawl_queue.due(NOON, 9)
        collecting.arrived(store, target, a_page("1", b"one"), due_at=NOON)
        [work] = store.articles.claim(Stage.FETCHED, 9, NOON, lease=a_lease(seconds=-1))
        assert work.page is not None
        store.articles.remove_pages({work.article.id: work.page.fetched_at - timedelta(seconds=1)})
        assert store.articles.claim(Stage.FETCHED, 9, NOON, lease=a_lease(seconds=-1))[0].page == work.page
        store.articles.remove_pages({work.article.id: work.page.fetched_at})
        assert store.articles.claim(Stage.FETCHED, 9, NOON, lease=a_lease())[0].page is None


def test_search_is_told_of_each_version_once_and_of_what_was_discarded(database: SqlDatabase) -> None:
    with database.write() as store:
        _three(store, Stage.UNDERSTOOD)
        store.articles.add([an_article("unread", id="unread")])
        marks = store.search_marks
        assert [article.id for article in marks.behind(2)] == ["0", "1"]
        marks.save(map(SearchMark.of, marks.behind(2)))
        assert [article.id for article in marks.behind(9)] == ["2"]
        store.articles.record([done(store.articles.get("0"), Stage.QUEUED, Outcome.DISCARDED, reason="x")], NOON)
        assert marks.discarded(9) == ["0"]
        marks.remove(["0"])
        marks.save(map(SearchMark.of, marks.behind(9)))
        assert (marks.discarded(9), marks.behind(9)) == ([], [])


def test_the_marks_of_search_say_whose_they_are(database: SqlDatabase) -> None:
    with database.write() as store:
        assert store.search_marks.follow("opensearch") == "embedded"
        assert store.search_marks.follow("opensearch") == store.search_marks.engine() == "opensearch"
