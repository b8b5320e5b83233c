"""An editor corrects a section: by a form, by htmx, and by the API."""

import re

import pytest

from domain.article import Article
from domain.people import Role
from domain.understanding import Section
from tests.api.conftest import Desk
from tests.api.screens import read

HTMX = {"HX-Request": "true"}


@pytest.fixture
def article(desk: Desk) -> Article:
    return desk.publish("a", section=Section.LIFE, second_section=Section.HEALTH)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def offered(html: str) -> list[str]:
    return re.findall(r'name="muc"\s+value="([a-z-]+)"\s+aria-pressed', html)


def undoing(html: str) -> dict[str, str]:
    """What the form with "Hoàn tác" sends."""
    form = html.partition('class="chosen"')[2].partition("</form>")[0]
    assert "Hoàn tác" in form
    return dict(re.findall(r'name="(muc|dang_la)"\s+value="([a-z-]+)"', form))


def test_two_likely_sections_are_named_and_offered_first(desk: Desk, article: Article) -> None:
    lan = desk.browser("lan")
    for path in ("/hang-cho", f"/bai/{article.id}"):
        assert "Đời sống hoặc Sức khỏe" in words(lan.get(path).text), path
        assert "Đời sống hoặc Sức khỏe" in words(desk.browser("doc", Role.ANALYST).get(path).text), path
    found = offered(lan.get(f"/bai/{article.id}").text)
    assert found[:2] == ["doi-song", "suc-khoe"]
    assert sorted(found) == sorted([*Section, "chua-ro"])
    assert offered(lan.get(f"/bai/{article.id}/muc").text) == found


def test_a_section_that_is_not_clear_says_so(desk: Desk) -> None:
    article = desk.publish("a", section=None)
    lan = desk.browser("lan")
    assert "Chưa rõ chuyên mục" in words(lan.get("/hang-cho").text)
    assert "Chưa rõ chuyên mục" in words(lan.get(f"/bai/{article.id}").text)


def test_a_click_without_javascript_corrects_the_section_everywhere(desk: Desk, article: Article) -> None:
    lan = desk.browser("lan")
    answer = lan.post(f"/bai/{article.id}/muc", data={"muc": "phap-luat"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/bai/{article.id}#muc-{article.id}")
    shown = lan.get(f"/bai/{article.id}").text
    assert read(shown).faults == []
    assert "Pháp luật" in words(shown)
    assert "hoặc" not in words(shown)
    assert "Lan sửa chuyên mục" in words(shown)
    assert f'id="muc-{article.id}"' in shown
    assert article.title in lan.get("/hang-cho?muc=phap-luat").text
    assert article.title not in lan.get("/hang-cho?muc=doi-song").text
    told = lan.get(f"/v1/articles/{article.id}").json()
    assert (told["section"], told["second_section"], told["is_section_chosen"]) == ("phap-luat", None, True)
    log = words(lan.get("/so-ghi").text)
    assert f"Lan xếp «{article.title}» vào chuyên mục Pháp luật" in log
    assert "Trước chuyên mục: Đời sống hoặc: Sức khỏe do biên tập viên chọn: không" in log
    assert "Sau chuyên mục: Pháp luật do biên tập viên chọn: có" in log


def test_with_htmx_only_the_control_comes_back(desk: Desk, article: Article) -> None:
    lan = desk.browser("lan")
    answer = lan.post(f"/bai/{article.id}/muc", data={"muc": "chua-ro"}, headers=HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert read(answer.text).faults == []
    assert "Chưa rõ chuyên mục" in words(answer.text)
    assert offered(answer.text)[-1] == "chua-ro"


def test_a_click_is_undone_unless_a_colleague_has_clicked_since(desk: Desk, article: Article) -> None:
    lan, minh = desk.browser("lan"), desk.browser("minh")
    lan.post(f"/bai/{article.id}/muc", data={"muc": "phap-luat"})
    undo = undoing(lan.get(f"/bai/{article.id}").text)
    assert (undo["muc"], undo["dang_la"]) == ("may", "phap-luat")
    minh.post(f"/bai/{article.id}/muc", data={"muc": "the-thao"})
    assert lan.post(f"/bai/{article.id}/muc", data=undo).status_code == 409
    undo = undoing(lan.get(f"/bai/{article.id}").text)
    assert lan.post(f"/bai/{article.id}/muc", data=undo).status_code == 303
    assert lan.get(f"/v1/articles/{article.id}").json()["section"] == "phap-luat"
    assert lan.post(f"/bai/{article.id}/muc", data={"muc": "may"}).status_code == 303
    assert "Đời sống hoặc Sức khỏe" in words(lan.get(f"/bai/{article.id}").text)


@pytest.mark.parametrize(("sent", "status"), [("bao-chi", 422), ("", 422), ("suc-khoe", 303), ("chua-ro", 303)])
def test_only_the_ten_and_unclear_are_taken(desk: Desk, article: Article, sent: str, status: int) -> None:
    assert desk.browser("lan").post(f"/bai/{article.id}/muc", data={"muc": sent}).status_code == status


def test_who_only_reads_sees_no_control_and_may_not_correct(desk: Desk, article: Article) -> None:
    reader = desk.browser("doc", Role.ANALYST)
    for path in ("/hang-cho", f"/bai/{article.id}", f"/bai/{article.id}/muc"):
        assert "<details" not in reader.get(path).text.partition('class="section-choice"')[2], path
    assert reader.post(f"/bai/{article.id}/muc", data={"muc": "the-thao"}).status_code == 403
    assert reader.put(f"/v1/articles/{article.id}/section", json={"section": "the-thao"}).status_code == 403


def test_a_form_of_another_page_is_refused(desk: Desk, article: Article) -> None:
    lan = desk.browser("lan")
    del lan.headers["X-CSRF-Token"]
    assert lan.post(f"/bai/{article.id}/muc", data={"muc": "the-thao", "csrf": "of-another"}).status_code == 403
    assert lan.get(f"/v1/articles/{article.id}").json()["section"] == "doi-song"


def test_the_json_api_corrects_too(desk: Desk, article: Article) -> None:
    lan = desk.browser("lan")
    path = f"/v1/articles/{article.id}/section"
    told = lan.put(path, json={"section": "van-hoa"}).json()
    assert (told["section"], told["is_section_chosen"]) == ("van-hoa", True)
    assert lan.get(f"/v1/stories/{article.story_id}").json()["section"] == "van-hoa"
    assert lan.put(path, json={"section": "the-thao", "seen": "may"}).status_code == 409
    assert lan.put(path, json={"section": "may", "seen": "van-hoa"}).json()["second_section"] == "suc-khoe"
    assert lan.put(path, json={"section": "bao-chi"}).status_code == 422
    assert lan.put("/v1/articles/khong-co/section", json={"section": "van-hoa"}).status_code == 404
