"""Every notifier is held to the same: it tells once when it can, says when it cannot, and refuses what is none."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest

from alerts.apprise_channels import AppriseChannels
from alerts.memory import MemoryChannels
from alerts.vault import Vault
from crawlers.fetch.guard import Guard
from domain.errors import BadInput, ForbiddenAddress, Unreachable
from domain.outbox import Format
from domain.ports import Channels, Notice
from domain.problems import Problem
from tests.alerts.receivers import Receiver, a_receiver

FLOOD = Notice(id="n1", title="Cảnh báo: lũ quét ở Bát Xát", text="Cấp 2.\nTheo Đài.\nhttps://dai.example/1")
COMMAND = (sys.executable, "-m", "app.send_one")


def apprise_channels(home: Path, *, inside: bool = True, deadline_seconds: float = 20.0) -> AppriseChannels:
    return AppriseChannels(
        vault=Vault(home / "secret.key"),
        command=COMMAND,
        check_outside=None if inside else Guard(ports=frozenset(range(1, 65_536))).check,
        deadline_seconds=deadline_seconds,
    )


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
        return [notice.title for notice in self.channels.at(self.address).sent.values()]

    def goes_away(self) -> None:
        self.channels.at(self.address).away = True


@dataclass
class Webhook:
    """A receiver of our own on loopback, reached by apprise's json:// address."""

    receiver: Receiver
    channels: AppriseChannels

    @property
    def address(self) -> str:
        return self.receiver.address

    def told(self) -> list[str]:
        return [one["title"] for one in self.receiver.received]

    def goes_away(self) -> None:
        self.receiver.status = 503


@pytest.fixture(params=["memory", "apprise"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    with ExitStack() as stack:
        if request.param == "memory":
            yield Memory()
        else:
            yield Webhook(stack.enter_context(a_receiver()), apprise_channels(tmp_path))


def send(channels: Channels, address: str) -> None:
    channels.open(channels.keep(address)).send(FLOOD)


def test_a_notice_arrives(service: Service) -> None:
    send(service.channels, service.address)
    assert service.told() == [FLOOD.title]


def test_a_service_that_is_away_is_unreachable(service: Service) -> None:
    service.goes_away()
    with pytest.raises(Unreachable):
        send(service.channels, service.address)
    assert service.told() == []


@pytest.mark.parametrize(
    "address", ["", "phong-tin", "khong-co://x", "file:///etc/passwd", "syslog://", "[", "json://["]
)
def test_what_is_no_channel_is_refused(service: Service, address: str) -> None:
    with pytest.raises(BadInput, match=Problem.CHANNEL_ADDRESS):
        service.channels.keep(address)


def test_a_channel_is_known_again_and_shows_nothing_but_its_kind(service: Service) -> None:
    channel, again = service.channels.keep(service.address), service.channels.keep(service.address)
    assert channel.key == again.key
    assert channel.masked == f"{service.address.partition(':')[0]}://…{channel.key[:8]}"


def test_the_webhook_gets_the_text_as_written_and_the_id_to_tell_a_repeated_notice_by(tmp_path: Path) -> None:
    with a_receiver() as receiver:
        send(apprise_channels(tmp_path), receiver.address)
    assert [one["message"] for one in receiver.received] == [FLOOD.text]
    assert receiver.keys == ["n1"]


def test_nobody_at_the_address_is_unreachable_too(tmp_path: Path) -> None:
    with a_receiver() as receiver:
        pass
    with pytest.raises(Unreachable):
        send(apprise_channels(tmp_path), receiver.address)


@pytest.mark.parametrize("limits", ["", "?cto=600&rto=600", "?CTO=600&RTO=600"])
def test_a_receiver_that_drips_is_left_at_the_deadline_whatever_its_address_says(tmp_path: Path, limits: str) -> None:
    with a_receiver(drips=True) as receiver, pytest.raises(Unreachable):
        send(apprise_channels(tmp_path, deadline_seconds=3.0), receiver.address + limits)


def test_the_address_never_reaches_the_program_log_nor_an_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with a_receiver() as receiver:
        pass
    secret = receiver.address.replace("json://", "json://ai:mat-khau@")
    with caplog.at_level("DEBUG"), pytest.raises(Unreachable) as error:
        send(apprise_channels(tmp_path), secret)
    assert "mat-khau" not in caplog.text + repr(error.value) + "".join(capfd.readouterr())


# -- Inside addresses


@pytest.mark.parametrize(
    "host", ["127.0.0.1:9200", "localhost", "10.0.0.8", "[::1]:80", "may-in.local", "2130706433", "169.254.169.254"]
)
@pytest.mark.parametrize("scheme", ["json", "jsons", "xml", "form"])
def test_a_webhook_inside_is_not_kept(tmp_path: Path, host: str, scheme: str) -> None:
    with pytest.raises(BadInput, match=Problem.CHANNEL_INSIDE):
        apprise_channels(tmp_path, inside=False).keep(f"{scheme}://{host}/x")


@pytest.mark.parametrize("address", ["json://127.0.0.1:{port}/x", "mailto://a:b@localhost:{port}?to=x@example.com"])
def test_what_leads_inside_when_it_is_looked_up_is_not_connected_to(tmp_path: Path, address: str) -> None:
    with a_receiver() as receiver:
        kept = apprise_channels(tmp_path).keep(address.format(port=receiver.port))  # as if it had led outside that day
        with pytest.raises(ForbiddenAddress):
            apprise_channels(tmp_path, inside=False).open(kept).send(FLOOD)
    assert receiver.received == []


# -- Formats and keys


@pytest.mark.parametrize(
    ("address", "takes"),
    [
        ("tgram://123456789:abcdefghij_klmnopqrstuvwxyz1234567/12315544/", Format.TELEGRAM_HTML),
        ("zalo://123456789:abcdefghij/12315544/", Format.ZALO),
        ("mailto://ai:mat-khau@gmail.com", Format.EMAIL),
        ("json://zalo.example/x", Format.PLAIN),  # by its kind, not by what stands in its address
    ],
)
def test_the_kind_of_a_channel_says_what_it_takes(tmp_path: Path, address: str, takes: Format) -> None:
    channels = apprise_channels(tmp_path)
    assert channels.open(channels.keep(address)).format is takes


def test_an_address_is_sealed_with_a_key_that_its_owner_alone_can_read(tmp_path: Path) -> None:
    channel = apprise_channels(tmp_path).keep("mailto://ai:mat-khau@gmail.com")
    assert "mat-khau" not in repr(channel)
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    assert apprise_channels(tmp_path).keep("mailto://ai:mat-khau@gmail.com").key == channel.key


def test_another_key_opens_nothing_and_knows_nothing_again(tmp_path: Path) -> None:
    channel = apprise_channels(tmp_path / "a").keep("mailto://ai:mat-khau@gmail.com")
    other = apprise_channels(tmp_path / "b")
    with pytest.raises(BadInput, match=Problem.CHANNEL_LOCKED):
        other.open(channel)
    assert other.keep("mailto://ai:mat-khau@gmail.com").key != channel.key
