"""The API's own description: valid, complete, and without anything about persons' opinions."""

import json
from dataclasses import replace
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from domain.message import say
from domain.problems import Unreadable
from domain.sources import FeedKind
from domain.visits import VisitMessage
from tests.api.conftest import Desk
from tests.making import NOON, PAPER

BASE_ERRORS = {"401", "500"}


@pytest.fixture
def document(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = desk.stranger().get("/v1/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if path.startswith("/v1")
    ]


def test_the_document_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    validate(document, cls=OpenAPIV31SpecValidator)
    assert len(operations(document)) > 15


def test_every_route_documents_its_errors_as_problems(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        answers = operation["responses"]
        needed = BASE_ERRORS | ({"403"} if method != "get" else set())
        needed |= {"404"} if "{" in path and "/digests/" not in path else set()
        needed |= {"422"} if operation.get("requestBody") else set()
        assert needed <= set(answers), (method, path, sorted(answers))
        for status, answer in answers.items():
            if status >= "400":
                schema = answer["content"]["application/problem+json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Problem"}, (method, path, status)


def test_every_route_says_what_must_be_brought(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        wanted = {"session"} if method == "get" else {"session", "csrf"}
        assert set(operation["security"][0]) == wanted, (method, path)


def test_screens_are_not_part_of_the_api(document: dict[str, Any]) -> None:
    assert all(path.startswith(("/v1/", "/health", "/ready")) for path in document["paths"])


def test_a_feed_tells_how_its_last_visit_ended_by_codes(desk: Desk) -> None:
    desk.publish("a")
    blocked = say(VisitMessage.BLOCKED, why=say(Unreadable.PAGE_IS_ANOTHER))
    with desk.database.write() as store:
        store.feeds.add(PAPER.id, "https://baolaocai.vn/rss", FeedKind.FEED, "", NOON)
        for feed in store.feeds.list(PAPER.id):
            store.feeds.save(replace(feed, last_messages=(blocked,)))
    answers = desk.browser("lan").get(f"/v1/sources/{PAPER.id}/feeds").json()
    assert {json.dumps(answer["last_messages"]) for answer in answers} == {json.dumps([blocked.as_json()])}
