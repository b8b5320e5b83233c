"""Published fact-checks beside an article: on its page, by forms and by htmx, and under /v1."""

import re
from dataclasses import replace

import pytest

from desk.claim_keeping import ClaimKeeper
from domain.article import Article
from domain.page import ClaimReview
from domain.people import Role
from domain.stage import Stage
from nlp.claims import PublishedClaims
from tests.api.conftest import Desk
from tests.api.screens import read
from tests.making import NOON, an_article

CLAIM = "Bến phà Tân Huống ngừng chở khách 20 ngày kể từ ngày 5/11"
TEXT = (
    f"{CLAIM}, theo một thông báo được chuyền tay.\nChủ một quán nước gần bến kể từ sáng đã có hơn chục người hỏi đường"
    " vòng. Người buôn rau tính chở hàng sang chợ bên kia sông bằng đường cầu."
)
REVIEW = ClaimReview(claim=CLAIM, rating="Sai sự thật", reviewer="Kiểm Chứng 24", published_at=NOON)


@pytest.fixture
def article(desk: Desk) -> Article:
    told = desk.publish("a", title="Phà nghỉ", text=TEXT)
    check = an_article("k", stage=Stage.QUEUED, claim_reviews=(REVIEW,))
    with desk.database.write() as store:
        store.articles.add([check])
        ClaimKeeper(matcher=PublishedClaims(), ranker=desk.web.ranker).page_read(store, check, NOON)
    return told


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_a_person_confirms_what_the_page_suggests_and_takes_it_back(desk: Desk, article: Article) -> None:
    lan = desk.browser("lan")
    page = lan.get(f"/bai/{article.id}").text
    assert read(page).faults == []
    shown = words(page)
    for said in (
        "Có thể liên quan",
        "nhiều khả năng là một",
        CLAIM,
        "Sai sự thật",
        "Kiểm Chứng 24",
        f"{CLAIM}, theo một thông báo được chuyền tay.",
    ):
        assert said in shown
    form = {"claim": re.findall(r'name="claim" value="(\w+)"', page)[0], "in_article": article.id}
    answer = lan.post(f"/bai/{article.id}/kiem-chung", data=form | {"viec": "dung"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/bai/{article.id}#kiem-chung")
    after = lan.get(f"/bai/{article.id}").text
    assert read(after).faults == []
    assert "Đã xác nhận là cùng một điều: Lan" in words(after)
    assert "Kiểm chứng: chưa đúng" in words(lan.get("/hang-cho").text)
    assert "xác nhận có kiểm chứng" in words(lan.get("/so-ghi").text)
    panel = lan.post(
        f"/bai/{article.id}/kiem-chung", data=form | {"viec": "hoan-tac"}, headers={"HX-Request": "true"}
    ).text
    assert "Có thể liên quan" in words(panel)
    assert "<html" not in panel


def test_who_only_reads_sees_the_check_and_has_no_buttons(desk: Desk, article: Article) -> None:
    reader = desk.browser("doc", Role.ANALYST)
    panel = reader.get(f"/bai/{article.id}").text.partition('id="kiem-chung"')[2].partition("</section>")[0]
    assert "Sai sự thật" in panel
    assert "<button" not in panel
    form = {"claim": "x", "in_article": article.id, "viec": "dung"}
    assert reader.post(f"/bai/{article.id}/kiem-chung", data=form).status_code == 403


def test_the_noun_claims_tells_and_takes_the_same(desk: Desk, article: Article) -> None:
    minh = desk.browser("minh", Role.REVIEWER)
    [claim] = minh.get("/v1/claims").json()
    assert (claim["claim"], claim["direction"], claim["kind"]) == (CLAIM, "contradicts", "fact-check")
    assert minh.get(f"/v1/claims/{claim['id']}").json() == claim
    assert minh.get("/v1/claims?kind=correction").json() == []
    of = f"/v1/claims/of/{article.id}"
    [one] = minh.get(of).json()["suggested"]
    assert (one["relation"], one["quote"]) == ("repeats", f"{CLAIM}, theo một thông báo được chuyền tay.")
    body = {"article": article.id}
    assert minh.post(f"/v1/claims/{claim['id']}/confirm", json=body).json()["state"] == "confirmed"
    assert minh.post(f"/v1/claims/{claim['id']}/reject", json=body).status_code == 409
    assert minh.post(f"/v1/claims/{claim['id']}/undo", json=body).status_code == 204
    assert minh.post(f"/v1/claims/{claim['id']}/reject", json=body).json()["state"] == "rejected"
    assert [len(minh.get(of).json()[name]) for name in ("confirmed", "suggested", "rejected")] == [0, 0, 1]
    assert minh.get("/v1/claims/none").status_code == 404
    other = desk.publish("b", text=replace(article).text.replace("Tân Huống", "Bảo Ngàn"))
    assert minh.post(f"/v1/claims/{claim['id']}/confirm", json={"article": other.id}).status_code == 409
