"""Two writers at once: on PostgreSQL they share the work, on SQLite they queue."""

from datetime import timedelta
from threading import Barrier, Event, Thread
from time import monotonic

import pytest

from database.engine import SqlDatabase
from domain.stage import Stage
from tests.making import NOON, a_lease, an_article, with_sources


def _fill(database: SqlDatabase, number: int) -> None:
    with database.write() as store:
        with_sources(store)
        for n in range(number):
            store.articles.add([an_article(str(n), id=f"{n:02}", fetched_at=NOON + timedelta(seconds=n))])


def test_two_transactions_never_claim_the_same_row(postgresql_database: SqlDatabase) -> None:
    _fill(postgresql_database, 6)
    with postgresql_database.write() as one, postgresql_database.write() as two:
        first = {work.article.id for work in one.articles.claim(Stage.EXTRACTED, 4, NOON, lease=a_lease())}
        second = {work.article.id for work in two.articles.claim(Stage.EXTRACTED, 4, NOON, lease=a_lease())}
    assert first == {"00", "01", "02", "03"}
    assert second == {"04", "05"}


def test_a_claim_that_fails_gives_its_rows_back(postgresql_database: SqlDatabase) -> None:
    _fill(postgresql_database, 2)
    with pytest.raises(KeyboardInterrupt), postgresql_database.write() as store:
        assert len(store.articles.claim(Stage.EXTRACTED, 4, NOON, lease=a_lease())) == 2
        raise KeyboardInterrupt
    with postgresql_database.write() as store:
        assert len(store.articles.claim(Stage.EXTRACTED, 4, NOON, lease=a_lease())) == 2


def test_writers_on_sqlite_queue_and_a_reader_is_not_kept_waiting(sqlite_database: SqlDatabase) -> None:
    _fill(sqlite_database, 1)
    inside, go = Event(), Event()
    order: list[str] = []

    def first() -> None:
        with sqlite_database.write() as store:
            store.articles.claim(Stage.EXTRACTED, 1, NOON, lease=a_lease())
            inside.set()
            go.wait(10)
            order.append("first")

    def second() -> None:
        with sqlite_database.write() as store:
            store.articles.claim(Stage.EXTRACTED, 1, NOON, lease=a_lease())
            order.append("second")

    threads = [Thread(target=first), Thread(target=second)]
    threads[0].start()
    assert inside.wait(10)
    threads[1].start()
    began = monotonic()
    with sqlite_database.read() as store:
        assert store.progress.counts()[Stage.EXTRACTED] == 1
    assert monotonic() - began < 2
    assert order == []
    go.set()
    for thread in threads:
        thread.join(10)
    assert order == ["first", "second"]


def _workers_claim(database: SqlDatabase, workers: int, batch: int) -> list[str]:
    """What several workers claim at the same time, each batch in a transaction of its own."""
    claimed: list[str] = []
    ready = Barrier(workers)

    def work(name: str) -> None:
        ready.wait(10)
        while True:
            with database.write() as store:
                some = store.articles.claim(Stage.EXTRACTED, batch, NOON, lease=a_lease(name))
            if not some:
                return
            claimed.extend(one.article.id for one in some)

    threads = [Thread(target=work, args=(f"worker-{number}",)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return claimed


@pytest.mark.parametrize("kind", ["sqlite_database", "postgresql_database"])
def test_workers_that_claim_at_once_get_each_row_once(kind: str, request: pytest.FixtureRequest) -> None:
    database: SqlDatabase = request.getfixturevalue(kind)
    _fill(database, 40)
    assert sorted(_workers_claim(database, 4, 3)) == [f"{n:02}" for n in range(40)]
