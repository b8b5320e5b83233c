"""Errors: RFC 9457 problem details on the API, a sentence with what to do on the screens."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

from api import languages
from api.pages import page
from api.services import Web
from api.way_back import nearest_page, takes_a_form
from domain.errors import BadInput, Busy, DatabaseAway, DeskError, NotFound, NotSignedIn, SecondStepNeeded, TooOften
from domain.problems import Missing, Problem
from messages.catalogue import Catalogue

MEDIA_TYPE = "application/problem+json"
NO_TEXT = ("csrf", "door", "code")  # fields of forms that nobody wants back


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
    if isinstance(error, NotFound) and _asks_for_a_form(request):
        return RedirectResponse(nearest_page(request), 303)
    response = answer(request, known)
    if isinstance(error, TooOften):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _asks_for_a_form(request: Request) -> bool:
    """By F5, Back or a bookmark."""
    return request.method in ("GET", "HEAD") and not _is_api(request) and takes_a_form(request)


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
    fields = sorted({_field(one["loc"]) for one in found if one.get("loc")})
    return answer(request, _what_is_wrong(found, fields) if fields else BadInput(Problem.CONTENT))


def _field(where: Sequence[Any]) -> str:
    """The field that somebody filled in. After it may come a place in a list, or one of several types."""
    names = [str(part) for part in where if str(part).isidentifier()]
    return (names or [str(where[-1])])[-1]


def _what_is_wrong(found: Sequence[Any], fields: list[str]) -> BadInput:
    kinds = {one["type"] for one in found}
    if kinds == {"missing"}:  # a browser's empty box counts as missing
        return BadInput(Problem.EMPTY, fields=fields)
    if kinds == {"string_too_long"} and len(fields) == 1:
        return BadInput(Problem.TOO_LONG, field=fields[0], characters=found[0]["ctx"]["max_length"])
    return BadInput(Problem.FIELDS, fields=fields)


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status in (404, 405) and _asks_for_a_form(request):
        return RedirectResponse(nearest_page(request), 303)
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
        response.headers["HX-Push-Url"] = "false"  # else F5 would ask for the form's address
        return response
    typed = _typed(request)
    context = {
        "problem": error.message,
        "again": typed if status == Busy.status else [],
        "kept": [] if status == Busy.status else [value for name, value in typed if _is_text(name, value)],
        "back": nearest_page(request) if request.method == "POST" else "",
    }
    return page(request, "loi.html", context, status)


def _typed(request: Request) -> list[tuple[str, str]]:
    """What a form held, so that it can be sent once more as it was. Files and passwords are not kept."""
    form = getattr(request, "_form", None)
    items = form.multi_items() if form else []
    return [(name, value) for name, value in items if isinstance(value, str) and "password" not in name]


def _is_text(name: str, value: str) -> bool:
    """Words that somebody wrote, and no code of ours."""
    return name not in NO_TEXT and any(letter.isspace() for letter in value.strip())


def _details(request: Request, error: DeskError, status: int) -> dict[str, Any]:
    catalogue = Catalogue(languages.of_api(request))
    return {
        "type": f"urn:diemtin:problem:{error.code}",
        "title": catalogue(error.title),
        "status": status,
        "detail": catalogue(error.message),
        "instance": request.url.path,
        **(error.why or error.message).as_json(),
        **error.members,
    }


def _is_api(request: Request) -> bool:
    return request.url.path.startswith(("/v1", "/health", "/ready"))
