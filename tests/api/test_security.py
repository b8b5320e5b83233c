"""Headers on every answer, requests from elsewhere, roles, and the shape of a problem."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from api.headers import policy
from api.routes import ROUTERS
from api.screens import SCREENS as SCREEN_ROUTERS
from domain.people import Role
from tests.api.conftest import Desk

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
OPEN = {
    "/vao",
    "/vao/ma",
    "/vao/{token}",
    "/websub/{token}",
}  # the door itself; a hub, which brings a secret of its own
OWN = {"/ra", "/ngon-ngu", "/tai-khoan/ten", "/tai-khoan/mat-khau", "/tai-khoan/phien", "/tai-khoan/phien/{session_id}",
    "/tai-khoan/hai-buoc", "/tai-khoan/hai-buoc/bo", "/hang-cho/cach-xem", "/tai-khoan/bao-tin",
    "/tai-khoan/bao-tin/kenh/{kind}", "/tai-khoan/bao-tin/kenh/{key}/bo",
    "/tai-khoan/bao-tin/kenh/{key}/thu", "/tai-khoan/bao-tin/kenh/{key}/khoa", "/tai-khoan/bao-tin/may-nay",
    "/tai-khoan/bao-tin/may-da-roi", "/tim-da-luu", "/tim-da-luu/{search_id}/ten",
    "/tim-da-luu/{search_id}/chia-se", "/tim-da-luu/{search_id}/bo",
    "/tim-da-luu/{search_id}/duong-dan", "/tim-da-luu/{search_id}/theo-doi",
    "/tim-da-luu/{search_id}/nghi", "/v1/saved-searches", "/v1/saved-searches/{search_id}",
    "/v1/saved-searches/{search_id}/follow", "/v1/saved-searches/{search_id}/follow/pause"}  # fmt: skip
# Everybody may leave, choose a language and how the queue is shown, and look after what is their own.
VALUES = {"article_id": "a", "story_id": "a", "day": "2026-11-23"}  # any other parameter of an address is 1


def changing() -> Iterator[tuple[str, str]]:
    """Every route that can change something."""
    for router in (*ROUTERS, *SCREEN_ROUTERS):
        for route in router.routes:
            assert isinstance(route, APIRoute)
            for method in sorted((route.methods or set()) & UNSAFE):
                yield method, route.path


CHANGING = sorted(set(changing()))


def asked(browser: TestClient, method: str, path: str, **more: Any) -> Any:
    return browser.request(method, path.format_map(defaultdict(lambda: "1", VALUES)), **more)


def test_the_routes_are_found() -> None:
    assert len(CHANGING) > 20
    assert ("POST", "/v1/items/{item_id}/share") in CHANGING


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/health", 200), ("/ready", 200), ("/vao", 200), ("/hang-cho", 303), ("/v1/me", 401), ("/nowhere", 404),
        ("/v1/nowhere", 404), ("/static/print.css", 200), ("/static/none.css", 404), ("/v1/openapi.json", 200),
        ("/static/../main.py", 404), ("/static/%2e%2e/main.py", 404),
    ],
)  # fmt: skip
def test_every_answer_carries_the_policy(desk: Desk, path: str, status: int) -> None:
    answer = desk.stranger().get(path)
    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == policy()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_policy_allows_nothing_inline_but_our_styles_and_nothing_from_elsewhere() -> None:
    assert "default-src 'none'" in policy()
    assert "frame-ancestors 'none'" in policy()
    for word in ("unsafe", "http", "*"):
        assert word not in policy()


@pytest.mark.parametrize("path", ["/hang-cho", "/v1/stories"])
def test_an_answer_after_a_bug_carries_the_policy_and_tells_no_secrets(
    desk: Desk, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    browser = desk.browser("lan")
    monkeypatch.setattr("desk.queue.list_cards", broken)
    answer = browser.get(path)
    assert answer.status_code == 500
    assert answer.headers["Content-Security-Policy"] == policy()
    assert "secret detail" not in answer.text
    assert "ZeroDivision" not in answer.text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/vao", "/v1/articles/a/pick", "/hang-cho/a/bo-qua"])
def test_a_request_from_another_site_is_refused(desk: Desk, site: str, path: str) -> None:
    answer = desk.browser("lan").post(path, headers={"Sec-Fetch-Site": site}, data={"login": "a", "password": "b"})
    assert answer.status_code == 403
    assert answer.headers["Content-Security-Policy"] == policy()
    if path.startswith("/v1"):
        assert answer.json()["status"] == 403


@pytest.mark.parametrize(("method", "path"), [one for one in CHANGING if one[1] not in OPEN])
@pytest.mark.parametrize("token", [None, "", "wrong", "csrf-of-this-sessiom", "ố"])
def test_nothing_changes_without_the_sessions_token(desk: Desk, method: str, path: str, token: str | None) -> None:
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    del boss.headers["X-CSRF-Token"]
    if path.startswith("/v1"):
        headers = {} if token is None else {"X-CSRF-Token": token.encode()}
        answer = asked(boss, method, path, headers=headers, json={})
    else:
        answer = asked(boss, method, path, data={} if token is None else {"csrf": token})
    assert answer.status_code == 403


@pytest.mark.parametrize(("method", "path"), [one for one in CHANGING if one[1] not in OPEN | OWN])
def test_an_analyst_can_change_nothing(desk: Desk, method: str, path: str) -> None:
    desk.publish("a", id="a")
    analyst = desk.browser("phan", Role.ANALYST)
    assert asked(analyst, method, path, json={}).status_code == 403


@pytest.mark.parametrize(("method", "path"), [one for one in CHANGING if one[1] not in OPEN])
def test_a_stranger_can_change_nothing(desk: Desk, method: str, path: str) -> None:
    answer = asked(desk.stranger(), method, path, json={})
    assert answer.status_code == (401 if path.startswith("/v1") else 303)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER])
@pytest.mark.parametrize(
    ("method", "path"),
    [one for one in CHANGING if one[1].split("/")[1] in ("nguoi-dung", "cai-dat", "bat-dau", "nguon-tin")],
)
def test_only_an_administrator_manages(desk: Desk, method: str, path: str, role: Role) -> None:
    assert asked(desk.browser("ai-do", role), method, path, json={}).status_code == 403


def test_a_reviewer_reviews_and_does_not_pick(desk: Desk) -> None:
    article = desk.publish("a")
    reviewer = desk.browser("duyet", Role.REVIEWER)
    assert reviewer.post(f"/v1/articles/{article.id}/pick").status_code == 403
    assert reviewer.post("/v1/items/1/decision", json={"verdict": "approved", "revision": 1}).status_code == 404


def problem_of(answer: Any) -> dict[str, Any]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert set(body) == {"type", "title", "status", "detail", "instance", "code", "params"}
    assert body["status"] == answer.status_code
    assert body["type"].startswith("urn:diemtin:problem:")
    assert body["title"] not in body["type"]
    assert body["title"] != body["detail"]
    assert len(body["detail"]) > 10
    return body


def test_problems_have_one_shape(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    article = desk.publish("a")
    lan, phan = desk.browser("lan"), desk.browser("phan", Role.ANALYST)
    stranger = desk.stranger()
    assert problem_of(stranger.get("/v1/stories"))["status"] == 401
    assert problem_of(phan.post(f"/v1/articles/{article.id}/pick"))["status"] == 403
    assert problem_of(lan.get("/v1/articles/none"))["status"] == 404
    assert problem_of(lan.get("/v1/none"))["status"] == 404
    assert problem_of(lan.put("/v1/me"))["status"] == 405
    assert lan.post(f"/v1/articles/{article.id}/pick").status_code == 201
    assert problem_of(lan.post(f"/v1/articles/{article.id}/pick"))["status"] == 409
    assert problem_of(lan.get("/v1/stories?limit=0"))["status"] == 422
    assert (
        problem_of(lan.put("/v1/items/1/caption", content=b"{", headers={"Content-Type": "application/json"}))["status"]
        == 422
    )
    desk.index.away = True
    assert problem_of(lan.get("/v1/search?q=a"))["status"] == 503
    monkeypatch.setattr("desk.queue.list_cards", lambda *_: 1 / 0)
    assert problem_of(lan.get("/v1/stories"))["status"] == 500


def test_health_and_ready(desk: Desk) -> None:
    desk.publish("a")
    stranger = desk.stranger()
    assert stranger.get("/health").json() == {"status": "ok"}
    ready = stranger.get("/ready").json()
    assert (ready["status"], ready["indexed"], ready["stages"]["queued"]) == ("ready", 1, 1)
    desk.index.away = True
    answer = desk.stranger().get("/ready")
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert stranger.get("/health").status_code == 200


def test_search_that_is_away_is_said_on_the_screen(desk: Desk) -> None:
    lan = desk.browser("lan")
    desk.index.away = True
    answer = lan.get("/tim-kiem?q=a")
    assert answer.status_code == 503
    assert "tạm thời không trả lời" in answer.text
    assert lan.get("/hang-cho").status_code == 200


def test_a_mistake_sent_by_htmx_is_answered_in_the_message_line(desk: Desk) -> None:
    answer = desk.browser("lan").post("/hang-cho/none/chon", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert answer.headers["HX-Retarget"] == "#loi"
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    ("accepted", "chosen", "title"),
    [
        ("", "", "Không tìm thấy"),
        ("en-GB,en;q=0.9", "", "Not found"),
        ("fr, en;q=0.4, vi;q=0.8", "", "Không tìm thấy"),
        ("vi;q=0.5, en;q=0.5", "", "Không tìm thấy"),
        ("*;q=0.1, en;q=nonsense", "", "Không tìm thấy"),
        ("en", "vi", "Không tìm thấy"),
        ("vi", "en", "Not found"),
        ("en", "klingon", "Not found"),
    ],
)
def test_a_problem_is_said_in_the_language_chosen_on_the_screens_else_in_the_one_asked_for(
    desk: Desk, accepted: str, chosen: str, title: str
) -> None:
    lan = desk.browser("lan")
    if chosen:
        lan.cookies.set("ngon-ngu", chosen)
    body = problem_of(lan.get("/v1/articles/none", headers={"Accept-Language": accepted}))
    assert body["title"] == title
    assert body["type"] == "urn:diemtin:problem:not-found"
    assert (body["code"], body["params"]) == ("missing.article", {})


def test_who_reads_in_english_meets_no_vietnamese_problem(desk: Desk) -> None:
    article = desk.publish("a")
    lan = desk.browser("lan")
    lan.cookies.set("ngon-ngu", "en")
    lan.post(f"/v1/articles/{article.id}/pick")
    again = lan.post(f"/v1/articles/{article.id}/pick")
    assert again.json()["detail"].endswith("has already picked this story.")
    assert "Could not find this article." in lan.get("/bai/none").text
    line = lan.post("/bai/none/chon", headers={"HX-Request": "true", "X-CSRF-Token": "old"})
    assert "the page is out of date" in line.text
