"""A crawler that has slept past its lease asks nobody, and files nothing that is older than what stands there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from app.collect import Collector
from app.host_leases import LeasedHosts, LeaseTerms
from app.outage import passes
from app.readers import feeds
from database.articles import raw_pages
from database.hosts import hosts
from desk.sources import collecting
from desk.sources.feeds import FeedAnswer, answered
from desk.sources.polling import Pace, Reply
from domain.hosts import HostPause, host_of
from domain.sources import Announcement, FeedEntry, FeedKind
from domain.stage import Stage
from domain.times import now
from domain.visits import FeedVisit
from domain.work import Lease
from tests.app.collecting import Desk, a_desk, a_site, a_source, article, rss

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
A, B, C = "a.vn", "b.vn", "c.vn"


def never_asked(_host: str) -> None: ...


@dataclass
class Seconds:
    """The seconds that pass for one crawler."""

    passed: float = 1000.0

    def __call__(self) -> float:
        return self.passed


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    url = request.getfixturevalue("postgresql_url") if request.param == "postgresql" else ""
    with a_desk(tmp_path, MORNING, database_url=url) as made:
        yield made


def leased(desk: Desk, name: str, **terms: int) -> LeasedHosts:
    return LeasedHosts(desk.services.database, set, name, LeaseTerms(**terms), timer=Seconds())


def time_passes(one: LeasedHosts, seconds: float) -> None:
    assert isinstance(one.timer, Seconds)
    one.timer.passed += seconds


def runs_out(desk: Desk, one: LeasedHosts) -> None:
    """By the database's clock, however long the crawler itself thinks that it slept."""
    with desk.services.database.write() as store:
        store.hosts.renew(Lease(token=one.lease.token, lasts=timedelta(seconds=-1)))


def test_a_host_is_asked_only_while_a_request_will_end_before_the_lease(desk: Desk) -> None:
    one = leased(desk, "one")
    assert not one.may_ask(A)
    assert one.take([A])
    assert one.may_ask(A)
    time_passes(one, 45.0)
    assert one.may_ask(A)
    time_passes(one, 0.1)
    assert not one.may_ask(A), "it might still be answering when the lease is over"
    assert one.turn({A}, never_asked) == set()
    assert one.may_ask(A), "renewed"


def test_what_another_crawler_has_taken_meanwhile_is_lost_and_what_nobody_took_is_not(desk: Desk) -> None:
    one, two = leased(desk, "one"), leased(desk, "two")
    assert one.take([A, B])
    assert not two.take([A, B])
    runs_out(desk, one)
    time_passes(one, 600.0)
    assert two.take([A])
    assert not one.may_ask(A)
    assert one.turn({A, B}, never_asked) == {A}
    assert (one.may_ask(A), one.may_ask(B)) == (False, True)
    assert two.may_ask(A)


def test_a_host_is_given_back_when_nothing_is_wanted_of_it_and_rests_for_its_pause(desk: Desk) -> None:
    one, two = leased(desk, "one"), leased(desk, "two")
    assert one.take([A, B, C])
    one.needed = lambda: {B}  # what came from there is not filed yet
    pauses = {A: HostPause(host=A, delay_seconds=30.0), C: HostPause(host=C, delay_seconds=1.0, rest_seconds=7200.0)}
    assert one.turn(set(), pauses.get) == set()
    assert two.take([A, B, C]), "A alone"
    assert (two.may_plan(A), two.may_plan(B), two.may_plan(C)) == (True, False, False)
    assert not two.may_ask(A), "its pause is not over"
    time_passes(two, 30.0)
    assert two.may_ask(A)


def test_a_crawler_takes_no_more_hosts_than_it_can_ask_soon(desk: Desk) -> None:
    one, two = leased(desk, "one", max_hosts=2), leased(desk, "two", max_hosts=2)
    assert one.take([A, B, C])
    assert not two.take([A, B])
    assert two.take([C])
    two.give_back_all()
    one.give_back_all()
    with desk.services.database.engine.connect() as connection:
        assert connection.execute(select(func.count()).where(hosts.c.lease != "")).scalar() == 0


