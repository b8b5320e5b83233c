"""What the API says of itself holds for whatever is sent: schemathesis makes the requests, the same ones each time."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.routes import ROUTERS
from domain.people import Role
from tests.api.conftest import CSRF, Desk

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
BOUNDED = settings(
    max_examples=15, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def operations() -> Iterator[tuple[str, str]]:
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            if route.include_in_schema:
                yield from ((route.path, method.lower()) for method in sorted(route.methods or ()))


EACH = pytest.mark.parametrize(("path", "method"), list(operations()))


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def house(request: pytest.FixtureRequest, app: FastAPI) -> Desk:
    return Desk(request.getfixturevalue(request.param), app)


@pytest.fixture
def described(house: Desk) -> Any:
    house.stranger()
    return schemathesis.openapi.from_asgi("/v1/openapi.json", house.app)


@EACH
@BOUNDED
@given(st.data())
def test_an_administrator_is_answered_as_documented(
    house: Desk, described: Any, path: str, method: str, data: st.DataObject
) -> None:
    """Over a desk in which there is something to find and to change."""
    if not house.people:
        article = house.publish("a", id="a")
        house.publish("b")
        assert house.browser("quan", Role.ADMINISTRATOR).post(f"/v1/articles/{article.id}/pick").status_code == 201
    case = data.draw(described[path][method].as_strategy())

    case.call_and_validate(cookies={"diemtin": "token-quan"}, headers={"X-CSRF-Token": CSRF}, checks=CHECKS)


@EACH
@settings(BOUNDED, max_examples=5)
@given(st.data())
def test_a_stranger_is_answered_as_documented(
    house: Desk, described: Any, path: str, method: str, data: st.DataObject
) -> None:
    house.stranger()
    case = data.draw(described[path][method].as_strategy())

    assert case.call_and_validate(checks=CHECKS).status_code in ((401, 422) if path.startswith("/v1") else (200, 503))
