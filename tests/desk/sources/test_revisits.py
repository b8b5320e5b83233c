"""When a page is visited again, and when no more."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from desk.sources.revisits import (
    MAX_FEEDS_TOLD,
    MAX_TRIES_OF_A_NEW_PAGE,
    QUIET_REVISIT_INTERVALS,
    REVISIT_INTERVALS,
    Miss,
    after_arrival,
    after_miss,
    announced_again,
    first_look,
    next_look,
    next_look_at_posted,
)
from domain.crawl_queue import CrawlTarget
from domain.postings import Telling
from domain.sources import FeedEntry
from domain.visits import MAX_WAIT, FetchError, visit_message
from tests.making import NOON, PAPER

FEED = 7
M, H, D = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEW = CrawlTarget(
    id=1, source_id=PAPER.id, url="https://bao-a.example/1", title="Cầu mở", published_at=NOON, due_at=NOON
)
READ = replace(NEW, article_id="a", content_hash="ab", visits=1, due_at=NOON + H)


def missed(target: CrawlTarget, status: int, wait: float = 0.0, later: datetime | None = NOON + H) -> CrawlTarget:
    message = visit_message(FetchError.HTTP_STATUS, status)
    return after_miss(target, Miss(status=status, message=message, wait_seconds=wait), later, NOON)


@pytest.mark.parametrize(
    ("age", "step"),
    [
        (0 * M, 5 * M),
        (3 * H, 5 * M),
        (3 * H + M, 30 * M),
        (13 * H, 3 * H),
        (3 * D, 12 * H),
        (8 * D, D),
        (30 * D, D),
        (31 * D, None),
    ],
)
def test_the_older_an_article_the_rarer_it_is_read_again(age: timedelta, step: timedelta | None) -> None:
    now = NOON + age
    assert next_look(NOON, now) == (now + step if step else None)


@pytest.mark.parametrize(
    ("age", "step"),
    [
        (0 * M, 5 * M),
        (H, 5 * M),
        (H + M, 15 * M),
        (4 * H, 90 * M),
        (13 * H, 6 * H),
        (3 * D, D),
        (8 * D, 40 * H),
        (31 * D, None),
    ],
)
def test_a_source_that_changes_nothing_is_asked_less_often(age: timedelta, step: timedelta | None) -> None:
    now = NOON + age
    assert next_look(NOON, now, is_quiet=True) == (now + step if step else None)
    assert next_look(NOON, now, is_quiet=True, chosen=True) == next_look(NOON, now, chosen=True)


def test_no_wait_is_so_long_that_it_is_taken_for_a_wrong_clocks() -> None:
    assert max(every for _, every in (*REVISIT_INTERVALS, *QUIET_REVISIT_INTERVALS)) < MAX_WAIT


def test_an_article_that_people_chose_is_watched_three_times_as_long_and_oftener() -> None:
    for age in (4 * H, 20 * H, 3 * D, 31 * D):
        chosen, plain = next_look(NOON, NOON + age, chosen=True), next_look(NOON, NOON + age)
        assert chosen is not None
        assert plain is None or chosen < plain
    assert next_look(NOON, NOON + 91 * D, chosen=True) is None


def test_a_page_that_is_no_article_yet_is_looked_at_whatever_its_date() -> None:
    assert first_look(None, NOON) == NOON + 5 * M
    assert first_look(NOON - 9 * H, NOON) == NOON + 30 * M
    assert first_look(NOON - 4000 * D, NOON) == NOON + D


def test_what_is_announced_with_another_title_or_date_is_due_at_once() -> None:
    entry = FeedEntry(url=READ.url, title="Cầu mở", published_at=NOON)
    assert announced_again(READ, entry, NOON, FEED, dated=True) is None
    assert announced_again(READ, FeedEntry(url=READ.url), NOON, FEED, dated=True) is None
    renamed = announced_again(READ, replace(entry, title="Cầu đóng"), NOON, FEED, dated=True)
    assert renamed is not None
    assert replace(renamed, announced={}) == replace(READ, title="Cầu đóng", due_at=NOON)
    later = replace(entry, published_at=NOON + H)
    moved = announced_again(READ, later, NOON, FEED, dated=True)
    assert moved is not None
    assert replace(moved, announced={}) == replace(READ, published_at=NOON + H, due_at=NOON)
    assert announced_again(READ, later, NOON, FEED, dated=False) is None
    over = announced_again(replace(READ, due_at=None), later, NOON, FEED, dated=True)
    assert over is not None
    assert over.due_at is None
    assert announced_again(NEW, later, NOON, FEED, dated=True) is None


def visits_of(polls: list[tuple[int, FeedEntry]], dated: bool = True) -> int:
    """How often an article is visited because of what its feeds say, one after the other."""
    target, visits = READ, 0
    for feed, entry in polls:
        if again := announced_again(target, entry, NOON, feed, dated=dated):
            target, visits = replace(again, due_at=NOON + H), visits + 1
    return visits


OTHERWISE = {
    "a date": {"published_at": NOON + H},
    "a date before": {"published_at": NOON - 9 * D},
    "a second": {"published_at": NOON + timedelta(seconds=1)},
    "a title": {"title": "Cầu mở lại"},
    "both": {"title": "CẦU MỞ", "published_at": NOON + D},
    "no title and a date": {"title": "", "published_at": NOON + 2 * H},
}


@pytest.mark.parametrize("how", OTHERWISE.values(), ids=list(OTHERWISE))
@pytest.mark.parametrize("feeds", [2, 3, 5])
def test_feeds_that_differ_have_an_article_visited_once_for_each_of_them(how: dict[str, Any], feeds: int) -> None:
    said = [FeedEntry(url=READ.url, title="Cầu mở", published_at=NOON)]
    said += [replace(said[0], **how | {"url": f"{READ.url}?{feed}"}) for feed in range(1, feeds)]
    polls = [(feed, entry) for _ in range(20) for feed, entry in enumerate(said)]
    assert visits_of(polls) <= feeds


def test_each_thing_that_one_feed_tells_anew_is_looked_at() -> None:
    a, b, c = (FeedEntry(url=READ.url, title=title, published_at=NOON) for title in ("Cầu mở", "Cầu đóng", "Cầu sập"))
    sitemap = FeedEntry(url=READ.url, published_at=NOON + H)
    assert visits_of([(1, a), (1, b), (1, a), (1, b)]) == 3, "also what it takes back"
    before = visits_of([(1, a), (2, sitemap), (1, a), (2, sitemap)])
    assert visits_of([(1, a), (2, sitemap), (1, a), (2, sitemap), (1, c)]) == before + 1
    assert visits_of([(1, a), (2, sitemap), (1, a), (2, replace(sitemap, published_at=NOON + 2 * H))]) == before + 1


def test_what_many_feeds_told_is_kept_of_the_last_few() -> None:
    target = READ
    for feed in range(100):
        again = announced_again(target, FeedEntry(url=READ.url, title=f"Cầu {feed}"), NOON, feed, dated=True)
        assert again is not None
        target = again
    assert len(target.announced) == MAX_FEEDS_TOLD


def test_unchanged_bytes_are_no_failure_and_wait_their_turn() -> None:
    same = missed(replace(READ, failures=2), 304)
    assert (same.due_at, same.failures, same.visits) == (NOON + H, 2, 2)


def test_a_failure_waits_longer_each_time_and_as_long_as_the_server_asks() -> None:
    target, waits = READ, []
    for _ in range(12):
        target = missed(target, 500)
        assert target.due_at is not None
        waits.append(target.due_at - NOON)
    assert waits[:3] == [M, 2 * M, 4 * M]
    assert waits == sorted(waits)
    assert waits[-1] <= 5 * H
    assert missed(READ, 429, wait=7200).due_at == NOON + 2 * H


def test_no_wait_that_a_server_asks_for_is_beyond_the_longest() -> None:
    due_at = missed(READ, 503, wait=7 * 24 * 3600).due_at
    assert due_at is not None
    assert due_at <= NOON + MAX_WAIT


def test_an_address_that_never_answered_is_given_up_after_six_tries_and_an_article_is_not() -> None:
    target, article = NEW, READ
    for number in range(1, MAX_TRIES_OF_A_NEW_PAGE + 1):
        target, article = missed(target, 404), missed(article, 404)
        assert (target.due_at is None) == (number == MAX_TRIES_OF_A_NEW_PAGE)
        assert article.due_at is not None
    assert missed(READ, 404, later=None).due_at is None


@pytest.mark.parametrize(("error", "status"), [(FetchError.CONNECTION, 0), (FetchError.HTTP_STATUS, 503)])
def test_a_server_that_is_away_for_a_day_costs_no_article_and_one_that_never_comes_back_is_given_up(
    error: FetchError, status: int
) -> None:
    target, now = NEW, NOON
    miss = Miss(status=status, message=visit_message(error, status), error=error)
    while now < NOON + D:
        target = after_miss(target, miss, now + H, now)
        assert target.due_at is not None
        assert target.due_at > now
        now = target.due_at
    assert target.failures < 20
    for _ in range(20):
        target = after_miss(target, miss, now + H, now)
    assert target.due_at is None


def test_an_arrival_forgets_failures_and_what_they_said() -> None:
    read = after_arrival(missed(missed(NEW, 500), 500), "a", "ab", NOON + H)
    assert (read.article_id, read.content_hash, read.due_at) == ("a", "ab", NOON + H)
    assert (read.visits, read.failures, read.last_message) == (3, 0, None)


@pytest.mark.parametrize(
    ("hours", "times", "minutes"),
    [
        (0, 1, 5), (3, 1, 5), (3, 4, 5), (4, 1, 30), (4, 2, 15), (4, 9, 7.5), (13, 1, 120), (13, 3, 40), (49, 1, 360),
        (24 * 8, 1, 720), (24 * 31, 1, 720),
    ],
)  # fmt: skip
def test_what_was_posted_is_watched_from_then_on_and_the_denser_the_oftener_readers_were_told(
    hours: float, times: int, minutes: float
) -> None:
    now = NOON + timedelta(hours=hours)
    look = next_look_at_posted(Telling(last_at=NOON, times=times), now)
    assert look is not None
    assert (look - now) / timedelta(minutes=1) == minutes
    assert next_look_at_posted(Telling(last_at=NOON, times=times), NOON + timedelta(days=31, seconds=1)) is None
