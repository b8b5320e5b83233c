"""One request: left at its deadline whatever the other side does, and never inside our own network."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

from crawlers.fetch.guard import Guard
from domain.errors import ForbiddenAddress
from outlets.line import Line, NotSent, Request, Unclear

ASK = Request(method="POST", path="/x", data={"chu": "Bát Xát"})
GUARD = Guard(ports=frozenset(range(1, 65_536))).check_resolved


@contextmanager
def a_server(said: bytes, *, drips: bool = False) -> Iterator[str]:
    """Answers one request with these bytes; dripping, with one more every few milliseconds, for good."""
    over = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(5)

    def serve() -> None:
        with suppress(OSError), listening.accept()[0] as line:
            line.recv(65_536)
            line.sendall(said)
            while drips and not over.wait(0.01):
                line.sendall(b"x")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        over.set()
        listening.close()
        thread.join()


@pytest.mark.parametrize("begun", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"])
def test_a_server_that_drips_is_left_at_the_deadline(begun: bytes):
    with a_server(begun, drips=True) as url, pytest.raises(Unclear):
        Line(base=url, deadline_seconds=0.1).ask(ASK)


@pytest.mark.parametrize(
    "said", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", b"no HTTP\r\n\r\n"]
)
def test_half_an_answer_leaves_it_open(said: bytes):
    with a_server(said) as url, pytest.raises(Unclear):
        Line(base=url).ask(ASK)


def test_an_answer_larger_than_any_that_is_asked_for_is_not_read_on():
    with a_server(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (3 << 20)) as url, pytest.raises(Unclear):
        Line(base=url).ask(ASK)


def test_an_answer_that_is_no_json_has_none():
    with a_server(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>") as url:
        answer = Line(base=url).ask(ASK)
    assert (answer.status, answer.body, answer.get("error", "code"), answer.text("id")) == (502, None, None, "")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_address_that_leads_inside_is_not_connected_to(host: str):
    with a_server(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}") as url:
        line = Line(base=url.replace("127.0.0.1", host), check_address=GUARD)
        with pytest.raises(ForbiddenAddress):
            line.ask(ASK)
        assert replace(line, check_address=None, base=url).ask(ASK).status == 200


def test_of_a_names_addresses_the_next_is_tried_when_nobody_is_at_the_first(monkeypatch: pytest.MonkeyPatch):
    with a_server(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}") as url:
        port = int(url.rpartition(":")[2])
        found = [(2, 1, 6, "", (ip, port)) for ip in ("127.0.0.2", "127.0.0.1")]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        assert Line(base=f"http://cong.example:{port}").ask(ASK).status == 200


@pytest.mark.parametrize("base", ["http://khong-co.invalid", "ftp://127.0.0.1", "http://127.0.0.1:1", "http://["])
def test_what_cannot_be_connected_to_was_sent_nothing(base: str):
    with pytest.raises(NotSent):
        Line(base=base).ask(ASK)


def test_a_secret_that_cannot_stand_in_a_header_is_not_sent():
    with pytest.raises(NotSent):
        Line(base="http://127.0.0.1:1").ask(replace(ASK, headers={"access_token": "mã\r\nHost: x"}))
