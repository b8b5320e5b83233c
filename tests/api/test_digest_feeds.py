"""The digest's outputs over HTTP: who sees them, what is in them, and the secret feed."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.article import ArticleVersion
from domain.people import Role
from tests.api.conftest import Desk
from tests.api.screens import read
from tests.making import NOON, our_desk
from tests.outbox import a_channel

DAY = "/diem-tin-sang/2026-11-23"
FILES = ("bai-dang.txt", "telegram.txt", "telegram-html.txt", "zalo.txt", "loa.txt", "rss.xml", "feed.json")
PAPERS = ("in", "in?co=lon", "loa")


def kept(desk: Desk, keys: str = "ab") -> list[str]:
    """A digest that lan has kept."""
    ids = [desk.publish(key).id for key in keys]
    form: dict[str, Any] = {"opening": "Chào", "revision": 0, "articles": ids, "texts": [f"Câu {k}." for k in keys]}
    assert desk.browser("lan").post(DAY, data=form).status_code == 303
    return ids


def token(desk: Desk) -> str:
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    assert boss.post("/diem-tin/duong-dan").status_code == 303
    with desk.database.read() as store:
        return store.settings.get().feed_token


def test_every_output_is_there_and_linked_from_the_page(desk: Desk) -> None:
    kept(desk)
    lan = desk.browser("lan")
    shown = lan.get(DAY).text
    for name in (*FILES, *PAPERS):
        answer = lan.get(f"{DAY}/{name}")
        assert answer.status_code == 200, name
        assert "lào cai" in answer.text.lower(), name
        if name not in ("telegram.txt", "zalo.txt", "loa.txt"):  # these are on the page itself, to copy
            assert f'href="{DAY}/{name}"' in shown, name
    for target in ("bai-dang", "telegram", "zalo", "loa"):
        assert f'id="{target}"' in shown
        assert f'data-copy="#{target}"' in shown
    assert lan.get(f"{DAY}/none.txt").status_code == 404


@pytest.mark.parametrize("name", [*FILES, *PAPERS])
def test_no_output_is_shown_to_strangers(desk: Desk, name: str) -> None:
    kept(desk)
    assert desk.stranger().get(f"{DAY}/{name}").status_code in (303, 401)


@pytest.mark.parametrize("name", PAPERS)
def test_paper_has_no_script_and_no_style_of_its_own(desk: Desk, name: str) -> None:
    kept(desk)
    assert read(desk.browser("lan").get(f"{DAY}/{name}").text).faults == []


def test_large_print_is_large(desk: Desk) -> None:
    lan = desk.browser("lan")
    assert 'class="large"' in lan.get(f"{DAY}/in?co=lon").text
    assert 'class="large"' not in lan.get(f"{DAY}/in").text
    assert ".large body {\n  font-size: 20pt" in lan.get("/static/print.css").text


def test_a_post_that_is_too_long_says_which_lines_are_left_out(desk: Desk) -> None:
    with desk.database.write() as store:
        store.settings.save(our_desk(post_limit=130))
    kept(desk, "abc")
    lan = desk.browser("lan")
    assert "đã bớt tin số 2, 3" in " ".join(lan.get(DAY).text.split())
    assert lan.get(f"{DAY}/bai-dang.txt").text.count("https://") == 1


def test_what_a_publisher_withdrew_is_in_no_output(desk: Desk) -> None:
    gone, _ = kept(desk)
    with desk.database.write() as store:
        article = store.articles.get(gone)
        before = ArticleVersion(
            article_id=gone, version=article.version, seen_at=NOON, title=article.title, text=article.text
        )
        store.versions.replace(replace(article, withdrawn_at=NOON), before)
    lan = desk.browser("lan")
    assert "Nguồn đã gỡ" in lan.get(DAY).text
    for name in (*FILES, *PAPERS):
        text = lan.get(f"{DAY}/{name}").text
        assert "Câu a." not in text, name
        assert "Câu b." in text, name


def test_a_feed_reader_follows_what_was_approved_without_signing_in(desk: Desk) -> None:
    secret = token(desk)
    kept(desk)
    reader = desk.stranger()
    assert ET.fromstring(reader.get(f"/diem-tin/{secret}.xml").content).find("channel/item") is None
    assert desk.browser("minh").post(f"{DAY}/duyet", data={"revision": 1}).status_code == 303
    reader = desk.stranger()
    answer = reader.get(f"/diem-tin/{secret}.xml")
    assert answer.headers["Content-Type"].startswith("application/rss+xml")
    assert len(ET.fromstring(answer.content).findall("channel/item")) == 2
    feed = reader.get(f"/diem-tin/{secret}.json")
    assert feed.headers["Content-Type"].startswith("application/feed+json")
    assert [item["summary"] for item in json.loads(feed.text)["items"]] == ["Câu a.", "Câu b."]
    again = reader.get(f"/diem-tin/{secret}.xml", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_secret_address_can_be_changed_and_guesses_find_nothing(desk: Desk) -> None:
    reader = desk.stranger()
    assert reader.get("/diem-tin/.xml").status_code == 404
    first = token(desk)
    second = token(desk)
    reader = desk.stranger()
    assert first != second
    assert len(second) >= 32
    for path in (f"{first}.xml", f"{second}x.xml", f"{second}.txt", "a.json", "%C3%A9.xml"):
        assert reader.get(f"/diem-tin/{path}").status_code == 404, path
    assert reader.get(f"/diem-tin/{second}.json").status_code == 200
    log = desk.browser("lan").get("/v1/log").text
    assert "digest-feed" in log
    assert first not in log
    assert second not in log


def test_who_keeps_a_digest_does_not_approve_it(desk: Desk) -> None:
    kept(desk)
    lan, minh = desk.browser("lan"), desk.browser("minh")
    assert "cần một đồng nghiệp duyệt" in lan.get(DAY).text
    assert lan.post(f"{DAY}/duyet", data={"revision": 1}).status_code == 409
    assert "Duyệt điểm tin này" in minh.get(DAY).text
    assert minh.post(f"{DAY}/duyet", data={"revision": 9}).status_code == 409
    assert minh.post(f"{DAY}/duyet", data={"revision": 1}).status_code == 303
    assert "đã duyệt lúc" in lan.get(DAY).text
    assert desk.browser("phan", Role.ANALYST).post(f"{DAY}/duyet", data={"revision": 2}).status_code == 403


def test_the_page_says_why_nothing_was_sent(desk: Desk) -> None:
    def said() -> str:
        return " ".join(desk.browser("minh").get(DAY).text.split())

    boss = desk.browser("quan", Role.ADMINISTRATOR)
    kept(desk)
    assert "Chưa gửi" not in said()
    assert boss.post("/diem-tin/cai-dat", data={"digest_at": "05:30", "digest_send": "true"}).status_code == 303
    assert "chưa có kênh nhận tin nào" in said()
    with desk.database.write() as store:
        store.settings.save(replace(store.settings.get(), channels=(a_channel("memory://a"),)))
    assert "cần một người duyệt" in said()
    assert desk.browser("minh").post(f"{DAY}/duyet", data={"revision": 1}).status_code == 303
    assert "sẽ tự gửi" in said()
    with desk.database.write() as store:
        stored = store.digests.find(date(2026, 11, 23))
        assert stored is not None
        store.digests.save(replace(stored, sent_at=NOON))
    assert "Đã gửi tới các kênh nhận tin lúc 12:00" in said()


def test_only_an_administrator_sets_the_hour_and_it_is_a_morning_hour(desk: Desk) -> None:
    assert desk.browser("lan").post("/diem-tin/cai-dat", data={"digest_at": "06:00"}).status_code == 403
    assert desk.browser("lan").post("/diem-tin/duong-dan").status_code == 403
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    assert boss.post("/diem-tin/cai-dat", data={"digest_at": "06:15"}).status_code == 303
    for wrong in ("12:00", "6:00", "24:00", "05:60", "", "abc"):
        assert boss.post("/diem-tin/cai-dat", data={"digest_at": wrong}).status_code == 422, wrong
    with desk.database.read() as store:
        assert store.settings.get().digest_at == "06:15"
    assert 'value="06:15"' in boss.get("/cai-dat").text
