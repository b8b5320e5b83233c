"""Two writers at once: on PostgreSQL they share the work, on SQLite they queue."""

from datetime import timedelta
from threading import Event, Thread
from time import monotonic

import pytest

from database.engine import SqlDatabase
from domain.stage import Stage
from tests.making import NOON, an_article, with_sources


def _fill(database: SqlDatabase, number: int) -> None:
    with database.write() as store:
        with_sources(store)
        for n in range(number):
            store.articles.add([an_article(str(n), id=f"{n:02}", fetched_at=NOON + timedelta(seconds=n))])


def test_two_transactions_never_claim_the_same_row(postgresql_database: SqlDatabase) -> None:
    _fill(postgresql_database, 6)
    with postgresql_database.write() as one, postgresql_database.write() as two:
        first = {work.article.id for work in one.articles.claim(Stage.EXTRACTED, 4, NOON)}
        second = {work.article.id for work in two.articles.claim(Stage.EXTRACTED, 4, NOON)}
    assert first == {"00", "01", "02", "03"}
    assert second == {"04", "05"}


def test_a_worker_that_dies_gives_its_rows_back(postgresql_database: SqlDatabase) -> None:
    _fill(postgresql_database, 2)
    with pytest.raises(KeyboardInterrupt), postgresql_database.write() as store:
        assert len(store.articles.claim(Stage.EXTRACTED, 4, NOON)) == 2
        raise KeyboardInterrupt
    with postgresql_database.write() as store:
        assert len(store.articles.claim(Stage.EXTRACTED, 4, NOON)) == 2


def test_writers_on_sqlite_queue_and_a_reader_is_not_kept_waiting(sqlite_database: SqlDatabase) -> None:
    _fill(sqlite_database, 1)
    inside, go = Event(), Event()
    order: list[str] = []

    def first() -> None:
        with sqlite_database.write() as store:
            store.articles.claim(Stage.EXTRACTED, 1, NOON)
            inside.set()
            go.wait(10)
            order.append("first")

    def second() -> None:
        with sqlite_database.write() as store:
            store.articles.claim(Stage.EXTRACTED, 1, NOON)
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
