"""What people fill in becomes an address that the library takes, whatever signs it holds."""

import pytest

from alerts.apprise_channels import plugin
from desk.outbox.channel_forms import ChannelKind, address_of
from domain.errors import BadInput

MAIL = {"to": "tin@xa.vn", "host": "smtp.xa.vn", "port": "587", "user": "bantin@xa.vn", "password": "a/b:c@d?e&f #%"}
BOT = {"token": "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr", "chat": "-100123456"}


@pytest.mark.parametrize(
    ("kind", "typed", "address"),
    [
        (ChannelKind.EMAIL, MAIL, None),
        (ChannelKind.EMAIL, MAIL | {"port": "465", "to": "a@xa.vn,b@xa.vn"}, None),
        (ChannelKind.EMAIL, MAIL | {"user": "bantin"}, None),
        (ChannelKind.TELEGRAM, BOT, f"tgram://{BOT['token']}/-100123456"),
        (ChannelKind.TELEGRAM, BOT | {"chat": " @tinxa "}, f"tgram://{BOT['token']}/@tinxa"),
        (ChannelKind.ZALO, {"token": "12345:abc", "chat": "6ede9afa"}, "zalo://12345:abc/6ede9afa"),
        (ChannelKind.WEBHOOK, {"url": "https://xa.vn/nhan"}, "jsons://xa.vn/nhan"),
        (ChannelKind.WEBHOOK, {"url": "http://xa.vn:81/nhan?khoa=a b"}, "json://xa.vn:81/nhan?-khoa=a%20b"),
        (ChannelKind.OTHER, {"address": " ntfy://xa "}, "ntfy://xa"),
    ],
)
def test_a_form_makes_an_address(kind: ChannelKind, typed: dict[str, str], address: str | None) -> None:
    made = address_of(kind, typed)
    assert address is None or made == address
    assert plugin(made) is not None


def test_a_mail_server_is_asked_as_it_was_filled_in() -> None:
    sender = plugin(address_of(ChannelKind.EMAIL, MAIL))
    assert (sender.smtp_host, sender.port, sender.user, sender.password) == (
        "smtp.xa.vn",
        587,
        "bantin@xa.vn",
        MAIL["password"],
    )
    assert [to for _, to in sender.targets] == ["tin@xa.vn"]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (ChannelKind.EMAIL, MAIL | {"to": "không có a còng"}),
        (ChannelKind.EMAIL, MAIL | {"port": "năm trăm"}),
        (ChannelKind.EMAIL, MAIL | {"password": " "}),
        *(
            (ChannelKind.OTHER, {"address": address})
            for address in ("webpush://https://push.example/a#b.c", " WebPush://x", "webpush:x", "vapid://a@b.vn/a")
        ),
        (ChannelKind.TELEGRAM, {"token": BOT["token"]}),
        (ChannelKind.WEBHOOK, {"url": "xa.vn/nhan"}),
        (ChannelKind.WEBHOOK, {"url": "file:///etc/passwd"}),
        (ChannelKind.OTHER, {}),
    ],
)
def test_a_form_that_is_not_filled_in_is_refused(kind: ChannelKind, typed: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        address_of(kind, typed)
