"""One request to a platform: to public addresses only, within a total time and size, following no redirect.

httpx's own time-outs count from one read to the next, so that a server which drips is never left. The sockets here
count down to one deadline, from the look-up to the last byte.
"""

import json
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpcore
import httpx

DEADLINE_SECONDS = 20.0
CONNECT_SECONDS = 4.0  # to each of a name's addresses but the last
MAX_ANSWER_BYTES = 2 << 20
CheckAddress = Callable[[str, int, str], object]  # host, port, the IP it was looked up to; raises ForbiddenAddress


class NotSent(Exception):
    """Nothing of the request arrived."""


class Unclear(Exception):
    """The request may have been carried out, and no answer to it can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    headers: Mapping[str, str]  # names in small letters
    body: Any  # decoded JSON; None when it is none

    def get(self, *path: str) -> Any:
        """What stands in the answer's objects under these names; None where there is nothing."""
        found = self.body
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        return found

    def text(self, *path: str) -> str:
        found = self.get(*path)
        return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Request:
    method: str
    path: str  # put behind the base address
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    data: Any = None  # sent as JSON


@dataclass(frozen=True, kw_only=True, repr=False)
class Line:
    """The way to one platform. Not printed: a base address may hold a token."""

    base: str
    check_address: CheckAddress | None = None  # None: the owner allows addresses inside
    deadline_seconds: float = DEADLINE_SECONDS

    def ask(self, request: Request) -> Answer:
        """Raise NotSent, Unclear or ForbiddenAddress."""
        deadline = monotonic() + self.deadline_seconds
        backend = _Backend(self.check_address, deadline)
        headers, content = _written(request)
        url = self.base.rstrip("/") + request.path + (f"?{urlencode(request.query)}" if request.query else "")
        try:
            with (
                httpcore.ConnectionPool(ssl_context=self._tls, network_backend=backend, max_connections=1) as pool,
                pool.stream(request.method, url, headers=headers, content=content) as response,
            ):
                return Answer(
                    status=response.status,
                    headers={name.decode().lower(): value.decode("latin-1") for name, value in response.headers},
                    body=_read(response.iter_stream()),
                )
        except (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.UnsupportedProtocol) as error:
            raise NotSent(type(error).__name__) from None  # without the cause, which may hold the address
        except (httpcore.LocalProtocolError, TypeError, ValueError) as error:
            raise NotSent(type(error).__name__) from None
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
            raise Unclear(type(error).__name__) from None

    @cached_property
    def _tls(self) -> ssl.SSLContext | None:
        return httpx.create_ssl_context(trust_env=False) if urlsplit(self.base).scheme == "https" else None


def _written(request: Request) -> tuple[list[tuple[str, str]], bytes]:
    headers = [("User-Agent", "DiemTin"), ("Accept", "application/json"), *request.headers.items()]
    if request.form is not None:
        return [*headers, ("Content-Type", "application/x-www-form-urlencoded")], urlencode(request.form).encode()
    if request.data is not None:
        return [*headers, ("Content-Type", "application/json")], json.dumps(request.data).encode()
    return headers, b""


def _read(chunks: Iterator[bytes]) -> Any:
    """Raise Unclear when the answer is larger than any that we ask for."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise Unclear("too large")
    try:
        return json.loads(body)
    except ValueError:
        return None


class _Backend(httpcore.NetworkBackend):
    """Connects to the very addresses that were looked at."""

    def __init__(self, check: CheckAddress | None, deadline: float) -> None:
        self._check, self._deadline = check, deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - httpcore names them; ours is the deadline
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        *others, last = self._looked_up(host, port)
        for ip in others:  # a machine without IPv6 has names that lead there all the same
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return self._connected(ip, port, CONNECT_SECONDS, local_address, socket_options)
        return self._connected(last, port, DEADLINE_SECONDS, local_address, socket_options)

    def _connected(self, ip: str, port: int, most_seconds: float, *how: Any) -> httpcore.NetworkStream:
        left = min(most_seconds, _left(self._deadline, httpcore.ConnectTimeout))
        return _Stream(httpcore.SyncBackend().connect_tcp(ip, port, left, *how), self._deadline)

    def _looked_up(self, host: str, port: int) -> list[str]:
        """Every address that the name has must be one to go to."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            raise httpcore.ConnectError from None
        ips = [str(address[0]) for *_, address in found]
        if self._check:
            for ip in ips:
                self._check(host, port, ip)
        return ips


class _Stream(httpcore.NetworkStream):
    """Each read and write has as long as is left until the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._inner.read(max_bytes, _left(self._deadline, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._inner.write(buffer, _left(self._deadline, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _left(deadline: float, too_late: type[Exception]) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise too_late
    return left
