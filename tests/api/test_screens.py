"""Every screen: on an empty desk, on odd questions, with hostile articles, and under a strict policy."""

import re
from typing import Any

import pytest
from sqlalchemy import update

from database.articles import articles
from database.stories import stories
from domain.log import LogEntry
from domain.message import say
from domain.people import Role
from domain.understanding import PlaceMention, Section, Signal, SignalKind, Span
from tests.api.conftest import Desk, picked
from tests.api.screens import SCREENS, read
from tests.making import NOON, PAPER, TEXT, our_desk

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><b>"


@pytest.mark.parametrize("path", SCREENS)
def test_every_screen_renders_on_an_empty_desk(desk: Desk, path: str) -> None:
    answer = desk.browser("quan", Role.ADMINISTRATOR).get(path)
    assert answer.status_code == 200
    assert read(answer.text).faults == []


FOR_SOME = ("/nguon-tin/them", "/nguon-tin/nhap", "/bat-dau", "/van-hanh", "/noi-dang")  # of the roles


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "path",
    [path for path in SCREENS if not path.startswith(FOR_SOME)],
)
def test_every_screen_renders_for_every_role(desk: Desk, path: str, role: Role) -> None:
    desk.publish("a")
    assert desk.browser("ai-do", role).get(path).status_code == 200


@pytest.mark.parametrize("language", ["vi", "en", "xx"])
@pytest.mark.parametrize("path", SCREENS)
def test_every_screen_renders_in_every_language(desk: Desk, path: str, language: str) -> None:
    desk.publish("a")
    browser = desk.browser("quan", Role.ADMINISTRATOR)
    browser.cookies.set("ngon-ngu", language)
    answer = browser.get(path)
    assert answer.status_code == 200
    assert read(answer.text).faults == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/hang-cho?trang=0", 422),
        ("/hang-cho?trang=x", 422),
        ("/hang-cho?trang=1000", 200),
        ("/hang-cho?ngay=abc", 422),
        ("/hang-cho?ngay=2026-02-30", 422),
        ("/hang-cho?ngay=9999-12-31", 200),
        ("/hang-cho?ngay=0001-01-01", 200),
        ("/hang-cho?muc=xyz", 200),
        ("/hang-cho?noi=unknown", 200),
        ("/hang-cho?noi=%25s%00", 200),
        ("/hang-cho?nguon=%22%3E%3Cb%3E", 200),
        ("/tim-kiem?q=%22", 200),
        ("/tim-kiem?q=" + "a" * 5000, 422),
        ("/tim-kiem?q=((nguon:+-+tu:x", 200),
        ("/tim-kiem?q=a&xep=xyz", 422),
        ("/tim-kiem?q=a&trang=50&muc=xyz&nguon=xyz", 200),
        ("/diem-tin-sang/2026-13-01", 422),
        ("/diem-tin-sang/abc", 422),
        ("/diem-tin-sang/0001-01-01", 422),
        ("/diem-tin-sang/9999-12-31", 422),
        ("/diem-tin-sang/2099-12-31/rss.xml", 200),
        ("/chia-se/abc", 404),
        ("/chia-se/12345", 404),
        ("/chia-se/99999999999999999999999", 422),
        ("/bai/unknown", 404),
        ("/nguon-tin/unknown", 404),
        ("/nowhere", 404),
    ],
)
def test_odd_questions_get_a_plain_answer(desk: Desk, path: str, status: int) -> None:
    desk.publish("a")
    answer = desk.browser("lan").get(path)
    assert answer.status_code == status
    if answer.headers["Content-Type"].startswith("text/html"):
        assert read(answer.text).faults == []
        assert "/hang-cho" in answer.text  # there is a way to go on


