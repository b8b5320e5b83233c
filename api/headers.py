"""Headers that every answer carries. Everything is vendored, so nothing outside may be loaded."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response

from api.problems import answer
from domain.errors import DeskError, NotAllowed

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
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
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
OURS = ("same-origin", "none")  # also guards the sign-in form, which has no session yet
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # a publisher need not know which desk reads it
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def dressed(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def bug(request: Request, _error: Exception) -> Response:
    """The outermost answer: what goes wrong here has passed by every middleware."""
    return dressed(answer(request, 500, DeskError.code, DeskError().message))


def install(app: FastAPI) -> None:
    app.add_exception_handler(Exception, bug)

    @app.middleware("http")
    async def secure(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        if request.method in UNSAFE and request.headers.get("Sec-Fetch-Site", "same-origin") not in OURS:
            return dressed(answer(request, 403, NotAllowed.code, "Yêu cầu đến từ trang khác nên bị từ chối."))
        response = dressed(await call_next(request))
        if not request.url.path.startswith("/static"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
