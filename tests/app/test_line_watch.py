"""Our own line is away: no publisher is blamed for it, and all are visited within a minute of its return."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.line_watch import LineWatch
from crawlers.fetch.hosts import Visit
from crawlers.fetch.outcomes import HttpAnswer, ending
from crawlers.fetch.visits import Fetched, FetchJob
from desk.running import Fault
from desk.sources import adding, collecting
from desk.sources.own_line import OwnLine
from domain.errors import ForbiddenAddress
from domain.message import Message, say
from domain.problems import Forbidden
from domain.running import Heartbeat, Part
from domain.sources import Feed, FeedEntry, FeedKind
from domain.visits import FetchError
from tests.app.collecting import MINUTE, Desk, a_desk, a_site, a_source, rss

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
Line = Callable[[FetchJob], Fetched]  # what comes back while our line is as it is
PORTAL = "<!doctype html><html><title>Wi-Fi</title><body><form>Đăng nhập mạng</form></body></html>".encode()


@dataclass
class Watched:
    """A desk whose crawler goes round once a second, on a clock that we turn."""

    desk: Desk
    sites: list[str]
    line: Line | None = None  # None: as it should be
    down: set[str] = field(default_factory=set)  # sites that are away by themselves
    slow: int = 0  # seconds from a question to its answer
    told: list[Message | None] = field(default_factory=list)
    asked: list[FetchJob] = field(default_factory=list)
    _coming: list[tuple[int, FetchJob, Line | None]] = field(default_factory=list)
    _second: int = 0

    def __post_init__(self) -> None:
        line = OwnLine(timer=lambda: self.desk.clock.at.timestamp())
        self.watch = LineWatch(self.desk.collector, self.desk.collector.deliver, self.told.append, line)

    def wait(self, length: timedelta) -> None:
        for _ in range(int(length / SECOND)):
            self.desk.clock.at += SECOND
            self._second += 1
            jobs = list(self.watch.next_jobs())
            self.asked += jobs
            self._coming += [(self._second + self.slow, job, self.line) for job in jobs]
            here = [one for one in self._coming if one[0] <= self._second]
            self._coming = [one for one in self._coming if one[0] > self._second]
            for _, job, line in here:
                self.watch.take(self._fetched(job, line))

    def _fetched(self, job: FetchJob, line: Line | None) -> Fetched:
        if line:
            return replace(line(job), fetched_at=self.desk.clock.at)
        if any(job.url.startswith(site) for site in self.down):
            return no_answer(FetchError.TIMEOUT)(job)
        return self.desk.fetch(job)

    @property
    def feeds(self) -> list[Feed]:
        return [feed for number in range(len(self.sites)) for feed in self.desk.feeds(f"bao{number}")]

    def visits(self) -> int:
        with self.desk.services.database.read() as store:
            return sum(len(store.source_history.visits(f"bao{number}", 1000)) for number in range(len(self.sites)))


def no_answer(error: FetchError) -> Line:
    return lambda job: ending(Visit(job=job, url=job.url), HttpAnswer(error=error))


def status(number: int, content: bytes = b"") -> Line:
    return lambda job: ending(Visit(job=job, url=job.url), HttpAnswer(status=number, content=content), limit=10**6)


def led_to(url: str, content: bytes) -> Line:
    return lambda job: ending(Visit(job=job, url=url), HttpAnswer(status=200, content=content), limit=10**6)


def led_inside(job: FetchJob) -> Fetched:
    why = ForbiddenAddress(Forbidden.LEADS_INSIDE, url=job.url, ip="10.0.0.1", kind=say(Forbidden.IP_PRIVATE))
    return ending(Visit(job=job, url=job.url), HttpAnswer(error=FetchError.FORBIDDEN_ADDRESS, why=why.message))


def in_turn(*lines: Line) -> Line:
    """Each address its own way."""
    return lambda job: lines[(urlsplit(job.url).port or 0) % len(lines)](job)


AWAY = {
    "no name is known": no_answer(FetchError.DNS),
    "nothing comes back": no_answer(FetchError.TIMEOUT),
    "no route": no_answer(FetchError.CONNECTION),
    "another's certificate": no_answer(FetchError.TLS),
    "some of each": in_turn(no_answer(FetchError.DNS), no_answer(FetchError.TIMEOUT), no_answer(FetchError.CONNECTION)),
    "a sign-in page at every address": status(200, PORTAL),
    "each led to the sign-in page": led_to("http://10.0.0.1/dang-nhap", PORTAL),
    "each led inside": led_inside,
    "each sent inside": lambda job: ending(
        Visit(job=job, url="http://192.168.1.1/"), HttpAnswer(error=FetchError.FORBIDDEN_ADDRESS)
    ),
    "led round in a circle": no_answer(FetchError.TOO_MANY_REDIRECTS),
    "sign-in required (511)": status(511, PORTAL),
    "a gateway without its own line (504)": status(504),
    "a gateway in trouble (502)": status(502, b"<html>Bad Gateway</html>"),
    "robots.txt cannot be asked": no_answer(FetchError.ROBOTS_UNAVAILABLE),
    "certificates here, sign-in pages there": in_turn(no_answer(FetchError.TLS), status(200, PORTAL)),
    "a sign-in page that names each address": lambda job: status(200, PORTAL + job.url.encode())(job),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    url = request.getfixturevalue("postgresql_url") if request.param == "postgresql" else ""
    with a_desk(tmp_path, MORNING, database_url=url) as desk:
        yield desk


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path, MORNING) as desk:
        yield desk


def a_watch(stack: ExitStack, desk: Desk, number: int) -> Watched:
    """Publishers that answer, each read once."""
    bases = [stack.enter_context(a_site(lambda path, _: (404 if "html" in path else 200, {}, rss("http://x"))))
             for _ in range(number)]  # fmt: skip
    for at, base in enumerate(bases):
        desk.add(a_source(base, f"bao{at}"), (f"{base}/rss", FeedKind.FEED, ""))
    watched = Watched(desk, bases)
    watched.wait(10 * SECOND)
    assert watched.visits() == number
    return watched


def due_now(watched: Watched) -> None:
    with watched.desk.services.database.write() as store:
        for feed in watched.feeds:
            store.feeds.make_due(feed.id, watched.desk.clock.at)


@pytest.mark.parametrize("way", AWAY)
def test_no_publisher_is_blamed_while_our_line_is_away(sqlite: Desk, way: str) -> None:
    with ExitStack() as stack:
        watched = a_watch(stack, sqlite, 4)
        due_now(watched)
        before, visits = watched.feeds, watched.visits()
        watched.line = AWAY[way]
        watched.wait(10 * MINUTE)

        assert [(one.failures, one.penalty, one.interval_seconds, one.due_at) for one in watched.feeds] == [
            (one.failures, one.penalty, one.interval_seconds, one.due_at) for one in before
        ]
        assert watched.visits() == visits
        assert [one.code for one in watched.told if one] == [Fault.LINE_AWAY]
        with sqlite.services.database.read() as store:
            assert adding.troubled(store, sqlite.clock.at) == []

        watched.line, asked = None, len(watched.asked)
        watched.wait(MINUTE)
        assert {job.url for job in watched.asked[asked:]} == {one.url for one in before}
        for one, was in zip(watched.feeds, before, strict=True):
            assert (one.failures, one.last_good_at == was.last_good_at) == (0, False)
        assert watched.told[-1] is None


def test_rows_are_the_same_on_both_databases(empty: Desk) -> None:
    with ExitStack() as stack:
        watched = a_watch(stack, empty, 3)
        due_now(watched)
        before, visits = watched.feeds, watched.visits()
        watched.line = AWAY["no name is known"]
        watched.wait(5 * MINUTE)
        assert watched.feeds == before
        watched.line = None
        watched.wait(MINUTE)
        assert watched.visits() == visits + 3
        assert [one.failures for one in watched.feeds] == [0, 0, 0]


def test_all_are_visited_within_a_minute_although_visits_that_hang_are_still_under_way(sqlite: Desk) -> None:
    with ExitStack() as stack:
        watched = a_watch(stack, sqlite, 5)
        watched.slow, watched.line = 45, no_answer(FetchError.TIMEOUT)
        due_now(watched)
        watched.wait(5 * MINUTE)
        visits = watched.visits()
        assert watched.told
        watched.slow, watched.line = 0, None
        watched.wait(MINUTE)
        assert watched.visits() >= visits + 5
        assert [one.failures for one in watched.feeds] == [0] * 5


def test_publishers_are_asked_seldom_while_our_line_is_away(sqlite: Desk) -> None:
    with ExitStack() as stack:
        watched = a_watch(stack, sqlite, 4)
        watched.line = AWAY["no name is known"]
        due_now(watched)
        watched.wait(2 * MINUTE)
        asked = len(watched.asked)
        watched.wait(5 * MINUTE)
        assert len(watched.asked) - asked <= 5 * 60 / 10 * 3


def test_one_publisher_that_is_away_alone_is_away_by_itself(empty: Desk) -> None:
    with ExitStack() as stack:
        watched = a_watch(stack, empty, 4)
        watched.down = {watched.sites[0]}
        due_now(watched)
        watched.wait(MINUTE)
        assert [one.failures for one in watched.feeds] == [1, 0, 0, 0]
        due_now(watched)
        watched.wait(MINUTE)
        assert [one.failures for one in watched.feeds] == [2, 0, 0, 0]
        assert watched.told == []


def test_a_page_that_is_gone_does_not_make_its_publisher_a_bad_witness(sqlite: Desk) -> None:
    """What failed before by itself is no failure of the line's, and none is counted while it is away."""
    with ExitStack() as stack:
        watched = a_watch(stack, sqlite, 3)
        with sqlite.services.database.write() as store:
            for number, site in enumerate(watched.sites):
                collecting.discover(store, f"bao{number}", [FeedEntry(url=f"{site}/1.html")], sqlite.clock.at)
        watched.wait(5 * SECOND)
        pages = [f"{site}/1.html" for site in watched.sites]
        with sqlite.services.database.read() as store:
            before = store.crawl_queue.find(pages)
        assert [one.failures for one in before.values()] == [1, 1, 1]
        watched.line = AWAY["nothing comes back"]
        watched.wait(5 * MINUTE)
        with sqlite.services.database.read() as store:
            assert store.crawl_queue.find(pages) == before
        assert [one.code for one in watched.told if one] == [Fault.LINE_AWAY]


