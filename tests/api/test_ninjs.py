"""IPTC ninjs 3.1 of items and stories, against what its schema allows of the parts that we use.

IPTC's own file (ninjs-schema_3.1.json) is not kept here; the names and types below were read from it, and nothing is
allowed here that it refuses: no property but these, `uri` needed, of what is associated its `name` as well.
"""

from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from domain.people import Role
from domain.understanding import Section
from tests.api.conftest import Desk

TEXT = {"type": "string", "minLength": 1}
URI = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+$"}
WHEN = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}


def some(needed: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    one = {"type": "object", "required": list(needed), "additionalProperties": False, "properties": properties}
    return {"type": "array", "items": one}


PARTS: dict[str, Any] = {
    "uri": URI,
    "type": {"enum": ["text", "composite"]},
    "representationType": {"enum": ["full", "partial"]},
    "version": TEXT,
    "firstCreated": WHEN,
    "versionCreated": WHEN,
    "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
    "language": TEXT,
    "headlines": some(("value",), value=TEXT),
    "descriptions": some(("value",), contentType=TEXT, value=TEXT),
    "bodies": some(("value",), contentType=TEXT, charCount={"type": "integer"}, value=TEXT),
    "infoSources": some(name=TEXT, literal=TEXT),
    "subjects": some(name=TEXT, literal=TEXT, uri=URI),
    "places": some(name=TEXT, literal=TEXT),
}
ASSOCIATED = {
    "type": "object",
    "required": ["name", "uri"],
    "additionalProperties": False,
    "properties": {**PARTS, "name": TEXT, "rel": TEXT},
}
STANDARD = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "version", "schema"],
    "properties": {"name": {"const": "ninjs"}, "version": {"const": "3.1"}, "schema": URI},
}
NINJS = {
    "type": "object",
    "required": ["uri", "standard"],
    "additionalProperties": False,
    "properties": {**PARTS, "standard": STANDARD, "associations": {"type": "array", "items": ASSOCIATED}},
}


def valid(document: dict[str, Any]) -> dict[str, Any]:
    faults = [f"{fault.instance_path}: {fault.message}" for fault in Draft202012Validator(NINJS).iter_errors(document)]
    assert faults == []
    return document


def test_a_story_is_told_with_its_articles_and_no_whole_text(desk: Desk) -> None:
    first = desk.publish("a", title="Mở lớp xóa mù chữ", text="Lớp mở.\nHọc viên đến đông.", section=Section.LIFE)
    desk.publish("b", title="Lớp học đêm", story_id=first.id, section=Section.LIFE, byline="Nguyễn Văn An")
    lan = desk.browser("lan")

    told = valid(lan.get(f"/v1/ninjs/stories/{first.id}").json())

    assert (told["uri"], told["type"]) == (f"http://testserver/v1/stories/{first.id}", "composite")
    assert told["subjects"][0]["uri"] == "http://cv.iptc.org/newscodes/mediatopic/10000000"
    assert {one["name"] for one in told["associations"]} == {"Mở lớp xóa mù chữ", "Lớp học đêm"}
    assert {one["representationType"] for one in told["associations"]} == {"partial"}
    assert "Nguyễn Văn An" not in str(told)
    assert "Học viên đến đông" not in str(told)
    assert [valid(one) for one in lan.get("/v1/ninjs/stories").json()] == [told]


@pytest.mark.parametrize("text", ["", "Mở lớp xóa mù chữ tối nay.", "=1+1", '\u0007 «dấu» "nháy" 🌧️'])
def test_a_draft_is_withheld_and_shows_its_body_to_its_writer_only(desk: Desk, text: str) -> None:
    article = desk.publish("a", title="Mở lớp xóa mù chữ")
    lan, minh = desk.browser("lan"), desk.browser("minh")
    item = lan.post(f"/v1/articles/{article.id}/pick").json()
    lan.put(f"/v1/items/{item['id']}/caption", json={"caption": text, "revision": item["revision"]})
    kept = lan.get(f"/v1/items/{item['id']}").json()["caption"]

    own = valid(lan.get(f"/v1/ninjs/items/{item['id']}").json())
    others = valid(minh.get(f"/v1/ninjs/items/{item['id']}").json())

    assert [one["value"] for one in own.get("bodies", [])] == ([kept] if kept else [])
    assert (own["pubStatus"], "bodies" in others) == ("withheld", False)
    assert others["associations"][0]["uri"] == article.url
    assert lan.get("/v1/ninjs/items").json() == []
    assert len(lan.get("/v1/ninjs/items?state=draft").json()) == 1


def test_what_was_shared_is_usable_with_the_words_as_posted(desk: Desk) -> None:
    article = desk.publish("a", title="Mở lớp xóa mù chữ")
    lan, minh = desk.browser("lan"), desk.browser("minh", Role.REVIEWER)
    item = lan.post(f"/v1/articles/{article.id}/pick").json()
    here = f"/v1/items/{item['id']}"
    item = lan.post(f"{here}/send", json={"caption": "Tối nay mở lớp.", "revision": item["revision"]}).json()
    item = minh.post(f"{here}/decision", json={"verdict": "approved", "revision": item["revision"]}).json()
    shared = lan.post(f"{here}/share", json={"revision": item["revision"]}).json()

    (told,) = lan.get("/v1/ninjs/items").json()

    assert valid(told)["pubStatus"] == "usable"
    assert told["bodies"][0]["value"] == shared["post"]
    assert told["versionCreated"] == told["firstCreated"]


@pytest.mark.parametrize("path", ["items/999", "stories/khong-co", "items/0", "items?limit=51", "stories?state=sai"])
def test_what_is_not_there_is_said_as_a_problem(desk: Desk, path: str) -> None:
    answer = desk.browser("lan").get(f"/v1/ninjs/{path}")
    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_strangers_read_none_of_it(desk: Desk) -> None:
    assert {desk.stranger().get(f"/v1/ninjs/{path}").status_code for path in ("items", "stories")} == {401}
