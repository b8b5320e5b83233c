"""What the sign-in forms ask of a browser, so that no other page signs people in to an account of its choice.

Browsers of today say where a request comes from (Sec-Fetch-Site, see api/headers.py, or Origin). For all others the
form carries a token that is signed for the cookie beside it.
"""

from hmac import compare_digest
from secrets import token_urlsafe
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Form, Request, Response

from api.deps import TheWeb
from api.services import Web
from domain.errors import NotAllowed
from domain.problems import Problem

COOKIE = "cua"
LASTS_SECONDS = 3600


def token_for(request: Request, services: Web) -> tuple[str, str]:
    """The cookie and the form's token that belong together."""
    nonce = request.cookies.get(COOKIE, "")[:40] or token_urlsafe(16)
    return nonce, services.vault.fingerprint(f"door:{nonce}")[:32]


def keep(response: Response, nonce: str, *, secure: bool) -> None:
    response.set_cookie(
        COOKIE, nonce, max_age=LASTS_SECONDS, httponly=True, samesite="strict", secure=secure, path="/vao"
    )


def from_our_form(request: Request, services: TheWeb, door: Annotated[str, Form(max_length=100)] = "") -> None:
    """Raise NotAllowed for a form that another page has sent."""
    origin = request.headers.get("Origin", "")
    if origin and origin != "null":
        if urlsplit(origin).netloc != request.headers.get("Host", ""):
            raise NotAllowed(Problem.OTHER_SITE)
        return
    if request.headers.get("Sec-Fetch-Site"):  # looked at by api/headers.py
        return
    nonce = request.cookies.get(COOKIE, "")
    if not nonce or not compare_digest(door.encode(), token_for(request, services)[1].encode()):
        raise NotAllowed(Problem.OTHER_SITE)


OurForm = Depends(from_our_form)
