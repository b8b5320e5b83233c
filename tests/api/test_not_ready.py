"""When the database, the disk, the index or a part does not work: what a page says, and what /ready answers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import event

from api.routes import health
from database.engine import SqlDatabase
from desk.running import Fault
from domain.message import say
from domain.running import Heartbeat, Part
from domain.stage import Stage
from index.memory import MemoryIndex
from tests.api.conftest import Desk
from tests.making import NOON, an_article, with_sources


@pytest.fixture
def look(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, list[str]]]:
    monkeypatch.setattr(health, "WRITE_SECONDS", 0.05)

    def one(**changes: Any) -> tuple[int, list[str]]:
        answer = desk.stranger(**changes).get("/ready")
        return answer.status_code, [fault["code"] for fault in answer.json().get("faults", [])]

    return one


def a_beat(
    part: Part, process: str = "a:1", *, heard: datetime = NOON, began: datetime = NOON - timedelta(1)
) -> Heartbeat:
    return Heartbeat(part=part, process=process, started_at=began, beat_at=heard, moved_at=heard)


def test_a_desk_whose_parts_all_work_is_ready(look: Callable[..., tuple[int, list[str]]]):
    assert look() == (200, [])


def test_each_part_that_is_not_ready_is_named(desk: Desk, look: Callable[..., tuple[int, list[str]]]):
    silent = Heartbeat(part=Part.WORKER, process="a:1", started_at=NOON, beat_at=NOON - timedelta(1), moved_at=NOON)
    with desk.database.write() as store:
        store.heartbeats.save(silent)
    desk.index.away = True

    assert look(free_bytes=lambda: 1024) == (503, ["running.silent", "running.disk-nearly-full", "running.index-away"])


@pytest.mark.parametrize(
    ("lives", "codes", "told"),
    [
        (Part.WORKER, [], ""),
        (Part.CRAWLER, ["running.lane-empty"], "Phần đọc bài không có máy nào làm, mà 1 việc đang chờ"),
    ],
)
def test_a_lane_that_nobody_works_at_is_named_while_articles_wait(
    desk: Desk, look: Callable[..., tuple[int, list[str]]], lives: Part, codes: list[str], told: str
):
    with desk.database.write() as store:
        with_sources(store)
        store.heartbeats.save(a_beat(lives))
        store.articles.add([an_article("moi", stage=Stage.FETCHED)])

    assert look() == (503 if codes else 200, codes)
    assert told in desk.stranger().get("/ready").json().get("detail", "")


@pytest.mark.parametrize(
    ("part", "stops"),
    [
        (Part.CRAWLER, "Các nguồn không được ghé"),
        (Part.READER, "Bài đã tải về chưa được đọc"),
        (Part.PLACER, "Bài đã đọc chưa được xếp"),
        (Part.INDEXER, "Tin mới vẫn vào hàng chờ, nhưng tìm kiếm chưa thấy"),
    ],
)
def test_a_silent_part_is_told_with_what_stops_and_what_goes_on(desk: Desk, part: Part, stops: str):
    with desk.database.write() as store:
        store.heartbeats.save(a_beat(part, heard=NOON - timedelta(minutes=2)))
    assert stops in desk.stranger().get("/ready").json()["detail"]
    assert stops in desk.browser("lan").get("/hang-cho").text


def test_what_a_part_says_of_itself_stands_above_every_screen_and_is_named(
    desk: Desk, look: Callable[..., tuple[int, list[str]]]
):
    faults = (say(Fault.SEARCH_BEHIND, since=NOON), say(Fault.CLOCK_AHEAD, minutes=4320))
    beat = Heartbeat(part=Part.WORKER, process="a:1", started_at=NOON, beat_at=NOON, moved_at=NOON, faults=faults)
    lan = desk.browser("lan")
    with desk.database.write() as store:
        store.heartbeats.save(beat)

    assert look() == (503, ["running.search-behind", "running.clock-ahead"])
    for path in ("/hang-cho", "/duyet", "/nguon-tin"):
        text = lan.get(path).text
        assert "Tìm kiếm không nhận bài mới từ 12:00" in text
        assert "nhảy tới trước 4.320 phút" in text


def test_a_locked_database_is_not_ready_and_can_be_read(desk: Desk, look: Callable[..., tuple[int, list[str]]]):
    lan = desk.browser("lan")
    with _locked(desk.database):
        assert look() == (503, ["database.locked"])
        assert lan.get("/hang-cho").status_code == 200


@contextmanager
def _locked(database: SqlDatabase) -> Iterator[None]:
    inside, go = Event(), Event()

    def hold() -> None:
        with database.write():
            inside.set()
            go.wait(60)

    thread = Thread(target=hold)
    thread.start()
    assert inside.wait(60)
    try:
        yield
    finally:
        go.set()
        thread.join()


def _file(desk: Desk) -> Path:
    return Path(str(desk.database.engine.url.database))


def test_a_damaged_file_is_said(desk: Desk, look: Callable[..., tuple[int, list[str]]]):
    lan = desk.browser("lan")
    file = Path(str(desk.database.engine.url.database))
    desk.database.close()
    for beside in file.parent.glob(file.name + "-*"):
        beside.unlink()
    content = file.read_bytes()
    file.write_bytes(content[:200] + b"\xff" * (len(content) - 200))

    assert look() == (503, ["database.damaged"])
    answer = lan.get("/hang-cho")
    assert (answer.status_code, "bị hỏng" in answer.text) == (503, True)


def test_a_full_disk_is_said_and_what_was_typed_is_kept(desk: Desk):
    """The engine's own error, from a database that may grow no more."""
    article = desk.publish("day")
    lan = desk.browser("lan")
    item = lan.post(f"/bai/{article.id}/chon").headers["location"].rsplit("/", 1)[1]
    with desk.database.read() as store:
        pages = store.connection.exec_driver_sql("PRAGMA page_count").scalar()
    event.listen(desk.database.engine, "connect", lambda raw, _: raw.execute(f"PRAGMA max_page_count = {pages}"))
    desk.database.close()
    typed = "Bà con chú ý. " * 1400

    answer = lan.post(f"/chia-se/{item}/loi-dan", data={"caption": typed, "revision": "1"})

    assert answer.status_code == 503
    assert "đã đầy" in answer.text
    assert typed in answer.text
    assert lan.get("/hang-cho").status_code == 200


def test_search_that_is_empty_while_the_queue_is_not_is_named(desk: Desk, look: Callable[..., tuple[int, list[str]]]):
    with desk.database.write() as store:
        with_sources(store)
        store.heartbeats.save(a_beat(Part.WORKER))
        store.articles.add([an_article("moi", stage=Stage.QUEUED)])
    desk.index.inner = MemoryIndex()

    assert look() == (503, ["running.index-empty"])