def _evil(desk: Desk) -> str:
    article = desk.publish(
        "evil",
        title=f"{EVIL} tiêm chủng",
        text=f"{EVIL} tiêm chủng ở Lào Cai {TEXT}",
        lead=EVIL,
        byline=EVIL,
        section=Section.HEALTH,
        summary=(f"{EVIL}.",),
        assignment_reason=say(EVIL),
        places=(PlaceMention(code=EVIL, name=EVIL, province="15", start=0, end=3),),
        signals=(
            Signal(kind=SignalKind.USEFUL, reasons=(say(EVIL),), evidence=(Span(0, 3, EVIL),)),
            Signal(kind=SignalKind.PRIVACY, reasons=(say(EVIL),)),
        ),
    )
    return article.id


def test_a_hostile_article_is_shown_as_text_on_every_screen(desk: Desk) -> None:
    article_id = _evil(desk)
    lan, minh = desk.browser("lan"), desk.browser("minh")
    seen = {}
    paths = ("/hang-cho", f"/bai/{article_id}", "/tim-kiem?q=tiem+chung", "/diem-tin-sang/2026-11-23")
    for path in (*paths, "/diem-tin-sang/2026-11-23/in"):
        seen[path] = lan.get(path)
    item = picked(lan, article_id)
    caption = {"caption": EVIL, "revision": item["revision"]}
    item = lan.put(f"/v1/items/{item['id']}/caption", json=caption).json()
    item = lan.post(f"/v1/items/{item['id']}/send", json={"revision": item["revision"]}).json()
    seen["/duyet"] = minh.get("/duyet")
    assert "alert(1)" in seen["/duyet"].text  # its caption is there, as text
    decision = {"verdict": "approved", "revision": item["revision"], "note": EVIL}
    assert minh.post(f"/v1/items/{item['id']}/decision", json=decision).status_code == 201
    for path in ("/chia-se", f"/chia-se/{item['id']}", "/so-ghi"):
        seen[path] = lan.get(path)
    for path, answer in seen.items():
        assert answer.status_code == 200, path
        assert read(answer.text).faults == [], path
        assert "&lt;script&gt;alert(1)" in answer.text.replace("<mark>", "").replace("</mark>", ""), path
        assert "<script>alert" not in answer.text, path
        assert "<img" not in answer.text, path


def test_a_hostile_question_is_shown_as_text(desk: Desk) -> None:
    for path in ("/tim-kiem", "/hang-cho"):
        answer = desk.browser("lan").get(path, params={"q": EVIL, "noi": EVIL, "nguon": EVIL, "muc": EVIL})
        assert read(answer.text).faults == []


def test_hostile_names_of_sources_and_people_are_shown_as_text(desk: Desk) -> None:
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    body = {"home_url": "https://bao-x.vn", "name": EVIL, "organisation": EVIL}
    assert boss.post("/v1/sources", json=body).status_code == 201
    boss.post("/nguoi-dung", data={"login": EVIL[:80], "name": EVIL, "role": "editor"})
    for path in ("/nguon-tin", "/nguon-tin/bao--x-vn", "/nguoi-dung", "/so-ghi", "/hang-cho"):
        answer = boss.get(path)
        assert answer.status_code == 200
        assert read(answer.text).faults == [], path


def test_the_desk_of_one_and_the_sample_newsroom_are_named_on_every_screen(desk: Desk) -> None:
    with desk.database.write() as store:
        store.settings.save(our_desk(solo=True))
    desk.web = type(desk.web)(**{**desk.web.__dict__, "sample": True})
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    for path in SCREENS:
        if path in ("/diem-tin-sang/2026-11-23/in", "/so-tin/thang/2026-11", "/bao-cao/thang/2026-11/in"):  # paper
            continue
        shown = boss.get(path).text
        assert "Chế độ một người" in shown, path
        assert "tòa soạn mẫu" in shown, path


def test_every_form_carries_the_sessions_token(desk: Desk) -> None:
    article = desk.publish("a")
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    boss.post(f"/v1/articles/{article.id}/pick")
    forms = 0
    for path in (*SCREENS, f"/bai/{article.id}", "/chia-se/1", f"/nguon-tin/{article.source_id}"):
        for form in read(boss.get(path).text).forms:
            forms += 1
            assert form.get("csrf") == "csrf-of-this-session", (path, form)
    assert forms > 20


