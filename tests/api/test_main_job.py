"""The main job over HTTP: pick, a second person approves, share, the ledger, the digest."""

import xml.etree.ElementTree as ET
from typing import Any

from fastapi.testclient import TestClient

from domain.editorial import DeskKind
from domain.people import Role
from tests.api.conftest import Desk
from tests.making import our_desk


def test_from_the_queue_to_the_ledger_over_the_screens(desk: Desk) -> None:
    article = desk.publish("a")
    lan, minh = desk.browser("lan"), desk.browser("minh")
    assert article.title in lan.get("/hang-cho").text
    picked = lan.post(f"/hang-cho/{article.story_id}/chon")
    assert picked.status_code == 303
    item = picked.headers["Location"]
    assert article.title not in lan.get("/hang-cho").text
    assert lan.post(f"{item}/loi-dan", data={"caption": "Lời dẫn mới", "revision": 1}).status_code == 303
    assert lan.post(f"{item}/da-dang", data={"revision": 2}).status_code == 409
    number = item.rsplit("/", 1)[1]
    assert minh.post(f"/duyet/{number}", data={"verdict": "approved", "revision": 2}).status_code == 409  # a draft
    assert "Lời dẫn mới" not in minh.get("/duyet").text + minh.get(item).text + minh.get("/chia-se").text
    sent = lan.post(f"{item}/loi-dan", data={"caption": "Lời dẫn đã gửi", "revision": 2, "send": True})
    assert sent.headers["Location"] == f"/hang-cho?xong={number}"
    assert "Bạn vừa gửi duyệt" in lan.get(sent.headers["Location"]).text
    assert lan.post(f"/duyet/{number}", data={"verdict": "approved", "revision": 4}).status_code == 409
    assert "Lời dẫn đã gửi" in minh.get("/duyet").text
    assert minh.post(f"/duyet/{number}", data={"verdict": "approved", "revision": 4}).status_code == 303
    assert "Theo Báo Lào Cai, 11:30 ngày 23/11/2026" in lan.get(item).text
    assert lan.post(f"{item}/da-dang", data={"revision": 5}).status_code == 303
    assert article.title in lan.get("/so-tin").text
    log = [entry["action"] for entry in lan.get("/v1/log").json()]
    assert log == ["share", "posted", "approved", "send", "write", "write", "pick"]


def test_the_same_over_json(desk: Desk) -> None:
    article = desk.publish("a")
    lan, minh = desk.browser("lan"), desk.browser("minh")
    [story] = lan.get("/v1/stories").json()
    assert story["head_id"] == article.id
    item = lan.post(f"/v1/articles/{article.id}/pick").json()
    assert (item["state"], lan.get(f"/v1/items/{item['id']}").json()["caption"]) == ("draft", item["caption"])
    assert minh.get(f"/v1/items/{item['id']}").json()["caption"] == minh.get("/v1/items").json()[0]["caption"] == ""
    early = minh.post(f"/v1/items/{item['id']}/decision", json={"verdict": "approved", "revision": 1})
    assert early.status_code == 409
    assert lan.post(f"/v1/items/{item['id']}/send", json={"revision": 1}).json()["state"] == "picked"
    own = lan.post(f"/v1/items/{item['id']}/decision", json={"verdict": "approved", "revision": 2})
    assert (own.status_code, own.json()["type"]) == (409, "urn:diemtin:problem:same-person")
    approved = minh.post(f"/v1/items/{item['id']}/decision", json={"verdict": "approved", "revision": 2}).json()
    shared = lan.post(f"/v1/items/{item['id']}/share", json={"revision": approved["revision"]}).json()
    assert shared["state"] == "shared"
    assert shared["post"].endswith(f"\n\nTheo Báo Lào Cai, 11:30 ngày 23/11/2026\n\n{article.url}")
    assert lan.get(f"/v1/articles/{article.id}").json()["stage"] == "shared"
    steps = [row["step"] for row in lan.get(f"/v1/articles/{article.id}/outcomes").json()]
    assert sorted(steps) == ["queued", "reviewed", "shared"]
    assert lan.get("/v1/stories?state=shared").json()[0]["id"] == article.story_id


