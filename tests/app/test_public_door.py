"""The door that docs/may-chu.md builds: the shipped Caddyfile in front of the desk, over real https on loopback."""

import os
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from api.main import create_app
from app.bootstrap import Services
from app.settings import Settings
from app.web import door, web
from desk import people
from domain.people import Role
from tests.api.serving import served
from tests.browser.desk import free_port
from tests.making import acting

DEPLOY = Path(__file__).parents[2] / "deploy"
PATIENCE_SECONDS = 60
BEHIND = "127.0.0.1:8000"  # where the shipped Caddyfile expects the desk
FOR_TESTS = """{{
	admin off
	local_certs
	skip_install_trust
	http_port {http}
	https_port {https}
	storage file_system {storage}
	grace_period 2s
}}
"""


def installed(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    return str(found)


@contextmanager
def caddy(folder: Path, base: str, port: int) -> Iterator[ssl.SSLContext]:
    """Caddy before that desk, with a certificate that it signs itself; gives what trusts it."""
    shipped = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert BEHIND in shipped
    (folder / "Caddyfile").write_text(
        FOR_TESTS.format(http=free_port(), https=port, storage=folder / "caddy")
        + shipped.replace(BEHIND, base.removeprefix("http://"))
    )
    with (folder / "caddy.log").open("wb") as said:
        running = subprocess.Popen(
            [installed("caddy"), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"],
            env=os.environ | {"DESK_DOMAIN": "localhost", "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
            stdout=said,
            stderr=said,
        )
    try:
        root = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        yield _trusted(root, port, running, folder / "caddy.log")
    finally:
        running.terminate()
        running.wait(PATIENCE_SECONDS)


def _trusted(root: Path, port: int, running: "subprocess.Popen[bytes]", said: Path) -> ssl.SSLContext:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and running.poll() is None:
        if root.exists() and root.stat().st_size:
            trusted = ssl.create_default_context(cafile=str(root))
            try:
                httpx.get(f"https://localhost:{port}/health", verify=trusted, timeout=10)
            except httpx.HTTPError:
                time.sleep(0.2)
                continue
            return trusted
        time.sleep(0.2)
    raise AssertionError(said.read_text(encoding="utf-8")[-3000:])


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def desk(tmp_path: Path, port: int) -> Iterator[Services]:
    services = Services(Settings(home=tmp_path / "home", public_url=f"https://localhost:{port}"))
    services.migrate()
    yield services
    services.close()


def test_a_phone_gets_in_by_https_and_every_link_carries_the_public_address(
    desk: Services, port: int, tmp_path: Path
) -> None:
    with desk.database.write() as store:
        here = acting(store, None, desk.clock())
        _, token = people.add_person(here, login="quan", name="Quân", role=Role.ADMINISTRATOR)
    desk.settings = desk.settings.model_copy(update={"second_step": False})
    ours = f"https://localhost:{port}"
    with (
        served(create_app(web(desk)), **door(desk.settings)) as base,
        caddy(tmp_path, base, port) as trusted,
        httpx.Client(base_url=ours, verify=trusted, timeout=60, headers={"Origin": ours}) as phone,
    ):
        entered = phone.post(f"/vao/{token}", data={"password": "mat-khau-dai-va-kho"})
        assert entered.status_code == 303
        assert all("secure" in cookie.lower() for cookie in entered.headers.get_list("Set-Cookie"))
        people_page = phone.get("/nguoi-dung")
        assert people_page.status_code == 200
        assert "max-age" in people_page.headers["Strict-Transport-Security"]
        csrf = re.findall(r'name="csrf" value="([^"]+)"', people_page.text)[0]
        person = {"csrf": csrf, "login": "lan", "name": "Lan", "role": "editor"}
        assert f"{ours}/vao/" in phone.post("/nguoi-dung", data=person).text
        with phone.stream("GET", "/hang-cho/dong-chay") as live:
            assert live.headers["Content-Type"].startswith("text/event-stream")
        told = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "http"}
        wrong = httpx.post(
            f"{ours}/vao", data={"login": "lan", "password": "sai"}, headers=told | {"Origin": ours}, verify=trusted
        )
        assert wrong.status_code == 401
    with desk.database.read() as store:
        now = desk.clock()
        counted = store.sign_ins.count_failures(["ip:127.0.0.1", "ip:198.51.100.7"], now.replace(year=2020), now)
    assert (counted["ip:127.0.0.1"].number, counted["ip:198.51.100.7"].number) == (1, 0)


def test_the_unit_holds_together_and_names_what_the_repository_has(tmp_path: Path) -> None:
    unit = (DEPLOY / "diemtin.service").read_text(encoding="utf-8")
    assert "/opt/diemtin/.venv/bin/diemtin --home /var/lib/diemtin run" in unit
    here = tmp_path / "diemtin.service"
    here.write_text(unit.replace("/opt/diemtin/.venv/bin/diemtin", shutil.which("true") or "/bin/true"))
    checked = subprocess.run(
        [installed("systemd-analyze"), "verify", "--man=no", str(here)], capture_output=True, text=True, timeout=60
    )
    assert checked.returncode == 0, checked.stderr
    assert "diemtin.service:" not in checked.stderr


def test_the_settings_file_names_settings_that_exist() -> None:
    named = re.findall(r"(?m)^#? ?(DIEMTIN_[A-Z_]+)=", (DEPLOY / "diemtin.env").read_text(encoding="utf-8"))
    assert len(named) >= 3
    assert {name.removeprefix("DIEMTIN_").lower() for name in named} <= set(Settings.model_fields)
