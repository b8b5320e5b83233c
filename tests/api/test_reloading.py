"""F5, «Quay lại» and an old tab: no address of a form is a dead end, and no text that was typed is lost."""

import re

import pytest
from fastapi.routing import APIRoute

from api.screens import SCREENS
from domain.people import Role
from tests.api.conftest import Desk

FORMS = sorted(
    {
        route.path
        for router in SCREENS
        for route in router.routes
        if isinstance(route, APIRoute) and route.methods == {"POST"}
    }
)


@pytest.mark.parametrize("path", FORMS)
def test_reloading_what_a_form_was_sent_to_shows_a_page(desk: Desk, path: str) -> None:
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    answer = boss.get(re.sub(r"{[^}]+}", "1", path))
    assert answer.status_code != 405
    if answer.status_code == 303:
        assert boss.get(answer.headers["Location"]).status_code in (200, 303, 404)  # 404: there is no item 1 here


def test_reloading_after_a_click_on_the_article_shows_the_article(desk: Desk) -> None:
    article = desk.publish("a")
    lan = desk.browser("lan")
    assert lan.get(f"/bai/{article.id}/chon").headers["Location"] == f"/bai/{article.id}"
    assert lan.get(f"/hang-cho/{article.story_id}/bo-qua").headers["Location"] == "/hang-cho"


def test_the_api_still_says_which_methods_there_are(desk: Desk) -> None:
    assert desk.browser("lan").post("/v1/me").status_code == 405


def test_without_javascript_a_refused_text_is_still_there_to_be_copied(desk: Desk) -> None:
    article = desk.publish("a")
    lan = desk.browser("lan")
    item = lan.post(f"/bai/{article.id}/chon").headers["Location"]
    typed = "Lời dẫn của Lan, viết trong một cửa sổ cũ\nvà dài hai dòng."
    assert lan.post(f"{item}/loi-dan", data={"caption": "Lời dẫn của Minh", "revision": 1}).status_code == 303
    refused = lan.post(f"{item}/loi-dan", data={"caption": typed, "revision": 1})
    assert refused.status_code == 409
    assert typed in refused.text
    assert all(said in refused.text for said in ("Lời dẫn của Minh", "Lấy bản của tôi", "Ghép cả hai"))


def test_a_password_is_never_shown_again(desk: Desk) -> None:
    secret = "một mật khẩu rất dài " * 5
    answer = desk.stranger().post("/vao", data={"login": "lan", "password": secret})
    assert answer.status_code >= 400
    assert secret.strip() not in answer.text