def test_each_step_is_taken_back_over_json(desk: Desk) -> None:
    article = desk.publish("a")
    lan, minh = desk.browser("lan"), desk.browser("minh")
    number = lan.post(f"/v1/articles/{article.id}/pick").json()["id"]
    revision = 1

    def asked(who: TestClient, path: str, **more: str) -> str:
        nonlocal revision
        body = {"revision": revision, **more}
        answer = who.post(f"/v1/items/{number}/{path}", json=body)
        assert answer.status_code == 201, answer.text
        revision = answer.json()["revision"]
        return str(answer.json()["state"])

    assert [asked(lan, path) for path in ("steps/unpick", "steps/repick", "send", "steps/take-back", "send")] == [
        "unpicked", "draft", "picked", "draft", "picked"
    ]  # fmt: skip
    body = {"caption": "Minh sửa giúp", "revision": revision}
    assert minh.put(f"/v1/items/{number}/correction", json=body).json()["caption"] == "Minh sửa giúp"
    revision += 1
    without = minh.post(f"/v1/items/{number}/decision", json={"verdict": "returned", "revision": revision})
    assert without.status_code == 422
    for verdict in ("returned", "rejected"):
        assert asked(minh, "decision", verdict=verdict, note="Thêm giờ") == verdict
        assert asked(minh, "decision/undo") == "picked"
    assert asked(lan, "decision", verdict="approved") == "approved"  # Minh wrote last
    assert asked(minh, "decision/undo") == "picked"
    assert asked(lan, "decision", verdict="approved") == "approved"
    assert asked(lan, "share") == "shared"
    assert asked(lan, "steps/undo-share", reason="Bấm nhầm") == "approved"


def test_a_desk_of_one_may_approve_its_own_and_the_log_says_so(desk: Desk) -> None:
    article = desk.publish("a")
    with desk.database.write() as store:
        store.settings.save(our_desk(solo=True))
    quan = desk.browser("quan", Role.ADMINISTRATOR)
    item = quan.post(f"/v1/articles/{article.id}/pick").json()
    decided = quan.post(f"/v1/items/{item['id']}/decision", json={"verdict": "approved", "revision": 1})
    assert decided.status_code == 201
    assert quan.get("/v1/log").json()[0]["after"]["solo"] is True


def test_skipping_can_be_undone(desk: Desk) -> None:
    article = desk.publish("a")
    lan = desk.browser("lan")
    gone = lan.post(f"/hang-cho/{article.story_id}/bo-qua", headers={"HX-Request": "true"})
    assert "Hoàn tác" in gone.text
    assert article.title not in lan.get("/hang-cho").text
    assert article.title in lan.get("/hang-cho?duoi_vach=true").text
    assert lan.post(f"/hang-cho/{article.story_id}/khoi-phuc").status_code == 303
    assert article.title in lan.get("/hang-cho").text


def _lines(desk: Desk, number: int) -> tuple[Any, list[str]]:
    ids = [desk.publish(f"k{n}").id for n in range(number)]
    return desk.browser("lan"), ids


def test_the_digest_is_put_in_order_by_hand_and_exported(desk: Desk) -> None:
    lan, ids = _lines(desk, 3)
    day = "/diem-tin-sang/2026-11-23"
    assert lan.get("/diem-tin-sang").headers["Location"] == day
    proposed = lan.get("/v1/digests/2026-11-23").json()
    order = [line["article_id"] for line in proposed["lines"]]
    assert sorted(order) == sorted(ids)
    form: dict[str, Any] = {"opening": "Chào & <bạn>!", "revision": 0, "articles": order, "act": "xuong:0"}
    form["texts"] = [line["text"] for line in proposed["lines"]]
    assert lan.post(day, data=form).status_code == 303
    saved = lan.get("/v1/digests/2026-11-23").json()
    assert [line["article_id"] for line in saved["lines"]] == [order[1], order[0], order[2]]
    assert (saved["revision"], {line["edited"] for line in saved["lines"]}) == (1, {False})
    assert lan.post(day, data=form | {"opening": "Chào cả xã!"}).status_code == 409  # another window
    form |= {"revision": 1, "act": "bo:2", "texts": ["Sửa tay.", *form["texts"][1:]]}
    assert lan.post(day, data=form).status_code == 303
    saved = lan.get("/v1/digests/2026-11-23").json()
    assert [(line["article_id"], line["edited"]) for line in saved["lines"]] == [(order[0], True), (order[1], False)]
    assert lan.post(day, data={"opening": "x", "revision": 2, "articles": order, "texts": ["x"]}).status_code == 422
    twice = {"opening": "x", "revision": 2, "articles": [order[0]] * 2, "texts": ["x", "y"]}
    assert lan.post(day, data=twice).status_code == 422
    post = lan.get(f"{day}/bai-dang.txt").text
    assert post.startswith("Chào & <bạn>!\n\n1. Sửa tay.\n(Theo Báo Lào Cai, 11:30 ngày 23/11/2026) https://")
    assert "Chào &amp; &lt;bạn&gt;!" in lan.get(f"{day}/in").text
    feed = ET.fromstring(lan.get(f"{day}/rss.xml").content)
    assert feed.findtext("channel/description") == "Chào &amp; &lt;bạn&gt;!"  # a description is HTML
    assert len(feed.findall("channel/item")) == 2


