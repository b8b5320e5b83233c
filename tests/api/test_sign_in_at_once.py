"""Many at the door at once: each wrong try is counted once, a right one never, and nobody else waits for a password."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import httpx
import pytest

from api import deps, turns
from api.main import create_app
from database.engine import SqlDatabase
from desk import people
from desk.sign_in import Try
from domain.people import Role
from tests.api.conftest import Desk
from tests.api.serving import served
from tests.making import NOON, acting

PASSWORD = "mat-khau-dai-va-kho"
Enter = Callable[[str, str], httpx.Response]


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def house(request: pytest.FixtureRequest) -> Desk:
    database: SqlDatabase = request.getfixturevalue(request.param)
    desk = Desk(database, create_app(None))  # type: ignore[arg-type]
    desk.app.state.web = desk.web
    with database.write() as store:
        _, token = people.add_person(acting(store, None), login="lan", name="Lan", role=Role.EDITOR)
        people.welcome(store, token, people.hashed_password(PASSWORD), now=NOON)
    return desk


@pytest.fixture
def enter(house: Desk) -> Iterator[Enter]:
    with served(house.app) as base:
        yield lambda login, password: httpx.post(
            f"{base}/vao", data={"login": login, "password": password}, headers={"Origin": base}, timeout=60
        )


def _counted(house: Desk) -> dict[str, int]:
    with house.database.read() as store:
        counted = store.sign_ins.count_failures(["login:lan", "ip:127.0.0.1"], NOON, NOON)
    return {key: failed.number for key, failed in counted.items()}


def test_wrong_passwords_at_once_are_counted_once_each_and_five_are_answered(
    house: Desk, enter: Enter, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(turns, "TURN_WAIT_SECONDS", 60.0)
    with ThreadPoolExecutor(12) as crowd:
        answers = list(crowd.map(lambda n: enter("lan", f"sai-mat-khau-{n}").status_code, range(12)))

    assert Counter(answers) == {401: 5, 429: 7}
    assert _counted(house) == {"login:lan": 5, "ip:127.0.0.1": 5}


def test_right_passwords_at_once_are_never_counted(house: Desk, enter: Enter, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(turns, "TURN_WAIT_SECONDS", 60.0)
    with ThreadPoolExecutor(12) as crowd:
        answers = list(crowd.map(lambda _: enter("lan", PASSWORD).status_code, range(12)))

    assert Counter(answers) == {303: 12}
    assert _counted(house) == {"login:lan": 0, "ip:127.0.0.1": 0}


def test_nobody_waits_while_a_password_is_looked_at(house: Desk, enter: Enter, monkeypatch: pytest.MonkeyPatch):
    looking, go = Event(), Event()

    def slow(_tried: Try, _password: str) -> bool:
        looking.set()
        return go.wait(60)

    monkeypatch.setattr(Try, "matches", slow)
    with ThreadPoolExecutor(1) as other:
        answer = other.submit(enter, "lan", PASSWORD)
        assert looking.wait(60)
        with house.database.write(1.0) as store:
            store.people.save("minh", "Minh", Role.EDITOR, active=True)
        go.set()

    assert answer.result().status_code == 303


@pytest.mark.parametrize("path", ["/vao", "/vao/{token}"])
def test_who_cannot_get_in_is_told_to_try_again_and_types_the_password_anew(
    house: Desk, path: str, monkeypatch: pytest.MonkeyPatch
):
    for module in (turns, deps):
        monkeypatch.setattr(module, "TURN_WAIT_SECONDS", 0.2)
    with house.database.write() as store:
        token = people.invite(acting(store, None), store.people.list()[0])
    browser = house.stranger()
    with house.database.write() as store:
        if house.database.engine.dialect.name == "postgresql":
            store.connection.exec_driver_sql("LOCK TABLE sessions, invites IN EXCLUSIVE MODE")
        answer = browser.post(path.format(token=token), data={"login": "lan", "password": PASSWORD})

    assert answer.status_code == 503
    assert "hãy thử lại" in answer.text
    assert 'value="lan"' in answer.text
    assert PASSWORD not in answer.text
