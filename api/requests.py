"""Gives each request an id, which its answer carries, and reports the request once it is answered."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.services import Answered

HEADER = "X-Request-ID"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER, NO_ROUTE = "other", "none"  # callers may invent methods, which must not become labels


@dataclass
class Requests:
    """Pure ASGI, around all that answers. The time ends with the first byte: a live line stays open for minutes."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, request_id = perf_counter(), uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        told = False

        async def sending(message: Message) -> None:
            nonlocal told
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = request_id
                told = True
                tell(message["status"])
            await send(message)

        def tell(status: int) -> None:
            method = scope["method"] if scope["method"] in METHODS else OTHER
            seconds = perf_counter() - started
            answered = Answered(
                method=method, route=_route(scope), status=status, seconds=seconds, request_id=request_id
            )
            scope["app"].state.web.answered(answered)

        try:
            await self.app(scope, receive, sending)
        except Exception:  # answered further out, by headers.bug
            if not told:
                tell(500)
            raise


def request_id(request: Request) -> str:
    return str(getattr(request.state, "request_id", ""))


def _route(scope: MutableMapping[str, Any]) -> str:
    """The path as the code writes it, without what the caller filled in."""
    if path := getattr(scope.get("route"), "path", ""):
        return str(path)
    return f"{mounted}/*" if (mounted := scope.get("root_path", "")) == "/static" else NO_ROUTE