def test_two_of_five_that_are_away_together_are_away_by_themselves(sqlite: Desk) -> None:
    with ExitStack() as stack:
        watched = a_watch(stack, sqlite, 5)
        watched.down = set(watched.sites[:2])
        due_now(watched)
        watched.wait(MINUTE)
        assert [one.failures for one in watched.feeds] == [1, 1, 0, 0, 0]
        assert watched.told == []


def test_a_publisher_that_is_asked_alone_is_judged_by_what_others_say_then(sqlite: Desk) -> None:
    """Nobody else is due: they are asked all the same."""
    with ExitStack() as stack:
        watched = a_watch(stack, sqlite, 3)
        watched.line = AWAY["nothing comes back"]
        with sqlite.services.database.write() as store:
            store.feeds.make_due(watched.feeds[0].id, sqlite.clock.at)
        watched.wait(MINUTE)
        assert [one.failures for one in watched.feeds] == [0, 0, 0]
        assert [one.code for one in watched.told if one] == [Fault.LINE_AWAY]


def test_the_only_publisher_of_a_desk_is_told_as_away(sqlite: Desk) -> None:
    with ExitStack() as stack:
        watched = a_watch(stack, sqlite, 1)
        watched.line = AWAY["no name is known"]
        due_now(watched)
        watched.wait(MINUTE)
        assert [one.failures for one in watched.feeds] == [1]
        assert watched.told == []


