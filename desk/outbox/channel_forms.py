"""The address that the form of a kind of channel makes: people fill in what the service gave them, not an address."""

from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import parse_qsl, quote, urlsplit

from domain.errors import BadInput
from domain.problems import Problem

SSL_PORT = 465  # of the mail servers that speak TLS from the first byte; the others switch to it


class ChannelKind(StrEnum):
    EMAIL = "email"
    TELEGRAM = "telegram"
    ZALO = "zalo"
    WEBHOOK = "webhook"
    OTHER = "other"  # an address of apprise, written by an engineer


FIELDS: Mapping[ChannelKind, tuple[str, ...]] = {
    ChannelKind.EMAIL: ("to", "host", "port", "user", "password"),
    ChannelKind.TELEGRAM: ("token", "chat"),
    ChannelKind.ZALO: ("token", "chat"),
    ChannelKind.WEBHOOK: ("url",),
    ChannelKind.OTHER: ("address",),
}


def address_of(kind: ChannelKind, typed: Mapping[str, str]) -> str:
    """Raise BadInput when something is missing or cannot be meant."""
    filled = {name: typed.get(name, "").strip() for name in FIELDS[kind]}
    if not all(filled.values()):
        raise BadInput(Problem.CHANNEL_FIELDS)
    match kind:
        case ChannelKind.EMAIL:
            return _email(filled)
        case ChannelKind.TELEGRAM | ChannelKind.ZALO:
            scheme = "tgram" if kind is ChannelKind.TELEGRAM else "zalo"
            return f"{scheme}://{quote(filled['token'], safe=':')}/{quote(filled['chat'], safe='@')}"
        case ChannelKind.WEBHOOK:
            return _webhook(filled["url"])
        case _:
            return _other(filled["address"])


def _email(filled: Mapping[str, str]) -> str:
    if not filled["port"].isdigit() or "@" not in filled["to"]:
        raise BadInput(Problem.CHANNEL_FIELDS)
    mode = "ssl" if int(filled["port"]) == SSL_PORT else "starttls"
    host, user = quote(filled["host"], safe="."), quote(filled["user"], safe="")
    sender = filled["user"] if "@" in filled["user"] else filled["to"].split(",")[0]
    query = f"smtp={host}&mode={mode}&from={quote(sender, safe='')}&to={quote(filled['to'], safe=',')}"
    return f"mailtos://{user}:{quote(filled['password'], safe='')}@{host}:{filled['port']}?{query}"


def _other(address: str) -> str:
    """A browser is added by its own person, on it: nobody else's page knows when it has gone."""
    if address.lower().startswith(("webpush:", "vapid:")):
        raise BadInput(Problem.CHANNEL_BROWSER)
    return address


def _webhook(url: str) -> str:
    """apprise knows a web address by a scheme of its own, and its parameters by a dash before each."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(Problem.CHANNEL_FIELDS)
    scheme = "jsons" if parts.scheme == "https" else "json"
    query = "&".join(f"-{quote(name)}={quote(value)}" for name, value in parse_qsl(parts.query))
    return f"{scheme}://{parts.netloc}{parts.path}" + (f"?{query}" if query else "")