def test_the_queue_shows_when_and_from_whom(desk: Desk) -> None:
    desk.publish("a")
    shown = desk.browser("lan").get("/hang-cho").text
    assert "Báo Lào Cai" in shown
    assert "11:30" in shown or "30 phút trước" in shown


def test_related_coverage_comes_after_the_article_and_a_search_that_is_away_costs_nothing(desk: Desk) -> None:
    one = desk.publish("a", title="Xã Bản Qua mở lớp xóa mù chữ cho phụ nữ")
    desk.publish("b", title="Lớp xóa mù chữ ở xã Bản Qua có thêm sách vở", story_id="b")
    editor = desk.browser("bien-tap")
    assert f'hx-get="/bai/{one.id}/lien-quan"' in editor.get(f"/bai/{one.id}").text
    assert "có thêm sách vở" in editor.get(f"/bai/{one.id}/lien-quan").text
    assert [other["title"] for other in editor.get(f"/v1/articles/{one.id}/related").json()] == [
        "Lớp xóa mù chữ ở xã Bản Qua có thêm sách vở"
    ]
    desk.index.away = True
    assert editor.get(f"/bai/{one.id}/lien-quan").text.strip() == ""


def test_what_a_later_version_logged_is_shown_by_its_code(desk: Desk) -> None:
    with desk.database.write() as store:
        store.log.add(
            LogEntry(id=0, at=NOON, who="Lan", action="of-a-later-version", subject="desk", after={"solo": True})
        )
    page = desk.browser("lan").get("/so-ghi")
    assert page.status_code == 200
    assert "of-a-later-version" in page.text
    assert "chế độ một người: có" in page.text


def test_what_a_later_version_stored_of_a_story_is_shown_by_its_code_on_every_page(desk: Desk) -> None:
    article = desk.publish("a")
    reason = {"code": "later.reason", "params": {"places": ["x"]}}
    signal = {"kind": "useful", "reasons": [reason], "weight": 1.0, "evidence": []}
    with desk.database.engine.begin() as connection:
        term = {"term": "later-term", "value": 9.0, "evidence": reason}
        connection.execute(update(stories).values(flags=["later-flag"], terms=[term], members=2))
        connection.execute(update(articles).values(assignment_reason=reason, signals=[signal]))
    editor = desk.browser("quan", Role.ADMINISTRATOR)
    for path in ("/hang-cho", f"/bai/{article.id}"):
        shown = editor.get(path)
        assert shown.status_code == 200, path
        assert read(shown.text).faults == []
        for code in ("later-term", "later-flag", "(later.reason)"):
            assert code in shown.text, (path, code)
    for path in SCREENS:
        assert editor.get(path).status_code == 200, path
    told = editor.get(f"/v1/stories/{article.story_id}").json()
    assert (told["flags"], told["terms"]) == (["later-flag"], [term])


def test_the_log_names_what_it_is_about_and_no_ids(desk: Desk) -> None:
    one, other = desk.publish("a"), desk.publish("b")
    lan = desk.browser("lan")
    assert lan.post(f"/bai/{one.id}/chon").status_code == 303
    entries: list[tuple[str, str, dict[str, Any]]] = [
        ("story", one.story_id, {}), ("article", other.id, {}), ("person", str(desk.people["lan"]), {}),
        ("source", PAPER.id, {}),
        ("desk", "", {"lines": [one.id, other.id, "bài-đã-mất"], "story": one.story_id, "articles": 3, "title": "x"}),
        ("item", "không-phải-số", {"article": None, "lines": []}),
    ]  # fmt: skip
    with desk.database.write() as store:
        for kind, which, after in entries:
            subject = f"{kind}:{which}" if which else kind
            store.log.add(LogEntry(id=0, at=NOON, who="Lan", action="pick", subject=subject, after=after))
    page = lan.get("/so-ghi")
    assert (page.status_code, read(page.text).faults) == (200, [])
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))
    for name in (one.title, other.title, PAPER.name, "Lan", "bài-đã-mất", "không-phải-số"):
        assert name in words
    for gone in (one.id, other.id, one.story_id, PAPER.id):
        assert gone not in words, gone
