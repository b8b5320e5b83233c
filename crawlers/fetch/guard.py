"""Keeps fetching outside: http(s), public addresses only, looked at again when a connection is made."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from domain.errors import ForbiddenAddress
from domain.message import say
from domain.problems import Forbidden

DEFAULT_PORTS = frozenset({80, 443, 8080, 8443})

_IP = ipaddress.IPv4Address | ipaddress.IPv6Address
_INSIDE_NAMES = "corp home home.arpa internal intranet invalid lan local localdomain localhost onion private test"
_INSIDE = frozenset(_INSIDE_NAMES.split())
# What `ipaddress` calls global, or did on some Python 3.11, and is not a place for a newspaper.
_RESERVED_TEXT = (
    "0.0.0.0/8 100.64.0.0/10 192.0.0.0/24 192.88.99.0/24 198.18.0.0/15 224.0.0.0/4 240.0.0.0/4 100::/64 "
    "2001:10::/28 2001:db8::/32 3fff::/20 5f00::/16 64:ff9b:1::/48 fc00::/7 fe80::/10 fec0::/10 ff00::/8"
)
_RESERVED = tuple(ipaddress.ip_network(text) for text in _RESERVED_TEXT.split())
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What may be connected to. `allow` names loopback servers of our own, e.g. the sample newsroom's."""

    allow: frozenset[tuple[str, int]] = frozenset()
    ports: frozenset[int] = DEFAULT_PORTS

    def check(self, url: str) -> tuple[str, int]:
        """Return (host, port); raise ForbiddenAddress when the address itself gives it away."""
        host, port = _parts(url)
        if (host, port) in self.allow:
            return host, port
        if port not in self.ports:
            raise ForbiddenAddress(Forbidden.PORT, url=url, port=port)
        literal = _literal(host)
        if literal is not None:
            raise ForbiddenAddress(forbidden_ip(str(literal)) or Forbidden.NUMERIC, url=url)
        if _inside_name(host):
            raise ForbiddenAddress(Forbidden.INSIDE_NAME, url=url, host=host)
        return host, port

    def check_resolved(self, host: str, port: int, ip: str) -> None:
        """Raise ForbiddenAddress when `host`, just looked up for a connection, leads inside."""
        kind = forbidden_ip(ip)
        if kind is None:
            return
        if (host.lower().rstrip("."), port) in self.allow and ipaddress.ip_address(ip).is_loopback:
            return
        raise ForbiddenAddress(Forbidden.LEADS_INSIDE, url=host, ip=ip, kind=say(kind))


def forbidden_ip(text: str) -> Forbidden | None:
    """Why this IP address may not be visited; None when it is an ordinary public one."""
    ip: _IP | None
    try:
        ip = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return Forbidden.IP_UNREADABLE
    wrapped = _wrapped(ip)
    if wrapped is not None:
        return forbidden_ip(str(wrapped))
    if ip.is_loopback:
        return Forbidden.IP_LOOPBACK
    if ip.is_multicast or any(ip in network for network in _RESERVED if network.version == ip.version):
        return Forbidden.IP_RESERVED
    if not ip.is_global or ip.is_private or ip.is_link_local or ip.is_reserved or ip.is_unspecified:
        return Forbidden.IP_PRIVATE
    return None


def _wrapped(ip: _IP) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for: mapped, compatible, 6to4, Teredo, NAT64."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip.ipv4_mapped or ip.sixtofour:
        return ip.ipv4_mapped or ip.sixtofour
    if ip.teredo:
        return ip.teredo[1]
    if ip in _NAT64 or (int(ip) >> 32 == 0 and int(ip) > 1):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


def _parts(url: str) -> tuple[str, int]:
    # Parsers differ over control characters, spaces and backslashes: refused, not repaired.
    if re.search(r"[\x00-\x20\x7f\\]", url):
        raise ForbiddenAddress(Forbidden.LETTERS, url=url)
    try:
        split = urlsplit(url)
        port = split.port
    except ValueError:
        raise ForbiddenAddress(Forbidden.MALFORMED, url=url) from None
    if split.scheme.lower() not in ("http", "https"):
        raise ForbiddenAddress(Forbidden.SCHEME, url=url)
    if "@" in split.netloc:
        raise ForbiddenAddress(Forbidden.CREDENTIALS, url=url)
    host = (split.hostname or "").lower().rstrip(".")
    if not host or "%" in host:
        raise ForbiddenAddress(Forbidden.NO_HOST, url=url)
    if port is None:
        port = 443 if split.scheme.lower() == "https" else 80
    return host, port


def _literal(host: str) -> _IP | None:
    """The IP address that a host is, in any spelling that inet_aton takes: 2130706433, 0x7f.1, 0177.0.0.1."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    parts = host.split(".")
    if not all(re.fullmatch(r"0x[0-9a-f]*|\d+", part) for part in parts):
        return None
    if len(parts) > 4:
        return ipaddress.IPv4Address(0)  # a host of numbers only is no name; never looked up
    numbers = [int(part, 16) if part.startswith("0x") and part != "0x" else _octal(part) for part in parts]
    value = numbers[-1] + sum(number << (24 - 8 * at) for at, number in enumerate(numbers[:-1]))
    return ipaddress.IPv4Address(value if 0 <= value < 2**32 else 0)


def _octal(part: str) -> int:
    if part == "0x":
        return 0
    return int(part, 8) if part.startswith("0") and set(part) <= set("01234567") else int(part)


def _inside_name(host: str) -> bool:
    labels = host.split(".")
    return len(labels) == 1 or labels[-1] in _INSIDE or ".".join(labels[-2:]) in _INSIDE
