"""Errors: RFC 9457 problem details on the API, a sentence with what to do on the screens."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.pages import page
from domain.errors import BadInput, Busy, DeskError, NotFound, NotSignedIn

MEDIA_TYPE = "application/problem+json"


def problems(*errors: type[DeskError]) -> dict[int | str, dict[str, Any]]:
    """OpenAPI `responses` for a route that can raise these."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {error.status: {"description": error.code, "content": {MEDIA_TYPE: {"schema": schema}}} for error in errors}


def install(app: FastAPI) -> None:
    app.add_exception_handler(DeskError, _desk_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def _desk_error(request: Request, error: Exception) -> Response:
    known = error if isinstance(error, DeskError) else DeskError()
    if isinstance(error, NotSignedIn) and not _is_api(request):
        return _to_sign_in(request)
    return answer(request, known.status, known.code, known.message)


def _to_sign_in(request: Request) -> Response:
    if request.headers.get("HX-Request"):
        return Response(status_code=401, headers={"HX-Redirect": "/vao"})
    return RedirectResponse("/vao", status_code=303)


def _invalid(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    where = ", ".join(sorted({str(one["loc"][-1]) for one in found if one.get("loc")}))
    return answer(request, 422, BadInput.code, BadInput(detail=f"xem lại {where or 'nội dung gửi lên'}.").message)


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return answer(request, 404, NotFound.code, NotFound(what="trang này").message)
    detail = "Cách gọi này không được phép." if status == 405 else "Yêu cầu không thực hiện được."
    response = answer(request, status, f"http-{status}", detail)
    response.headers.update(getattr(error, "headers", None) or {})  # Allow, with a 405
    return response


def answer(request: Request, status: int, code: str, detail: str) -> Response:
    if _is_api(request):
        body = {"type": f"urn:diemtin:problem:{code}", "title": code, "status": status, "detail": detail}
        return JSONResponse(body | {"instance": request.url.path}, status, media_type=MEDIA_TYPE)
    if request.headers.get("HX-Request"):
        # Shown in the page's message line; nothing that was typed is lost.
        response = page(request, "loi-dong.html", {"detail": detail}, status)
        response.headers["HX-Retarget"] = "#loi"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    again = _typed(request) if status == Busy.status else []
    return page(request, "loi.html", {"detail": detail, "status": status, "again": again}, status)


def _typed(request: Request) -> list[tuple[str, str]]:
    """What a form held, so that it can be sent once more as it was. Files are not kept."""
    form = getattr(request, "_form", None)
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)] if form else []


def _is_api(request: Request) -> bool:
    return request.url.path.startswith(("/v1", "/health", "/ready"))
