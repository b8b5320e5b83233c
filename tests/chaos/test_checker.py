"""A checker that finds nothing proves nothing: each way to lose a thing, or to do it twice, breaks its own line."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text

from chaos.asks import Asks
from chaos.checker import CHECKS, Evidence, address, decision, proofs
from chaos.hostile import Receiver, Trap
from desk import queue, review, sharing
from domain.editorial import ItemState
from domain.page import FetchedPage
from tests.desk.conftest import Office
from tests.making import NOON, PAPER, acting, seen

FIRST = "Tiêm chủng|Trạm y tế xã tiêm chủng miễn phí cho trẻ em dưới năm tuổi ở Lào Cai trong tuần này, mang theo sổ."
SECOND = "Bóng đá|Đội bóng đá nữ của tỉnh thắng trận chung kết ba không trên sân nhà trước năm nghìn khán giả."


SETTLED = (NOON, NOON + timedelta(minutes=5))


@pytest.fixture
def office() -> Iterator[Office]:
    made = Office()
    yield made
    made.database.close()


@pytest.fixture
def day(office: Office) -> Iterator[tuple[Office, Evidence]]:
    """An article that was picked, written, approved and shared, another that was skipped, and a notice."""
    first, second = office.publish("mot", FIRST), office.publish("hai", SECOND)
    with office.database.write() as store:
        item = review.pick(acting(store, office.lan), office.ranker, first)
        item = review.send(acting(store, office.lan), office.ranker, seen(item), "Lời dẫn")
        item = review.decide(acting(store, office.boss), office.ranker, seen(item), ItemState.APPROVED, "ghi-chu-1")
        sharing.share(acting(store, office.lan), office.ranker, seen(item))
        queue.skip(acting(store, office.minh), store.articles.get(second).story_id)
    asks, receiver, trap = Asks(), Receiver(), Trap()
    with office.database.engine.connect() as connection:
        for row in connection.execute(text("SELECT who, action, subject, after FROM log")).mappings():
            asks.note(decision(row), "acknowledged")
        urls = [row.url for row in connection.execute(text("SELECT url FROM articles"))]
        asks.made(1)
    expected: Any = [SimpleNamespace(publisher=PAPER.id, key=url, url=url) for url in urls]
    served = {(PAPER.id, address(url)) for url in urls}
    yield office, Evidence(asks, expected, served, receiver, trap, SETTLED, lost_notices=0, orphans=[])
    receiver.server.stop()
    trap.server.stop()


def broken(office: Office, evidence: Evidence) -> set[str]:
    services: Any = SimpleNamespace(database=office.database, index=office.index)
    return {proof.said for proof in proofs(services, evidence) if not proof.holds}


def test_a_day_in_which_nothing_went_wrong_holds(day: tuple[Office, Evidence]) -> None:
    assert broken(*day) == set()


LOGGED = "at, who, action, kind, subject, before, after"
TWICE = f"INSERT INTO log ({LOGGED}) SELECT {LOGGED} FROM log"
SAID = "acknowledged decisions are in the log exactly once, and no others"
ONCE = "each article that was served is there exactly once"
AS_SAID = "items and stories are as the log said last"


@pytest.mark.parametrize(
    ("done", "line"),
    [
        ("DELETE FROM log WHERE action = 'write'", SAID),
        (f"{TWICE} WHERE action = 'write'", SAID),
        ("UPDATE log SET who = 'ai đó' WHERE action = 'pick'", SAID),
        ("UPDATE postings SET item_id = NULL; DELETE FROM items", "every pick has made its item, and no other"),
        ("UPDATE items SET revision = revision + 1", "items have changed as often as the log says"),
        ("UPDATE items SET state = 'approved'", AS_SAID),
        ("UPDATE stories SET state = 'open' WHERE state = 'skipped'", AS_SAID),
        ("UPDATE items SET state = 'approved'", "the ledger equals the shares"),
        (f"{TWICE} WHERE action = 'share'", "the ledger equals the shares"),
        ("UPDATE articles SET url = url || '?x=1'", ONCE),
        ("DELETE FROM outcomes WHERE step = 'understood'", "stages agree with outcomes"),
        ("UPDATE articles SET stage = 'understood' WHERE stage = 'queued'", ONCE),
        ("UPDATE articles SET lease = 'x' WHERE stage = 'queued'", "nothing is left over: leases, bytes, addresses"),
        ("UPDATE stories SET members = members + 1", "stories have the members that they say"),
        ("UPDATE articles SET indexed_version = 0", "search has caught up with the rows"),
    ],
)
def test_what_was_lost_or_done_twice_breaks_its_line(day: tuple[Office, Evidence], done: str, line: str) -> None:
    office, evidence = day
    with office.database.engine.begin() as connection:
        for statement in done.split("; "):
            connection.execute(text(statement))
    assert line in broken(office, evidence)


@pytest.mark.parametrize(("came", "lost"), [(-1, True), (1, False), (301, True)])
def test_a_page_may_wait_that_came_after_the_desk_was_seen_settled(
    day: tuple[Office, Evidence], came: int, lost: bool
) -> None:
    """One from before waits for nothing; one of the future came while the clock was wrong."""
    office, evidence = day
    with office.database.write() as store:
        [kept] = store.articles.find_by_url([evidence.expected[0].url]).values()
        page = FetchedPage(url=kept.url, content=b"<p>", fetched_at=NOON + timedelta(seconds=came))
        store.arrivals.save_page(kept.id, page)
    assert ("nothing is left over: leases, bytes, addresses" in broken(office, evidence)) is lost


def test_two_open_items_of_one_story_break_a_line(day: tuple[Office, Evidence]) -> None:
    office, evidence = day
    with office.database.engine.begin() as connection:
        connection.execute(text("UPDATE items SET state = 'picked'"))
        names = [row.name for row in connection.execute(text("PRAGMA index_list(items)")) if row.unique]
        for name in names:
            connection.execute(text(f"DROP INDEX {name}"))
        columns = ", ".join(
            row.name for row in connection.execute(text("PRAGMA table_info(items)")) if row.name != "id"
        )
        connection.execute(text(f"INSERT INTO items ({columns}) SELECT {columns} FROM items"))
    assert "at most one open item for a story" in broken(office, evidence)


def test_what_never_answered_may_have_been_done_or_not(day: tuple[Office, Evidence]) -> None:
    office, evidence = day
    [key] = [key for key in evidence.asks.known() if key[1] == "write"]
    del evidence.asks.done[key]
    evidence.asks.note(key, "no answer")
    assert broken(office, evidence) == set()
    evidence.asks.note(("Lan", "pick", "never there"), "no answer")
    assert broken(office, evidence) == set()
    evidence.asks.note(("Lan", "pick", "never there"), "acknowledged")
    assert SAID in broken(office, evidence)


def test_a_notice_that_nobody_heard_or_that_was_told_too_often_breaks_a_line(day: tuple[Office, Evidence]) -> None:
    office, evidence = day
    told = "notices were told at least once"
    columns = "id, channel, kind, about, subject, body, texts, url, created_at, tries, sent_at, outcome"
    values = "'n', 'c', 'warning', '', '{}', '[]', '{}', '', '2026-11-25', 1, '2026-11-25', '{}'"
    with office.database.engine.begin() as connection:
        connection.execute(text(f"INSERT INTO outbox ({columns}) VALUES ({values})"))
    assert told in broken(office, evidence)
    evidence.receiver.taken["tot", "n"] += 1
    assert broken(office, evidence) == set()
    evidence.receiver.taken["tot", "n"] += 1
    assert told in broken(office, evidence)


def test_processes_that_are_left_and_visits_inside_break_their_lines(day: tuple[Office, Evidence]) -> None:
    office, evidence = day
    evidence.trap.visits = 1
    evidence.orphans.append("python -m app work")
    evidence.asks.fault("GET /hang-cho: 500")
    assert len(broken(office, evidence)) == 3
    assert set(CHECKS) & broken(office, evidence) == set()
