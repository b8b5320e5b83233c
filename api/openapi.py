"""The OpenAPI 3.1 document: the shape of a problem, and what a caller must bring."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import MEDIA_TYPE

PROBLEM = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail", "instance", "code", "params"],
    "properties": {
        "type": {"type": "string", "description": "urn:diemtin:problem:<class>; stable"},
        "title": {"type": "string", "description": "the class in a few words, in the caller's language"},
        "status": {"type": "integer"},
        "detail": {
            "type": "string",
            "description": "a sentence that says what to do, in the language of the screens, else by Accept-Language",
        },
        "instance": {"type": "string"},
        "code": {"type": "string", "description": "what exactly is wrong; stable"},
        "params": {"type": "object", "description": "what fills its sentence"},
        "flags": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/FlagOut"},
            "description": "with urn:diemtin:problem:flags-unheard alone: what to look at before the step",
        },
        "send": {
            "type": "object",
            "description": "with it: the body that takes the step once somebody has looked at them",
            "properties": {"heard": {"type": "array", "items": {"type": "string"}}},
        },
    },
}
SCHEMES = {
    "session": {"type": "apiKey", "in": "cookie", "name": "diemtin", "description": "Set by signing in at /vao."},
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRF-Token",
        "description": "The session's own token; needed by every request that changes something.",
    },
}
UNSAFE = ("post", "put", "patch", "delete")


def install(app: FastAPI) -> None:
    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = get_openapi(title=app.title, version=app.version, routes=app.routes, license_info=app.license_info)
            app.openapi_schema = _with_problems(found)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _with_problems(found: dict[str, Any]) -> dict[str, Any]:
    components = found.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components["securitySchemes"] = SCHEMES
    body = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            if "422" in operation["responses"]:
                operation["responses"]["422"] = {"description": "bad-input", "content": body}
            operation["responses"]["500"] = {"description": "desk-error", "content": body}
            if path.startswith("/v1"):
                operation["responses"].setdefault("403", {"description": "second-step-needed", "content": body})
                operation["security"] = [{name: [] for name in SCHEMES if name == "session" or method in UNSAFE}]
    return found