def test_a_publisher_that_was_away_for_long_is_no_witness(sqlite: Desk) -> None:
    with ExitStack() as stack:
        watched = a_watch(stack, sqlite, 2)
        watched.down = {watched.sites[0]}
        due_now(watched)
        watched.wait(MINUTE)
        assert watched.feeds[0].failures >= 1
        watched.down = set(watched.sites)
        due_now(watched)
        watched.wait(3 * MINUTE)
        assert watched.feeds[1].failures >= 1
        assert watched.told == []


def test_a_site_that_answers_with_an_error_answers(sqlite: Desk) -> None:
    with ExitStack() as stack:
        watched = a_watch(stack, sqlite, 3)
        watched.line = in_turn(*[status(500), status(403), status(404)])
        due_now(watched)
        watched.wait(MINUTE)
        assert all(one.failures >= 1 for one in watched.feeds)
        assert watched.told == []


def test_an_address_that_we_refuse_ourselves_says_nothing_of_the_line(sqlite: Desk) -> None:
    with ExitStack() as stack:
        watched = a_watch(stack, sqlite, 3)
        watched.line, visits = no_answer(FetchError.FORBIDDEN_ADDRESS), watched.visits()
        with sqlite.services.database.write() as store:
            store.feeds.make_due(watched.feeds[0].id, sqlite.clock.at)
        watched.wait(MINUTE)
        assert watched.visits() == visits + 1, "nobody else is asked"


def test_the_screen_says_since_when_in_place_of_the_publishers_lateness(sqlite: Desk) -> None:
    with ExitStack() as stack:
        watched = a_watch(stack, sqlite, 2)
        away = say(Fault.LINE_AWAY, since=MORNING)
        later = sqlite.clock.at + timedelta(days=2)
        beat = Heartbeat(
            part=Part.CRAWLER, process="a:1", started_at=MORNING, beat_at=later, moved_at=later, faults=(away,)
        )
        with sqlite.services.database.write() as store:
            store.heartbeats.save(beat)
            why = [[one.code for one in page.health.why] for page in adding.list_sources(store, later)]
        assert why == [[Fault.LINE_AWAY]] * len(watched.sites)
