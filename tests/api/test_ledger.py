"""Sổ tin đã đăng over HTTP: addresses, marks taken back, the file for Excel, a month's sheet, the digest, the API."""

import csv
from dataclasses import replace
from io import StringIO

import pytest
from fastapi.testclient import TestClient

from desk import postings
from domain.editorial import Digest, DigestLine
from tests.api.conftest import Desk
from tests.making import NOON, acting

DAY = "2026-11-23"


@pytest.fixture
def lan(desk: Desk) -> TestClient:
    return desk.browser("lan")


def posted(desk: Desk, key: str, text: str) -> int:
    """Over HTTP: picked, sent, approved by another and marked as posted."""
    article = desk.publish(key, title=f"Tiêm chủng {key}")
    lan, minh = desk.browser("lan"), desk.browser("minh")
    item = lan.post(f"/v1/articles/{article.id}/pick").json()
    sent = lan.post(f"/v1/items/{item['id']}/send", json={"revision": 1, "caption": text}).json()
    verdict = {"verdict": "approved", "revision": sent["revision"]}
    approved = minh.post(f"/v1/items/{item['id']}/decision", json=verdict).json()
    assert lan.post(f"/v1/items/{item['id']}/share", json={"revision": approved["revision"]}).status_code == 201
    return int(lan.get("/v1/postings").json()[0]["id"])


def test_an_address_is_kept_and_a_mistaken_mark_is_taken_back_with_its_reason(desk: Desk, lan: TestClient) -> None:
    number = posted(desk, "a", "Lời dẫn.")
    form = {"revision": 1, "address": "fb.example/1"}
    assert lan.post(f"/so-tin/{number}/dia-chi", data=form).status_code == 303
    assert lan.post(f"/so-tin/{number}/dia-chi", data=form).status_code == 409
    assert 'href="https://fb.example/1"' in lan.get("/so-tin").text
    bad = lan.put(f"/v1/postings/{number}/address", json={"revision": 2, "address": "javascript:alert(1)"})
    assert bad.status_code == 422
    assert lan.post(f"/so-tin/{number}/go", data={"revision": 2, "reason": " "}).status_code == 422
    assert lan.post(f"/so-tin/{number}/go", data={"revision": 2, "reason": "Bấm nhầm"}).status_code == 303
    shown = lan.get(f"/so-tin/{number}").text
    assert "struck" in shown
    assert "Bấm nhầm" in shown
    assert lan.get("/v1/items/1").json()["state"] == "approved", "its item can be posted again"
    assert "Theo dõi nguồn" not in shown


def test_the_file_holds_every_post_word_for_word_and_runs_no_formula(desk: Desk, lan: TestClient) -> None:
    posted(desk, "a", '=HYPERLINK("http://x.example")\nHai dòng.')
    posted(desk, "b", "Thường.")
    answer = lan.get("/so-tin.csv")
    assert answer.text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    assert "so-tin-2026-11-23.csv" in answer.headers["Content-Disposition"]
    heading, *rows = csv.reader(StringIO(answer.text[1:]))
    at = heading.index("Nguyên văn")
    assert [row[at].split("\n")[0] for row in rows] == ["Thường.", '\'=HYPERLINK("http://x.example")']
    assert "Hai dòng." in rows[1][at]


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        *((typed, "/so-tin/thang/2026-11") for typed in ("2026-11", " 11/2026", "11-2026")),
        *((typed, "") for typed in ("2026-13", "x", "2026", "1999-11")),
    ],
)
def test_a_month_is_found_however_it_is_written(lan: TestClient, typed: str, leads: str) -> None:
    answer = lan.get("/so-tin-thang", params={"thang": typed})
    assert (answer.status_code, answer.headers.get("Location", "")) == ((303, leads) if leads else (422, ""))


def test_the_sheet_of_a_month_counts_what_stands(desk: Desk, lan: TestClient) -> None:
    posted(desk, "a", "Một.")
    posted(desk, "b", "Hai.")
    with desk.database.write() as store:
        [one] = store.postings.list(1)
        postings.take_back(acting(store, store.people.get(desk.people["lan"])), one, "Nhầm")
    sheet = lan.get("/so-tin/thang/2026-11").text
    assert "1 bài đăng, 0 tin cập nhật" in " ".join(sheet.split())
    assert "23/11/2026" in sheet
    assert "chưa đăng tin nào" in lan.get("/so-tin/thang/2026-12").text


def test_the_digest_stands_in_the_ledger_with_the_text_that_was_copied(desk: Desk, lan: TestClient) -> None:
    article = desk.publish("a")
    with desk.database.write() as store:
        line = DigestLine(article_id=article.id, text="Một câu.")
        digest = store.digests.save(Digest(day=NOON.date(), opening="Chào!", lines=(line,), saved_at=NOON))
    page = lan.get(f"/diem-tin-sang/{DAY}").text
    mark = page.split('name="mark" value="')[1].split('"')[0]
    with desk.database.write() as store:
        changed = store.digests.save(replace(digest, opening="Chào bạn!"))
    assert lan.post(f"/diem-tin-sang/{DAY}/da-dang", data={"mark": mark}).status_code == 409
    with desk.database.write() as store:
        store.digests.save(replace(changed, opening="Chào!"))
    assert lan.post(f"/diem-tin-sang/{DAY}/da-dang", data={"mark": mark}).status_code == 303
    [posting] = lan.get("/v1/postings").json()
    assert (posting["kind"], posting["day"], [one["article_id"] for one in posting["articles"]]) == (
        "digest", DAY, [article.id],
    )  # fmt: skip
    assert posting["text"].startswith("Chào!")
    assert lan.post(f"/diem-tin-sang/{DAY}/da-dang", data={"mark": mark}).status_code == 409, "once"
    assert "da-dang" not in lan.get(f"/diem-tin-sang/{DAY}").text