def test_a_crawler_whose_machine_has_another_time_goes_by_the_databases(desk: Desk) -> None:
    hour = timedelta(hours=1)
    desk.add(a_source("https://bao.example"), ("https://bao.example/rss", FeedKind.FEED, ""))
    one = desk.collector
    one.hosts.clock = lambda: now() - timedelta(minutes=2)
    one.hosts.turn(set(), never_asked)
    assert one.hosts.ahead == timedelta(), "clocks differ by a little"

    two = Collector(desk.services, feeds.read)
    two.hosts.clock = lambda: now() - hour
    desk.services.clock = lambda: MORNING - hour + timedelta(minutes=1)  # nothing would be due for an hour
    two.hosts.turn(set(), never_asked)
    assert abs(two.hosts.ahead - hour) < timedelta(minutes=1)
    assert [job.url for job in two.due()] == ["https://bao.example/rss"]


def test_a_crawler_that_is_stopped_while_it_takes_a_host_does_not_keep_it(postgresql_url: str, tmp_path: Path) -> None:
    with a_desk(tmp_path / "one", MORNING, database_url=postgresql_url) as one:
        one.services.database.end_stalled(0.2)
        lease = Lease(token="one", lasts=timedelta(seconds=90))
        with (
            a_desk(tmp_path / "two", MORNING, database_url=postgresql_url) as two,
            pytest.raises(DBAPIError) as ended,
            one.services.database.write() as stopped,
        ):
            stopped.hosts.take([A], lease)
            waits_until_taken(leased(two, "two"))
            stopped.hosts.renew(lease)
        assert passes(ended.value)
        assert leased(one, "one").take([B]), "its connections are good again"


def waits_until_taken(two: LeasedHosts) -> None:
    for _ in range(1000):
        if two.take([A]):
            return
        sleep(0.05)
    pytest.fail("the host is still locked")


def test_what_a_crawler_fetched_before_it_lost_the_host_never_comes_after_newer_text(desk: Desk) -> None:
    died = "năm"

    def answer(path: str, _asked: dict[str, str]):
        if path == "/rss":
            return 200, {}, rss(base, "a" if died == "năm" else "b")
        return 200, {}, article("Lũ quét ở Bát Xát", f"Lũ quét làm {died} người chết.")

    with a_site(answer) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        with desk.services.database.write() as store:
            collecting.discover(store, "bao", [FeedEntry(url=f"{base}/a.html")], MORNING)
        one, two = desk.collector, Collector(desk.services, feeds.read)
        one.hosts.timer = Seconds()
        jobs = one.due()
        assert len(jobs) == 2
        assert two.due() == [], "its host is another crawler's"
        old = [desk.fetch(job) for job in jobs]
        runs_out(desk, one.hosts)  # stopped before it could file them
        time_passes(one.hosts, 600.0)

        died = "ba"
        for job in two.due():
            two.deliver(desk.fetch(job))
        for fetched in old:
            one.deliver(fetched)
        assert one.due() == []
        assert not one.hosts.may_ask(host_of(base))

        with desk.services.database.read() as store:
            assert len(store.source_history.visits("bao", 9)) == 1
            assert store.crawl_queue.find([f"{base}/a.html"])[f"{base}/a.html"].visits == 1
        with desk.services.database.engine.connect() as connection:
            assert connection.execute(select(func.count()).select_from(raw_pages)).scalar() == 1
        [work] = _pages(desk)
        assert "ba người".encode() in work


def _pages(desk: Desk) -> list[bytes]:
    with desk.services.database.write() as store:
        lease = Lease(token="look", lasts=timedelta(seconds=9))
        found = store.articles.claim(Stage.FETCHED, 9, desk.clock(), lease=lease)
        return [one.page.content for one in found if one.page]


def test_a_host_with_long_pauses_gets_few_visits_at_a_time_and_its_feed_a_quarter_of_them(desk: Desk) -> None:
    one = leased(desk, "one")
    one.take([A])
    assert one.most_at_a_time(A, 20) == 20
    one.turn({A}, lambda host: HostPause(host=host, delay_seconds=60.0))
    assert one.most_at_a_time(A, 20) == 2
    desk.add(a_source(f"https://{A}"), (f"https://{A}/rss", FeedKind.FEED, ""))
    [feed] = desk.feeds("bao")
    answer = FeedAnswer(visit=FeedVisit(feed_id=feed.id, at=MORNING, status=304), read=Announcement(), reply=Reply())
    with desk.services.database.write() as store:
        answered(store, replace(feed, last_good_at=MORNING, interval_seconds=60), answer, Pace())
    assert desk.feeds("bao")[0].due_at >= MORNING + timedelta(minutes=4)
