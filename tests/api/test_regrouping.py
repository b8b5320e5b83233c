"""Merging, splitting, moving and wishing, over HTTP."""

import re

from domain.people import Role
from tests.api.conftest import Desk


def test_an_editor_splits_and_merges_from_the_article(desk: Desk) -> None:
    lan = desk.browser("lan")
    one = desk.publish("a")
    two = desk.publish("b", story_id=one.id)
    other = desk.publish("c", title="Hội chợ nông sản")
    html = lan.get(f"/bai/{two.id}").text
    assert "Tách bài này" in html
    assert f'<option value="{other.story_id}">' in html
    assert lan.post(f"/bai/{two.id}/tach").status_code == 303
    assert lan.get(f"/v1/stories/{two.id}").json()["members"] == 1
    assert lan.post(f"/bai/{two.id}/xep-lai", data={"to": other.story_id}).status_code == 303
    assert lan.get(f"/v1/articles/{two.id}").json()["story_id"] == other.story_id
    assert lan.post(f"/bai/{two.id}/xep-lai", data={"to": one.id, "whole": "true"}).status_code == 303
    assert lan.get(f"/v1/stories/{one.id}").json()["members"] == 3
    assert lan.get(f"/v1/stories/{other.story_id}").status_code == 404
    log = " ".join(re.sub(r"<[^>]+>", "", lan.get("/so-ghi").text.partition("<main")[2]).split())
    assert f"Lan gộp «{two.title}» vào «{two.title}»" in log  # as the stories were called then
    assert f"Lan tách «{two.title}» khỏi «{two.title}»" in log


def test_a_cards_list_names_twelve_articles_and_leads_to_the_rest(desk: Desk) -> None:
    one = desk.publish("a", title="Bài 0")
    for number in range(1, 14):
        desk.publish(f"b{number}", story_id=one.id, title=f"Bài {number}")
    lan, reader = desk.browser("lan"), desk.browser("phan", Role.ANALYST)
    html = lan.get(f"/hang-cho/{one.id}/cac-bai").text
    assert (html.count("<li>"), html.count("/tach")) == (13, 12)
    assert "Xem hết các bài (14)" in html
    assert "/tach" not in reader.get(f"/hang-cho/{one.id}/cac-bai").text
    assert lan.get("/hang-cho/khong-co/cac-bai").status_code == 404
    assert "/tach" not in lan.get("/hang-cho").text


def test_the_json_api_regroups_too_and_refuses_what_has_moved_on(desk: Desk) -> None:
    lan = desk.browser("lan")
    one = desk.publish("a")
    two = desk.publish("b", story_id=one.id)
    own = lan.post(f"/v1/stories/{one.id}/split", json={"article": two.id})
    assert (own.status_code, own.json()["id"]) == (200, two.id)
    assert lan.post(f"/v1/stories/{one.id}/split", json={"article": two.id}).status_code == 409
    assert lan.post(f"/v1/stories/{two.id}/move", json={"article": two.id, "to": one.id}).json()["members"] == 2
    three = desk.publish("c")
    assert lan.post(f"/v1/stories/{three.id}/merge", json={"into": one.id}).json()["members"] == 3
    assert lan.post(f"/v1/stories/{one.id}/merge", json={"into": one.id}).status_code == 422
    assert desk.browser("phan", Role.ANALYST).post(f"/v1/stories/{one.id}/more").status_code == 403


def test_a_wish_is_heard_listed_and_forgotten_by_an_administrator(desk: Desk) -> None:
    lan, boss = desk.browser("lan"), desk.browser("quan", Role.ADMINISTRATOR)
    article = desk.publish("a")
    assert "Chưa học được gì" in lan.get("/cai-dat").text
    assert lan.post(f"/hang-cho/{article.id}/them-nhu-the").status_code == 303
    assert "Đã nghe" in lan.get("/hang-cho?da_nghe=them").text
    page = lan.get("/cai-dat").text
    assert "nguồn Báo Lào Cai" in page
    assert "/khau-vi/xoa" not in page
    assert lan.post("/khau-vi/xoa").status_code == 403
    assert boss.post("/khau-vi/xoa").status_code == 303
    assert "Chưa học được gì" in boss.get("/cai-dat").text
