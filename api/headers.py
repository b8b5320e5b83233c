"""Headers that every answer carries. Everything is vendored, so nothing outside may be loaded."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from functools import cache
from hashlib import sha256

from fastapi import FastAPI, Request, Response

from api.pages import environment
from api.problems import answer
from api.requests import HEADER, request_id
from domain.errors import DeskError, NotAllowed
from domain.problems import Problem

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
OWN_SITES = ("same-origin", "none")  # also guards the sign-in form, which has no session yet


@cache
def policy() -> str:
    """The Content-Security-Policy. It allows one inline style sheet by its hash, which saves a request."""
    styles = environment("vi").get_template("desk.css").render()
    known = b64encode(sha256(styles.encode()).digest()).decode()
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' 'sha256-{known}'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # a publisher need not know which desk reads it
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


HSTS = "max-age=31536000"  # a year of https only; set where people reach the desk over https


def dressed(response: Response, *, secure: bool = False) -> Response:
    for name, value in (HEADERS | {"Content-Security-Policy": policy()}).items():
        response.headers.setdefault(name, value)
    if secure:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    return response


def bug(request: Request, _error: Exception) -> Response:
    """The answer to an internal error that no middleware has handled."""
    response = dressed(answer(request, DeskError()))
    response.headers[HEADER] = request_id(request)
    return response


def install(app: FastAPI) -> None:
    app.add_exception_handler(Exception, bug)

    @app.middleware("http")
    async def secure(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        if request.method in UNSAFE and request.headers.get("Sec-Fetch-Site", "same-origin") not in OWN_SITES:
            return dressed(answer(request, NotAllowed(Problem.OTHER_SITE)))
        response = dressed(await call_next(request), secure=request.app.state.web.secure)
        if not request.url.path.startswith("/static"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
