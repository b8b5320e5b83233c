"""Errors: RFC 9457 problem details on the API, a sentence with what to do on the screens."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api import languages
from api.pages import page
from api.services import Web
from domain.errors import BadInput, Busy, DatabaseAway, DeskError, NotFound, NotSignedIn, SecondStepNeeded
from domain.problems import Missing, Problem
from messages.catalogue import Catalogue

MEDIA_TYPE = "application/problem+json"
_LONG_VALUE = 60  # characters: shorter ones are soon typed again


class HttpError(DeskError):
    """A request that the framework refuses before our code runs."""

    code, status = "http", 400


def problems(*errors: type[DeskError]) -> dict[int | str, dict[str, Any]]:
    """OpenAPI `responses` for a route that can raise these."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {error.status: {"description": error.code, "content": {MEDIA_TYPE: {"schema": schema}}} for error in errors}


def install(app: FastAPI) -> None:
    app.add_exception_handler(DeskError, _desk_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(DBAPIError, _database)


def _desk_error(request: Request, error: Exception) -> Response:
    known = error if isinstance(error, DeskError) else DeskError()
    if isinstance(error, NotSignedIn) and not _is_api(request):
        return _to(request, "/vao", 401)
    if isinstance(error, SecondStepNeeded) and not _is_api(request):
        return _to(request, "/tai-khoan/hai-buoc", 403)
    return answer(request, known)


def _database(request: Request, error: Exception) -> Response:
    """Answer DatabaseAway when the database is away. Any other database error is an internal error."""
    web: Web = request.app.state.web
    trouble = web.database.trouble(error)
    if trouble is None:
        raise error
    return answer(request, DatabaseAway(trouble))


def _to(request: Request, path: str, status: int) -> Response:
    if request.headers.get("HX-Request"):
        return Response(status_code=status, headers={"HX-Redirect": path})
    return RedirectResponse(path, status_code=303)


def _invalid(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    fields = sorted({str(one["loc"][-1]) for one in found if one.get("loc")})
    return answer(request, BadInput(Problem.FIELDS, fields=", ".join(fields)) if fields else BadInput(Problem.CONTENT))


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 405 and request.method == "GET" and not _is_api(request):
        return RedirectResponse(_page_above(request), 303)
    if status == 404:
        return answer(request, NotFound(Missing.PAGE))
    response = answer(request, HttpError(Problem.METHOD if status == 405 else Problem.REQUEST), status)
    response.headers.update(getattr(error, "headers", None) or {})  # Allow, with a 405
    return response


def answer(request: Request, error: DeskError, status: int | None = None) -> Response:
    status = status or error.status
    if _is_api(request):
        return JSONResponse(_details(request, error, status), status, media_type=MEDIA_TYPE)
    if request.headers.get("HX-Request"):
        # Shown in the page's message line; nothing that was typed is lost.
        response = page(request, "loi-dong.html", {"problem": error.message}, status)
        response.headers["HX-Retarget"] = "#loi"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    typed = _typed(request)
    context = {
        "problem": error.message,
        "status": status,
        "again": typed if status == Busy.status else [],
        "kept": [value for _, value in typed if _is_text(value)],
        "back": _page_above(request),
    }
    return page(request, "loi.html", context, status)


def _page_above(request: Request) -> str:
    """The nearest page above an address that only takes forms; reloading that address shows this."""
    path = request.url.path
    while path := path.rpartition("/")[0]:
        asked = {**request.scope, "path": path, "method": "GET"}
        if any(route.matches(asked)[0] is Match.FULL for route in request.app.routes):
            return path
    return "/hang-cho"


def _is_text(value: str) -> bool:
    return len(value) > _LONG_VALUE or "\n" in value


def _typed(request: Request) -> list[tuple[str, str]]:
    """What a form held, so that it can be sent once more as it was. Files and passwords are not kept."""
    form = getattr(request, "_form", None)
    items = form.multi_items() if form else []
    return [(name, value) for name, value in items if isinstance(value, str) and "password" not in name]


def _details(request: Request, error: DeskError, status: int) -> dict[str, Any]:
    catalogue = Catalogue(languages.of_api(request))
    return {
        "type": f"urn:diemtin:problem:{error.code}",
        "title": catalogue(error.title),
        "status": status,
        "detail": catalogue(error.message),
        "instance": request.url.path,
        **(error.why or error.message).as_json(),
    }


def _is_api(request: Request) -> bool:
    return request.url.path.startswith(("/v1", "/health", "/ready"))
