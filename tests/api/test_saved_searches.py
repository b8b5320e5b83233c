"""Tìm kiếm đã lưu over HTTP: keeping, whose it is, and the secret address, through which nothing else is read."""

import json
import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from desk.saved_matching import SavedMatching
from domain.people import Role
from index.percolator.engine import EmbeddedPercolator
from tests.api.conftest import Desk
from tests.making import NOON


def worker_comes_by(desk: Desk) -> None:
    SavedMatching(
        database=desk.database,
        percolator=EmbeddedPercolator(),
        gazetteer=desk.web.gazetteer,
        clock=lambda: NOON,
        tell=lambda _: None,
    ).advance()


@pytest.fixture
def kept(desk: Desk) -> str:
    """Lan's search, which has found one story since."""
    answer = desk.browser("lan").post("/tim-da-luu", data={"q": "tiêm chủng  <b>", "ten": "Tiêm <chủng>"})
    assert answer.status_code == 303
    desk.publish("a", title="Tiêm chủng <b> & vắc xin", byline="Nguyễn Văn A")
    worker_comes_by(desk)
    return answer.headers["Location"]


def feed_of(desk: Desk, path: str) -> str:
    return str(
        re.findall(r'href="http://testserver(/tim-da-luu/nguon/[\w-]{20,}\.json)"', desk.browser("lan").get(path).text)[
            0
        ]
    )


def test_a_page_shows_what_was_found_and_by_what(desk: Desk, kept: str):
    shown = desk.browser("lan").get(kept).text
    assert "Tiêm &lt;chủng&gt;" in shown
    assert "Tiêm chủng &lt;b&gt; &amp; vắc xin" in shown
    assert (
        "Khớp từ «Tiêm chủng»" in shown.replace("&lt;b", "").replace("<b", "") or "Khớp từ «Tiêm chủng &lt;b»" in shown
    )
    assert "Trong bảy ngày qua có 1 bài như vậy." in shown
    assert "Hôm nay 1 tin" in " ".join(desk.browser("lan").get("/tim-da-luu").text.split())
    [listed] = desk.browser("lan").get("/v1/saved-searches").json()
    assert (listed["search"]["name"], listed["follow"], listed["today"]) == ("Tiêm <chủng>", None, 1)
    stories = f"/v1/saved-searches/{listed['search']['id']}/stories"
    assert [story["hit"]["article_id"] for story in desk.browser("lan").get(stories).json()]
    assert desk.browser("minh").get(stories).status_code == 404
    desk.index.away = True
    assert desk.browser("lan").get(kept).status_code == 200


def test_another_persons_search_is_not_there_until_it_is_shared_and_stays_its_owners(desk: Desk, kept: str):
    lan, minh, boss = desk.browser("lan"), desk.browser("minh", Role.ANALYST), desk.browser("quan", Role.ADMINISTRATOR)
    parts = ("ten", "chia-se", "bo", "duong-dan", "theo-doi", "nghi")
    assert minh.get(kept).status_code == 404
    assert {minh.post(f"{kept}/{part}", data={"ten": "x"}).status_code for part in parts} == {404}
    assert boss.get(kept).status_code == 404
    assert lan.post(f"{kept}/chia-se", data={"chung": "true"}).status_code == 303
    assert minh.get(kept).status_code == 200
    assert {minh.post(f"{kept}/{part}", data={"ten": "x"}).status_code for part in parts[:4]} == {403}
    follow = {"nhip": "daily", "luc": "07:30", "im_lang": "true"}
    assert minh.post(f"{kept}/theo-doi", data=follow).status_code == 303
    assert 'value="07:30"' in minh.get(kept).text
    assert minh.post(f"{kept}/nghi", data={"den": "30/11/2026"}).status_code == 303
    assert "Đang tạm nghỉ" in minh.get(kept).text
    assert minh.post(f"{kept}/nghi", data={"den": "30/13/2026"}).status_code == 422
    assert boss.post(f"{kept}/bo").status_code == 303
    assert lan.get(kept).status_code == 404
    log = boss.get("/so-ghi").text
    assert "Lan để chung" in log
    assert "Quan bỏ" in log


def test_the_feeds_are_read_without_signing_in_hold_titles_and_links_only_and_are_revoked(desk: Desk, kept: str):
    path = feed_of(desk, kept)
    stranger = desk.stranger()
    answer = stranger.get(path)
    told = json.loads(answer.text)
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert [(item["title"], item["url"]) for item in told["items"]] == [
        ("Tiêm chủng <b> & vắc xin", "https://bao-a.example/a.html")
    ]
    assert "Khớp từ" in told["items"][0]["content_text"]
    xml = stranger.get(path.replace(".json", ".xml"))
    assert ElementTree.fromstring(xml.text).findtext("channel/item/title") == "Tiêm chủng &lt;b> & vắc xin"
    for said in (answer.text, xml.text):
        assert not any(hidden in said for hidden in ("Nguyễn Văn A", "Lan", "1900 9095", "csrf"))
    assert stranger.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert {stranger.get(p).status_code for p in (path + "x", "/tim-da-luu/nguon/.json", path[:-8] + ".json")} == {404}
    assert stranger.get(kept).status_code == 303
    assert desk.browser("lan").post(f"{kept}/duong-dan").status_code == 303
    assert desk.stranger().get(path).status_code == 404
    assert desk.stranger().get(feed_of(desk, kept)).status_code == 200


def test_who_asks_for_feeds_too_often_waits(desk: Desk, kept: str):
    path, stranger = feed_of(desk, kept), desk.stranger()
    answers = [stranger.get(path).status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]


