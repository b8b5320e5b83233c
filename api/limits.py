"""What may come in: whose name we answer to, how large a body may be, and how long it may take.

All of it is decided before a body is read, so that one caller costs the others nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.headers import dressed
from api.own_address import LOCAL_NAMES, is_number, split_host
from api.problems import answer
from domain.errors import BadInput, DeskError, TooLarge, TooSlow, UnknownHost
from domain.problems import Problem

MAX_STRANGER_BYTES = 64 * 1024
MAX_SIGNED_IN_BYTES = 2 * 1024 * 1024
MAX_BODY_SECONDS = 30.0


@dataclass
class Limits:
    """Pure ASGI, because a body must be stopped while it comes in.

    `known` says whether a request may send as much as people who are signed in; it is asked only for larger bodies.
    """

    app: ASGIApp
    hosts: Callable[[], frozenset[str]]
    known: Callable[[Request], bool]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        try:
            self._host(request)
            length = _length(request.headers)
            most = await self._most(request) if length > MAX_STRANGER_BYTES else MAX_STRANGER_BYTES
            if length > most:
                raise TooLarge(kilobytes=most // 1024)
        except DeskError as error:
            await _refused(request, error)(scope, receive, send)
            return
        body = _Body(receive, most, partial(self._most, request))

        async def sending(message: Message) -> None:
            if body.stopped is None:
                await send(message)
            elif not body.answered and message["type"] == "http.response.start":  # in place of what the app answers
                body.answered = True
                await _refused(request, body.stopped)(scope, receive, send)

        await self.app(scope, body.receive, sending)

    def _host(self, request: Request) -> None:
        """Raise UnknownHost for another name: a page poses as us (DNS rebinding), or would mislead links."""
        name, _ = split_host(request.headers.get("host", ""))
        if not (name in LOCAL_NAMES or name in self.hosts() or is_number(name)):
            raise UnknownHost(host=request.headers.get("host", "")[:100])

    async def _most(self, request: Request) -> int:
        return MAX_SIGNED_IN_BYTES if await run_in_threadpool(self.known, request) else MAX_STRANGER_BYTES


@dataclass
class _Body:
    """A body as it comes in: counted, and given up after MAX_BODY_SECONDS in all."""

    incoming: Receive
    most: int
    asked_again: Callable[[], Awaitable[int]]  # how much may come once it is more than a stranger's
    seen: int = 0
    whole: bool = False
    stopped: DeskError | None = None
    answered: bool = False
    until: float = field(default_factory=lambda: asyncio.get_running_loop().time() + MAX_BODY_SECONDS)

    async def receive(self) -> Message:
        if self.whole:  # the only message left is that the caller has disconnected
            return await self.incoming()
        try:
            async with asyncio.timeout_at(self.until):
                message = await self.incoming()
        except TimeoutError as error:
            self.stopped = TooSlow(seconds=int(MAX_BODY_SECONDS))
            raise self.stopped from error
        self.seen += len(message.get("body", b""))
        self.whole = not message.get("more_body", False)
        if self.seen > self.most < MAX_SIGNED_IN_BYTES:
            self.most = await self.asked_again()
        if self.seen > self.most:
            self.stopped = TooLarge(kilobytes=self.most // 1024)
            raise self.stopped
        return message


def _refused(request: Request, error: DeskError) -> Response:
    response = dressed(answer(request, error))
    response.headers["Connection"] = "close"  # the rest of the body is not read
    return response


def _length(headers: Headers) -> int:
    stated = headers.get("content-length", "0")
    if not stated.isascii() or not stated.isdigit() or len(stated) > 18:
        raise BadInput(Problem.CONTENT_LENGTH)
    return int(stated)
