"""Nguồn tin over HTTP: what a source is, when it is added and later; lists in and out."""

import html
import json
import re
from dataclasses import asdict, replace

import pytest
from fastapi.testclient import TestClient

from crawlers.feeds.opml import read_opml
from domain.people import Role
from domain.sources import FeedKind, Source, SourceDetails, SourceKind
from tests.api.conftest import CSRF, Desk
from tests.making import NOON, OTHER, PAPER, with_sources

SEEN = SourceDetails.of(PAPER)
DETAILS = {"name": "Đài KTTV", "organisation": "Cục KTTV", "kind": "warning-service", "province": "15"}

HOME = {"home_url": "https://dai.example", "csrf": CSRF}


@pytest.fixture
def boss(desk: Desk) -> TestClient:
    with desk.database.write() as store:
        with_sources(store)
    return desk.browser("quan", Role.ADMINISTRATOR)


def source(desk: Desk, source_id: str = PAPER.id) -> Source:
    with desk.database.read() as store:
        return store.sources.get(source_id)


def seen(details: SourceDetails) -> dict[str, str]:
    return {f"seen_{name}": value for name, value in asdict(details).items()}


def test_kind_and_province_are_chosen_when_a_source_is_added(desk: Desk, boss: TestClient):
    answer = boss.post("/nguon-tin", data=DETAILS | HOME | {"feeds": "feed https://dai.example/rss"})

    assert answer.status_code == 303
    added = source(desk, "dai-example")
    assert (added.kind, added.province) == (SourceKind.WARNING_SERVICE, "15")


def test_a_page_without_a_feed_is_read_by_the_rule_that_was_proposed(desk: Desk, boss: TestClient):
    rule = {"rule": "div.bai a", "list_url": "https://dai.example/tin"}
    assert boss.post("/nguon-tin", data=DETAILS | HOME | rule).status_code == 303

    with desk.database.read() as store:
        [feed] = store.feeds.list("dai-example")
    assert (feed.url, feed.kind, feed.rule) == ("https://dai.example/tin", FeedKind.LIST_PAGE, "div.bai a")


def test_a_rule_of_ones_own_is_tried_and_what_was_typed_stays(boss: TestClient):
    tried = {"url": "https://dai.example", "own_rule": "h3 > a", "csrf": CSRF}
    answer = boss.post("/nguon-tin/tim", data=DETAILS | tried).text

    assert 'value="h3 &gt; a"' in answer
    assert 'value="Đài KTTV"' in answer
    assert '<option value="15" selected' in answer.replace("\n", " ")


def test_nothing_to_read_is_refused_before_a_source_is_added(desk: Desk, boss: TestClient):
    answer = boss.post("/nguon-tin", data=DETAILS | HOME)

    assert answer.status_code == 422
    assert "hưa chọn địa chỉ nào để đọc" in answer.text
    with desk.database.read() as store:
        assert "dai-example" not in {one.id for one in store.sources.list()}


def test_they_are_changed_later_on_screen(desk: Desk, boss: TestClient):
    answer = boss.post(f"/nguon-tin/{PAPER.id}/sua", data=DETAILS | seen(SEEN) | {"csrf": CSRF})

    assert answer.status_code == 303
    assert SourceDetails.of(source(desk)) == SourceDetails(**DETAILS)  # type: ignore[arg-type]
    page = boss.get(answer.headers["location"]).text
    assert "Khí tượng thủy văn" in page
    assert "Đã lưu" in page


def test_who_comes_second_is_told_by_whom_and_what_and_keeps_what_was_typed(desk: Desk, boss: TestClient):
    other = desk.browser("minh", Role.ADMINISTRATOR)
    other.post(f"/nguon-tin/{PAPER.id}/sua", data=DETAILS | seen(SEEN) | {"csrf": CSRF})

    mine = asdict(replace(SEEN, name="Báo Lào Cai điện tử"))
    answer = boss.post(f"/nguon-tin/{PAPER.id}/sua", data=mine | seen(SEEN) | {"csrf": CSRF})

    assert answer.status_code == 409
    assert "Minh vừa sửa nguồn này" in answer.text
    assert "«Khí tượng thủy văn, phòng chống thiên tai»" in answer.text
    assert 'value="Báo Lào Cai điện tử"' in answer.text
    assert 'name="seen_name" value="Đài KTTV"' in answer.text  # saving again is the second's decision
    assert source(desk).name == "Đài KTTV"


@pytest.mark.parametrize("wrong", [{"kind": "blog"}, {"kind": ""}, {"name": "x" * 201}])
def test_what_is_no_kind_is_refused(boss: TestClient, wrong: dict[str, str]):
    answer = boss.post(f"/nguon-tin/{PAPER.id}/sua", data=DETAILS | seen(SEEN) | wrong | {"csrf": CSRF})
    assert answer.status_code == 422


def test_the_api_changes_what_is_named_and_leaves_the_rest(desk: Desk, boss: TestClient):
    answer = boss.patch(f"/v1/sources/{PAPER.id}", json={"kind": "official", "province": "15"})

    assert answer.status_code == 200
    assert {name: answer.json()[name] for name in ("name", "kind", "province")} == {
        "name": PAPER.name, "kind": "official", "province": "15",
    }  # fmt: skip
    late = boss.patch(f"/v1/sources/{PAPER.id}", json={"name": "Khác", "seen": asdict(SEEN)})
    assert (late.status_code, late.json()["code"]) == (409, "problem.source-changed")
    assert boss.patch("/v1/sources/none", json={"kind": "official"}).status_code == 404
    assert desk.browser("lan").patch(f"/v1/sources/{PAPER.id}", json={"kind": "press"}).status_code == 403


