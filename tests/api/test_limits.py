"""What comes in from outside: bodies, headers, names, and how long they may take."""

import json
import socket
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from api import limits
from app import patience
from app.patience import PatientlyClosed
from desk.digest.outputs.edition import Edition, EditionLine
from desk.digest.outputs.rss import rss
from domain.people import Role
from tests.api.conftest import CSRF, Desk
from tests.api.serving import served
from tests.making import NOON

MEGABYTE = 1024 * 1024


@pytest.fixture
def address(desk: Desk) -> Iterator[tuple[str, int]]:
    desk.app.state.web = desk.web
    with served(desk.app, http=PatientlyClosed) as base:
        at = urlsplit(base)
        yield str(at.hostname), int(at.port or 0)


def _send(address: tuple[str, int], body: bytes, *, chunked: bool, cookie: str = "") -> tuple[int, dict[str, object]]:
    headers = {"Content-Type": "application/json", "Cookie": cookie, "X-CSRF-Token": CSRF}
    pieces = (body[at : at + 4096] for at in range(0, len(body), 4096))
    with closing(HTTPConnection(*address, timeout=60)) as connection:
        with suppress(BrokenPipeError, ConnectionResetError):  # answered, and the door closed, before all was sent
            sent = pieces if chunked else body
            connection.request("PUT", "/v1/digests/2026-11-23", sent, headers, encode_chunked=chunked)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("cookie", ["", "diemtin=khong-co-phien-nay"])
def test_a_stranger_cannot_send_more_than_a_stranger_needs(
    address: tuple[str, int], chunked: bool, cookie: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(limits, "MAX_BODY_SECONDS", 600.0)

    status, problem = _send(address, b'{"a": "' + b"x" * 5 * MEGABYTE + b'"}', chunked=chunked, cookie=cookie)

    assert status == 413
    assert problem["type"] == "urn:diemtin:problem:too-large"
    assert "64" in str(problem["detail"])


@pytest.mark.parametrize("chunked", [False, True])
def test_people_with_a_session_may_send_two_megabytes_and_no_more(
    address: tuple[str, int], desk: Desk, chunked: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(limits, "MAX_BODY_SECONDS", 600.0)
    desk.browser("lan", Role.EDITOR)

    fits, _ = _send(address, b'"' + b"x" * MEGABYTE + b'"', chunked=chunked, cookie="diemtin=token-lan")
    too_much, problem = _send(address, b'"' + b"x" * 3 * MEGABYTE + b'"', chunked=chunked, cookie="diemtin=token-lan")

    assert fits == 422  # read whole, and found to be no digest
    assert (too_much, problem["type"]) == (413, "urn:diemtin:problem:too-large")


def test_a_body_that_never_ends_is_given_up(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "MAX_BODY_SECONDS", 0.2)
    with socket.create_connection(address, timeout=60) as line:
        line.sendall(b"POST /vao HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n")
        line.sendall(b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin=")

        assert line.recv(100).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize(
    "dripped", [b"", b"GET / HTTP/1.1\r\nHost: 127", b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET"]
)
def test_a_caller_who_drips_headers_is_shown_the_door(
    address: tuple[str, int], dripped: bytes, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(patience, "HEADER_SECONDS", 0.2)
    with socket.create_connection(address, timeout=60) as line:
        line.sendall(dripped)
        while line.recv(4096):  # what was asked before is answered; then the line is closed
            pass


@pytest.mark.parametrize("length", ["-1", "1e9", "٣", "99999999999999999999", "0x10"])
def test_a_length_that_is_none_is_refused(address: tuple[str, int], length: str):
    with socket.create_connection(address, timeout=60) as line:
        line.sendall(f"POST /vao HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n\r\n".encode())

        assert line.recv(100).split(b" ")[1] in (b"400", b"413", b"422")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "127.0.0.1.evil.example", "tin.example.vn.evil.example", "localhost.evil.example", "", "a b",
        "localhost:evil", "localhost:80@evil.example", "127.0.0.1:80/evil.example", "[::1]evil.example",
        "localhost:1:2",
    ],
)  # fmt: skip
def test_a_name_that_is_not_ours_is_not_answered(desk: Desk, host: str):
    stranger = desk.stranger(hosts=frozenset({"tin.example.vn"}))

    assert stranger.get("/vao", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "host",
    [
        "tin.example.vn",
        "TIN.example.vn:443",
        "tin.example.vn.",
        "localhost:8000",
        "127.0.0.1",
        "[::1]:8000",
        "192.168.1.5:8000",
    ],
)
def test_our_own_names_and_numbers_are_answered(desk: Desk, host: str):
    stranger = desk.stranger(hosts=frozenset({"tin.example.vn"}))

    assert stranger.get("/vao", headers={"Host": host}).status_code == 200


def test_https_is_kept_to_once_people_use_it(desk: Desk):
    assert "Strict-Transport-Security" in desk.stranger(secure=True).get("/vao").headers
    assert "Strict-Transport-Security" not in desk.stranger().get("/vao").headers


def test_a_wrong_method_is_told_the_right_ones(desk: Desk):
    answer = desk.stranger().delete("/v1/people")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET"
    assert answer.json()["status"] == 405


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a < b & c", "&lt;b&gt;"]
)
def test_followers_of_the_digest_get_words_and_no_markup(text: str):
    line = EditionLine(
        number=1, title=text, text=text, source_name=text, credit=text, url="https://bao-a.example/1", dated=NOON
    )
    edition = Edition(day=date(2026, 11, 23), desk=text, opening=text, told=(line,))
    feed = ET.fromstring(rss([edition], title="T", link="https://x.example"))

    for where in ("channel/description", "channel/item/description", "channel/item/title"):
        assert "<" not in str(feed.findtext(where))