def test_a_line_of_the_digest_can_be_added_and_moved_beyond_the_ends_harmlessly(desk: Desk) -> None:
    lan, ids = _lines(desk, 2)
    day = "/diem-tin-sang/2026-11-23"
    form: dict[str, Any] = {"opening": "x", "articles": [ids[0]], "texts": ["Một."]}
    for revision, act in enumerate(["len:0", "xuong:0", "xuong:9", "len:-1", "bo:x", ":::", f"them:{ids[1]}"]):
        assert lan.post(day, data=form | {"revision": revision, "act": act}).status_code == 303, act
    assert [line["article_id"] for line in lan.get("/v1/digests/2026-11-23").json()["lines"]] == ids
    assert lan.post(day, data=form | {"revision": 7, "act": "them:none"}).status_code == 404


def test_settings_are_saved_part_by_part_checked_and_logged(desk: Desk) -> None:
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    parts: dict[str, dict[str, Any]] = {
        "trang": {"name": " Tin Bản ", "kind": "school"},
        "vung": {"ma": "02839"},
        "bai-dang": {"digest_opening": "Chào {day}", "post_limit": 500, "share_again_days": 20},
        "mot-nguoi": {"solo": "true"},
    }
    for part, form in parts.items():
        saved = boss.post(f"/cai-dat/{part}", data=form)
        assert (saved.status_code, saved.headers["Location"]) == (303, f"/cai-dat?luu={part}#{part}")
        shown = boss.get(saved.headers["Location"]).text
        assert shown.count("Đã lưu") == 1
        assert "Đã lưu" in shown.partition(f'<section id="{part}">')[2].partition("</section>")[0]
    with desk.database.read() as store:
        assert store.settings.get() == our_desk(
            name="Tin Bản",
            kind=DeskKind.SCHOOL,
            area=("15", "02839"),
            digest_opening="Chào {day}",
            post_limit=500,
            share_again_days=20,
            solo=True,
        )
    assert boss.post("/cai-dat/vung/bo", data={"ma": "15"}).status_code == 303
    for part, form in (
        ("trang", {"name": " ", "kind": "school"}), ("trang", {"name": "x", "kind": "party"}),
        ("vung", {"ma": "085"}), ("vung", {"ma": "Atlantis"}),
        ("bai-dang", {"digest_opening": "x", "post_limit": 5, "share_again_days": 20}),
        ("bai-dang", {"digest_opening": "x", "post_limit": 500, "share_again_days": 0}),
    ):  # fmt: skip
        assert boss.post(f"/cai-dat/{part}", data=form).status_code == 422, form
    with desk.database.read() as store:
        assert (store.settings.get().name, store.settings.get().area) == ("Tin Bản", ("02839",))
    assert boss.get("/v1/log").json()[-1]["before"]["name"] == "Ánh Dương"


def test_a_refused_form_says_its_reason_alone_and_by_the_words_of_the_screen(desk: Desk) -> None:
    article = desk.publish("a")
    lan = desk.browser("lan")
    item = lan.post(f"/hang-cho/{article.story_id}/chon").headers["Location"]
    refused = {
        "Lời dẫn còn trống.": lan.post(f"{item}/loi-dan", data={"caption": "", "revision": 1}),
        "Lời dẫn dài quá 20.000 ký tự.": lan.post(f"{item}/loi-dan", data={"caption": "a" * 20_001, "revision": 1}),
        "Hãy xem lại chuyên mục.": lan.post(f"/bai/{article.id}/muc", data={"muc": "lạ"}),
        "Hãy chọn một chuyện để gộp vào.": lan.post(f"/bai/{article.id}/xep-lai", data={"to": ""}),
    }
    assert {said: said in answer.text for said, answer in refused.items()} == dict.fromkeys(refused, True)
    assert not [said for said, answer in refused.items() if "chưa đúng" in answer.text]
