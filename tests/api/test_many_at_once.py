"""Many people, one worker, two databases: nobody waits for a stranger's click, and nobody gets an error page."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event, Thread

import httpx
import pytest

from api import deps, turns
from api.main import create_app
from database.engine import SqlDatabase
from domain.people import Role
from domain.stage import Stage
from tests.api.conftest import CSRF, Desk
from tests.api.serving import served
from tests.making import an_article

PEOPLE, CLICKS = 50, 2


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def house(request: pytest.FixtureRequest) -> Desk:
    return _desk(request.getfixturevalue(request.param))


def _desk(database: SqlDatabase) -> Desk:
    desk = Desk(database, create_app(None))  # type: ignore[arg-type]
    desk.app.state.web = desk.web
    for n in range(30):
        desk.publish(f"bai-{n}", id=f"bai-{n}")
    return desk


@pytest.fixture
def visit(house: Desk) -> Iterator[Callable[[], httpx.Client]]:
    """Opens a signed-in browser at the desk as it is really served."""
    house.browser("an", Role.EDITOR)
    with served(house.app) as base, ExitStack() as opened:

        def one() -> httpx.Client:
            client = httpx.Client(
                base_url=base, timeout=60, cookies={"diemtin": "token-an"}, headers={"X-CSRF-Token": CSRF}
            )
            return opened.enter_context(client)

        yield one


def test_fifty_people_click_while_articles_come_in(
    house: Desk, visit: Callable[[], httpx.Client], monkeypatch: pytest.MonkeyPatch
):
    for module in (turns, deps):
        monkeypatch.setattr(module, "TURN_WAIT_SECONDS", 60.0)  # a deadlock shows all the same, a busy machine does not
    done = Event()

    def worker() -> None:
        n = 0
        while not done.wait(0.005):  # as the worker breathes between two batches
            with house.database.write() as store:
                store.articles.add([an_article(f"moi-{n}", stage=Stage.EXTRACTED)])
            n += 1

    def person(n: int) -> list[int]:
        client = visit()
        statuses = []
        for click in range(CLICKS):
            key = (n * CLICKS + click) % 30
            statuses.append(client.get("/hang-cho").status_code)
            statuses.append(client.get(f"/bai/bai-{key}").status_code)
            statuses.append(client.post(f"/hang-cho/bai-{key}/da-xem").status_code)
        return statuses

    thread = Thread(target=worker)
    thread.start()
    try:
        with ThreadPoolExecutor(PEOPLE) as crowd:
            statuses = [status for those in crowd.map(person, range(PEOPLE)) for status in those]
    finally:
        done.set()
        thread.join()

    assert len(statuses) == PEOPLE * CLICKS * 3
    assert set(statuses) == {200, 204}


def test_people_read_while_others_wait_to_write(house: Desk, visit: Callable[[], httpx.Client]):
    """Sixty writers wait behind one that holds everything: more than the web has threads."""
    free = _holder(house)
    with ThreadPoolExecutor(60) as crowd:
        waiting = [crowd.submit(lambda: visit().post("/hang-cho/bai-1/bo-qua").status_code) for _ in range(60)]
        assert visit().get("/hang-cho").status_code == 200
        assert visit().get("/bai/bai-1").status_code == 200
        free()
        assert {one.result() for one in waiting} <= {200, 303, 409, 503}


def test_a_writer_who_cannot_get_in_keeps_the_text(
    house: Desk, visit: Callable[[], httpx.Client], monkeypatch: pytest.MonkeyPatch
):
    item = visit().post("/bai/bai-2/chon").headers["location"].rsplit("/", 1)[1]
    for module in (turns, deps):
        monkeypatch.setattr(module, "TURN_WAIT_SECONDS", 0.2)
    typed = "Bà con xã Bát Xát chú ý: chiều nay tiêm chủng ở trạm y tế, nhớ mang theo sổ và giấy tờ."
    free = _holder(house)
    try:
        answer = visit().post(f"/chia-se/{item}/loi-dan", data={"caption": typed, "revision": "1", "csrf": CSRF})
    finally:
        free()

    assert answer.status_code == 503
    assert typed in answer.text
    assert "hãy thử lại" in answer.text


def _holder(house: Desk) -> Callable[[], None]:
    """Somebody who has begun to write and does not end; on PostgreSQL he holds the rows that are asked for."""
    inside, go = Event(), Event()

    def hold() -> None:
        with house.database.write() as store:
            if house.database.engine.dialect.name == "postgresql":
                store.connection.exec_driver_sql("LOCK TABLE stories, items, story_views, log IN EXCLUSIVE MODE")
            inside.set()
            go.wait(60)

    thread = Thread(target=hold)
    thread.start()
    assert inside.wait(30)

    def free() -> None:
        go.set()
        thread.join()

    return free
