"""Every notifier is held to the same: it tells once when it can, says when it cannot, and refuses what is none."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

import pytest

from alerts.apprise_notifier import AppriseChannels
from alerts.memory import MemoryChannels
from domain.errors import BadInput, Unreachable
from domain.ports import Channels, Notice
from domain.problems import Problem

FLOOD = Notice(id="n1", title="Cảnh báo: lũ quét ở Bát Xát", body="Cấp 2.\nTheo Đài.", url="https://dai.example/1")


class Service(Protocol):
    @property
    def channels(self) -> Channels: ...
    @property
    def address(self) -> str: ...

    def told(self) -> list[str]: ...
    def goes_away(self) -> None: ...


@dataclass
class Memory:
    channels: MemoryChannels = field(default_factory=MemoryChannels)
    address: str = "memory://phong-tin"

    def told(self) -> list[str]:
        return [notice.title for notice in self.channels.channels[self.address].sent.values()]

    def goes_away(self) -> None:
        self.channels.open(self.address)
        self.channels.channels[self.address].away = True


@dataclass
class Webhook:
    """A receiver of our own on loopback, reached by apprise's json:// address."""

    server: ThreadingHTTPServer
    received: list[dict[str, Any]]
    channels: AppriseChannels = field(default_factory=AppriseChannels)

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.server.server_port}/bao-tin"

    def told(self) -> list[str]:
        return [one["title"] for one in self.received]

    def goes_away(self) -> None:
        self.server.RequestHandlerClass.status = 503  # type: ignore[attr-defined]


def a_webhook() -> Webhook:
    received: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        status = 200

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.status == 200:
                received.append(json.loads(body))
            self.send_response(self.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    return Webhook(ThreadingHTTPServer(("127.0.0.1", 0), Handler), received)


@pytest.fixture(params=["memory", "apprise"])
def service(request: pytest.FixtureRequest) -> Iterator[Service]:
    if request.param == "memory":
        yield Memory()
        return
    webhook = a_webhook()
    thread = threading.Thread(target=webhook.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield webhook
    webhook.server.shutdown()
    webhook.server.server_close()
    thread.join()


def test_a_notice_arrives(service: Service) -> None:
    service.channels.open(service.address).send(FLOOD)
    assert service.told() == [FLOOD.title]


def test_a_service_that_is_away_is_unreachable(service: Service) -> None:
    service.goes_away()
    with pytest.raises(Unreachable):
        service.channels.open(service.address).send(FLOOD)
    assert service.told() == []


@pytest.mark.parametrize("address", ["", "phong-tin", "khong-co://x", "file:///etc/passwd", "syslog://"])
def test_what_is_no_channel_is_refused(service: Service, address: str) -> None:
    with pytest.raises(BadInput, match=Problem.CHANNEL_ADDRESS):
        service.channels.open(address)


def test_the_webhook_gets_the_text_and_the_link_as_written() -> None:
    webhook = a_webhook()
    thread = threading.Thread(target=webhook.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    webhook.channels.open(webhook.address).send(FLOOD)
    webhook.server.shutdown()
    webhook.server.server_close()
    thread.join()
    [one] = webhook.received
    assert one["message"] == "Cấp 2.\nTheo Đài.\nhttps://dai.example/1"


def test_nobody_at_the_address_is_unreachable_too() -> None:
    webhook = a_webhook()
    webhook.server.server_close()
    with pytest.raises(Unreachable):
        webhook.channels.open(webhook.address).send(FLOOD)


def test_the_address_never_reaches_the_program_log(caplog: pytest.LogCaptureFixture) -> None:
    webhook = a_webhook()
    webhook.server.server_close()
    secret = webhook.address.replace("json://", "json://ai:mat-khau@")
    with caplog.at_level("DEBUG"), pytest.raises(Unreachable):
        webhook.channels.open(secret).send(FLOOD)
    assert "mat-khau" not in caplog.text