@pytest.mark.parametrize(
    ("part", "form"),
    [("theo-doi", {"nhip": "daily", "luc": "25:00"}), ("nghi", {"den": "2026-12-01"}), ("theo-doi", {"thu": "9"})],
)
def test_what_makes_no_sense_is_said(desk: Desk, kept: str, part: str, form: dict[str, str]):
    assert desk.browser("lan").post(f"{kept}/{part}", data=form).status_code == 422


def test_nothing_is_kept_of_an_empty_search(desk: Desk):
    assert desk.browser("lan").post("/tim-da-luu", data={"q": "  "}).status_code == 422
    assert "Chưa lưu tìm kiếm nào" in desk.browser("lan").get("/tim-da-luu").text


V1 = "/v1/saved-searches"


def test_over_the_api_a_search_is_kept_changed_followed_paused_and_removed(desk: Desk) -> None:
    lan, minh = desk.browser("lan", Role.ANALYST), desk.browser("minh")
    kept = lan.post(V1, json={"text": " bão  số 3 "})
    assert (kept.status_code, kept.json()["name"], kept.json()["revision"]) == (201, "bão số 3", 1)
    assert lan.post(V1, json={"text": "bão số 3", "name": "khác"}).json() == kept.json(), "asked for again"
    one = f"{V1}/{kept.json()['id']}"
    assert minh.patch(one, json={"revision": 1, "name": "x"}).status_code == 404
    changed = lan.patch(one, json={"revision": 1, "name": "Bão", "shared": True}).json()
    assert (changed["name"], changed["shared"]) == ("Bão", True)
    stale = lan.patch(one, json={"revision": 1, "name": "y"})
    assert (stale.status_code, stale.headers["Content-Type"]) == (409, "application/problem+json")
    assert minh.patch(one, json={"revision": changed["revision"], "name": "x"}).status_code == 403
    assert minh.delete(one).status_code == 403

    until = (NOON + timedelta(days=2)).isoformat()
    assert minh.put(f"{one}/follow/pause", json={"until": until}).status_code == 422, "not followed yet"
    followed = minh.put(f"{one}/follow", json={"rhythm": "daily", "at": "07:30:59Z", "silence": True}).json()
    assert (followed["rhythm"], followed["at"], followed["silence"]) == ("daily", "07:30:00", True)
    assert minh.put(f"{one}/follow/pause", json={"until": until}).json()["paused_until"]
    assert minh.put(f"{one}/follow", json={"rhythm": "at-once"}).json()["paused_until"], "a pause stays"
    assert minh.delete(f"{one}/follow/pause").status_code == 204
    [listed] = minh.get(V1).json()
    assert listed["follow"]["paused_until"] is None
    for _ in range(2):
        assert minh.delete(f"{one}/follow").status_code == 204
    assert minh.get(V1).json()[0]["follow"] is None
    assert lan.delete(one).status_code == 204
    assert lan.delete(one).status_code == 404
    assert lan.get(V1).json() == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "", {"text": ""}),
        ("POST", "", {"text": "   "}),
        ("POST", "", {"text": "a" * 1001}),
        ("POST", "", {}),
        ("PATCH", "/1", {"name": "x"}),
        ("PATCH", "/1", {"revision": 1, "name": ""}),
        ("PUT", "/1/follow", {"rhythm": "sometimes"}),
        ("PUT", "/1/follow", {"rhythm": "weekly", "weekday": 7}),
        ("PUT", "/1/follow/pause", {"until": "2026-11-24T00:00:00"}),
        ("PUT", "/1/follow/pause", {"until": "2020-01-01T00:00:00Z"}),
        ("PUT", "/1/follow/pause", {"until": "2027-11-24T00:00:00Z"}),
    ],
)
def test_what_cannot_be_meant_is_refused_as_a_problem(desk: Desk, method: str, path: str, body: dict[str, Any]) -> None:
    lan = desk.browser("lan")
    lan.post(V1, json={"text": "bão"})
    lan.put(f"{V1}/1/follow", json={"rhythm": "hourly"})
    answer = lan.request(method, V1 + path, json=body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")


def menu_number(browser: TestClient, path: str) -> str:
    """Beside «Tìm kiếm»; "" where there is none."""
    return str(re.findall(r'(?s)href="/tim-kiem".*?data-number="(\d*)"', browser.get(path).text)[0])


def test_the_menu_counts_what_a_follower_has_not_seen_and_the_searchs_page_ends_it(desk: Desk, kept: str) -> None:
    lan, minh = desk.browser("lan"), desk.browser("minh")
    assert menu_number(lan, "/hang-cho") == "", "she does not follow it"
    lan.post(f"{kept}/chia-se", data={"chung": "true"})
    for browser in (lan, minh):
        browser.post(f"{kept}/theo-doi", data={"nhip": "daily"})
    assert menu_number(lan, "/hang-cho") == "", "what was found before is no news"
    desk.publish("b", title="Tiêm chủng <b> ở xã")
    desk.publish("c", title="Tiêm chủng <b> ở bản")
    worker_comes_by(desk)
    assert menu_number(lan, "/hang-cho") == menu_number(minh, "/tim-da-luu") == "2"
    assert "2 bài chưa xem" in lan.get("/tim-da-luu").text
    assert menu_number(lan, kept) == "", "also on that page itself"
    assert menu_number(lan, "/hang-cho") == ""
    assert "chưa xem" not in lan.get("/tim-da-luu").text
    lan.post(f"{kept}/theo-doi", data={"nhip": "weekly"})
    assert menu_number(lan, "/hang-cho") == "", "another rhythm brings nothing back"
    assert menu_number(minh, "/hang-cho") == "2", "his own"
    minh.post(f"{kept}/theo-doi", data={"nhip": ""})
    assert menu_number(minh, "/hang-cho") == ""
