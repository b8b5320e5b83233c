"""Whose word is taken on where somebody comes from: the named proxies' alone, over real HTTP."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.main import create_app
from api.turns import Turns
from app import web as app_web
from app.bootstrap import Services
from app.settings import Settings
from app.web import door, web
from desk import people, sign_in
from domain.people import Role
from tests.api.serving import served
from tests.making import NOON, acting

OURS = "https://tin.example.vn"
TOLD = [
    {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"},
    {"X-Forwarded-For": "203.0.113.1, 198.51.100.7", "X-Forwarded-Proto": "https"},  # the last is the proxy's own word
]
FORGED = [
    *TOLD,
    {"Forwarded": "for=198.51.100.7;host=evil.example;proto=https"},
    {"X-Real-IP": "198.51.100.7", "X-Forwarded-Host": "evil.example"},
    {"X-Client-IP": "198.51.100.7", "CF-Connecting-IP": "198.51.100.7"},
]


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(None)  # type: ignore[arg-type]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Services]:
    services = Services(Settings(home=tmp_path / "home", public_url=OURS))
    services.migrate()
    yield services
    services.close()


def _from(desk: Services, *, named: str = "", public: str = OURS) -> Services:
    desk.settings = desk.settings.model_copy(update={"trusted_proxies": named, "public_url": public})
    return desk


def serving(app: FastAPI, desk: Services) -> FastAPI:
    app.state.web = web(desk)
    app.state.writers, app.state.hashers = Turns(), Turns()  # those of an event loop that has ended
    return app


def _counted(app: FastAPI, desk: Services, headers: dict[str, str]) -> set[str]:
    """The addresses to which a wrong password was put down."""
    with served(serving(app, desk), **door(desk.settings)) as base:
        answer = httpx.post(
            f"{base}/vao", data={"login": "lan", "password": "sai"}, headers=headers | {"Origin": base}, timeout=60
        )
    assert answer.status_code in (401, 403)
    with desk.database.read() as store:
        known = ("127.0.0.1", "198.51.100.7", "evil.example")
        now = desk.clock()
        counted = store.sign_ins.count_failures([f"ip:{ip}" for ip in known], now.replace(year=2020), now)
    return {ip for ip in known if counted[f"ip:{ip}"].number}


@pytest.mark.parametrize("headers", FORGED, ids=str)
@pytest.mark.parametrize("named", ["", "192.0.2.0/24,10.0.0.1"])
def test_a_strangers_word_on_where_they_come_from_counts_for_nothing(
    app: FastAPI, desk: Services, named: str, headers: dict[str, str]
) -> None:
    assert _counted(app, _from(desk, named=named), headers) == {"127.0.0.1"}


@pytest.mark.parametrize("headers", TOLD, ids=str)
@pytest.mark.parametrize("named", ["127.0.0.1", "127.0.0.0/8"])
def test_a_named_proxys_word_counts(app: FastAPI, desk: Services, named: str, headers: dict[str, str]) -> None:
    assert _counted(app, _from(desk, named=named), headers) == {"198.51.100.7"}


@pytest.mark.parametrize("headers", TOLD, ids=str)
def test_without_a_public_address_there_is_no_proxy_to_believe(
    app: FastAPI, desk: Services, headers: dict[str, str]
) -> None:
    assert _counted(app, _from(desk, named="127.0.0.1", public=""), headers) == {"127.0.0.1"}


def test_twenty_wrong_passwords_from_one_address_lock_out_nobody_else_behind_the_proxys_network(
    app: FastAPI, desk: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    _from(desk, named="127.0.0.0/8")
    monkeypatch.setattr(sign_in, "ADDRESS_FREE_TRIES", 10)
    password = "mat-khau-dai-va-kho"
    with desk.database.write() as store:
        _, token = people.add_person(acting(store, None), login="minh", name="Minh", role=Role.EDITOR)
        people.welcome(store, token, people.hashed_password(password), now=NOON)

    def entered(login: str, told: str, address: str) -> int:
        headers = {"X-Forwarded-For": address, "X-Forwarded-Proto": "https", "Origin": base}
        return httpx.post(
            f"{base}/vao", data={"login": login, "password": told}, headers=headers, timeout=60
        ).status_code

    with served(serving(app, desk), **door(desk.settings)) as base:
        guesses = [entered(f"nguoi{number % 4}", "sai", "198.51.100.7") for number in range(20)]
        assert (guesses[0], guesses[-1]) == (401, 429)
        assert entered("minh", password, "198.51.100.7") == 429
        assert entered("minh", password, "198.51.100.8") == 303


@pytest.mark.parametrize("headers", FORGED, ids=str)
@pytest.mark.parametrize("named", ["127.0.0.1"])
@pytest.mark.parametrize("public", [OURS, "", "http://tin.example.vn"])
def test_links_and_cookies_go_by_the_settings_whatever_a_header_says(
    app: FastAPI, desk: Services, named: str, public: str, headers: dict[str, str]
) -> None:
    _from(desk, named=named, public=public)
    with desk.database.write() as store:
        here = acting(store, None, desk.clock())
        _, token = people.add_person(here, login="quan", name="Quân", role=Role.ADMINISTRATOR)
    with (
        served(serving(app, desk), **door(desk.settings)) as base,
        httpx.Client(base_url=base, timeout=60) as browser,
    ):
        entered = browser.post(
            f"/vao/{token}", data={"password": "mat-khau-dai-va-kho"}, headers=headers | {"Origin": base}
        )

    assert entered.status_code == 303
    assert entered.headers["Location"].startswith("/")
    for cookie in entered.headers.get_list("Set-Cookie"):
        assert ("secure" in cookie.lower()) is public.startswith("https://"), cookie


@pytest.mark.parametrize(
    ("public", "asked", "needed"),
    [
        (OURS, True, True), ("http://192.168.1.5:8000", True, True), ("http://tin.xa.vn", True, True),
        (OURS, False, False),
        ("", True, False), ("http://localhost:8000", True, False), ("http://127.0.0.1", True, False),
        ("http://[::1]:8000", True, False),
    ],
)  # fmt: skip
def test_administrators_of_a_desk_that_others_reach_need_a_second_step_unless_it_is_switched_off(
    desk: Services, public: str, asked: bool, needed: bool
) -> None:
    assert Settings.model_fields["second_step"].default is True
    desk.settings = desk.settings.model_copy(update={"public_url": public, "second_step": asked})
    assert web(desk).second_step is needed


def test_more_connections_than_the_web_can_hold_are_told_so_at_once(
    app: FastAPI, desk: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_web, "MAX_CONNECTIONS", 4)
    with served(serving(app, desk), **door(desk.settings)) as base, ExitStack() as open_:
        address = ("127.0.0.1", int(base.rpartition(":")[2]))
        for _ in range(6):
            open_.enter_context(socket.create_connection(address)).sendall(b"GET /health HTTP/1.1\r\nHost: local")
        assert httpx.get(f"{base}/health", timeout=60).status_code == 503