LIST = """<?xml version="1.0" encoding="UTF-8"?><opml version="1.0"><body><outline text="Miền núi">
<outline text="Báo Sơn La" type="rss" xmlUrl="https://bao.example/rss" htmlUrl="https://bao.example"/>
<outline text="Hội trên mạng" type="rss" xmlUrl="https://www.facebook.com/groups/1"/>
<outline text="Hỏng" type="rss" xmlUrl="gopher://x"/><outline text="Có rồi" type="rss" xmlUrl="https://bao-a.example/rss"/>
</outline></body></opml>"""


def look(boss: TestClient, content: bytes):
    return boss.post("/nguon-tin/nhap", files={"file": ("a.opml", content)}, data={"csrf": CSRF})


def test_a_list_is_shown_before_anything_is_added_and_the_chosen_are_added(desk: Desk, boss: TestClient):
    with desk.database.write() as store:
        store.feeds.add(PAPER.id, "https://bao-a.example/rss", FeedKind.FEED, "", NOON)
    page = look(boss, LIST.encode()).text

    counts = re.findall(r'<strong class="num">(\d+)</strong>', page.replace("\n", " "))
    assert counts[:3] == ["1", "1", "2"]
    assert "không đọc mạng xã hội" in page
    with desk.database.read() as store:
        assert "bao-example" not in {one.id for one in store.sources.list()}
    [packed] = [html.unescape(one) for one in re.findall(r'name="chosen"\s+value="([^"]+)"', page)]
    added = boss.post(
        "/nguon-tin/nhap/them", data={"csrf": CSRF, "chosen": packed, "kind": "official", "province": "15"}
    )
    assert added.status_code == 200
    known = source(desk, "bao-example")
    assert (known.name, known.kind, known.province) == ("Báo Sơn La", SourceKind.OFFICIAL, "15")


def test_each_row_of_a_list_has_a_kind_of_its_own_which_the_choice_for_all_overrides(desk: Desk, boss: TestClient):
    def packed(line: int) -> str:
        host = f"bao{line}.example" if line in (1, 2, 901, 902) else "facebook.com"
        return json.dumps({"feed_url": f"https://{host}/rss", "name": f"Báo {line}", "home_url": "",
                           "rule": "", "organisation": "", "province": "", "kind": "press", "feed_kind": "feed",
                           "line": line})  # fmt: skip

    form = {"csrf": CSRF, "chosen": [packed(line) for line in range(1, 501)],
            "kinds": [f"{line}:{'official' if line == 2 else 'press'}" for line in range(1, 501)]}  # fmt: skip
    assert boss.post("/nguon-tin/nhap/them", data=form).status_code == 200  # as many as a list may have
    kinds = {one: source(desk, f"bao{one}-example").kind for one in (1, 2)}
    assert kinds == {1: SourceKind.PRESS, 2: SourceKind.OFFICIAL}
    four = {"csrf": CSRF, "chosen": [packed(901), packed(902)], "kinds": ["902:official"], "kind": "warning-service"}
    boss.post("/nguon-tin/nhap/them", data=four)
    assert source(desk, "bao901-example").kind is source(desk, "bao902-example").kind is SourceKind.WARNING_SERVICE
    for wrong in ("1:blog", "x:press", "1"):
        assert boss.post("/nguon-tin/nhap/them", data=form | {"kinds": [wrong]}).status_code == 422


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<opml>" + b" " * 1_000_001, "1000 KB"),
        (b"<opml><body>" + b"<outline/>" * 501 + b"</body></opml>", "500 dòng"),
        ("<opml><body>".encode("utf-16") + ("<outline/>" * 501).encode("utf-16-le"), "500 dòng"),
        (b'<!DOCTYPE o [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><opml><body>&b;</body></opml>', ""),
        (b"\x1f\x8b\x08", ""),
        (b"", ""),
        (b"<html></html>", ""),
    ],
)
def test_a_bomb_or_no_list_is_refused_in_words(boss: TestClient, content: bytes, said: str):
    answer = look(boss, content)
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize(
    "packed",
    ["{", "[]", "null", "{}", '{"kind": "blog"}', "[" * 10_000,
     json.dumps({"feed_url": "https://www.facebook.com/x", "name": "x", "home_url": "", "rule": "", "organisation": "",
                 "province": "", "kind": "press", "feed_kind": "feed", "line": 1})],
)  # fmt: skip
def test_what_a_form_brings_back_is_not_believed(desk: Desk, boss: TestClient, packed: str):
    answer = boss.post("/nguon-tin/nhap/them", data={"csrf": CSRF, "chosen": packed})
    assert answer.status_code == 422 or "không đọc mạng xã hội" in answer.text
    with desk.database.read() as store:
        assert {one.id for one in store.sources.list()} == {PAPER.id, OTHER.id}


def test_all_sources_go_out_as_a_file_named_with_the_day(desk: Desk, boss: TestClient):
    with desk.database.write() as store:
        store.feeds.add(PAPER.id, "https://bao-a.example/rss", FeedKind.FEED, "", NOON)
    answer = desk.browser("lan").get("/nguon-tin/opml")

    assert answer.headers["content-disposition"] == 'attachment; filename="nguon-tin-2026-11-23.opml"'
    [outline] = read_opml(answer.content).outlines
    assert (outline.feed_url, outline.name, outline.organisation) == (
        "https://bao-a.example/rss", PAPER.name, PAPER.organisation,
    )  # fmt: skip


def test_only_managers_bring_a_list_in(desk: Desk, boss: TestClient):
    lan = desk.browser("lan")
    assert lan.get("/nguon-tin/nhap").status_code == 403
    assert lan.post("/nguon-tin/nhap/them", data={"csrf": CSRF, "chosen": "{}"}).status_code == 403
    assert look(lan, LIST.encode()).status_code == 403
