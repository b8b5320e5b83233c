"""One card of flags where an article is picked, reviewed and posted: with why, the words, and what people answer."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from desk.flag_card import FlagReader
from domain.article import Article
from domain.flags import FlagQuote, FlagReason, Part, RaisedFlag
from domain.message import say
from domain.page import ClaimReview
from domain.people import Role
from domain.sources import Source, SourceKind
from domain.story import Flag
from domain.understanding import Span
from tests.api.conftest import Desk, picked
from tests.making import NOON, PAPER, an_article

HTMX = {"HX-Request": "true"}
CHECKER = Source(
    id="kiem-chung",
    name="Kiểm Chứng 24",
    home_url="https://kc.example",
    organisation="Hội",
    kind=SourceKind.FACT_CHECKER,
)
CLAIM = ClaimReview(claim="Đường sắt bán vé 0 đồng", rating="Sai", reviewer="Kiểm Chứng 24")


@pytest.fixture
def false_story(desk: Desk) -> Article:
    """The article that tells what a fact-checker calls false, and in its story the check."""
    with desk.database.write() as store:
        store.sources.save(CHECKER)
    article = desk.publish("ve", title="Đường sắt mở bán 5.000 vé 0 đồng", published_at=NOON - timedelta(hours=2))
    desk.publish("kc", title="Không có vé 0 đồng", source_id=CHECKER.id, story_id=article.id, claim_reviews=(CLAIM,),
                 url="https://kc.example/1.html")  # fmt: skip
    return article


def evidences(page: str, name: str = "nghe") -> list[str]:
    return re.findall(rf'name="{name}"\s+value="([0-9a-f]+)"', page)


def test_the_false_story_is_stopped_at_the_card_and_goes_on_only_with_a_word(desk: Desk, false_story: Article) -> None:
    lan = desk.browser("lan")
    path = f"/hang-cho/{false_story.story_id}/chon"
    asked = lan.post(path, headers=HTMX).text
    assert "Xem 1 lưu ý trước khi chọn" in asked
    for words in ("Kiểm chứng: chưa đúng", "«Đường sắt bán vé 0 đồng» – kết luận: Sai", "Vẫn chọn", "Thôi"):
        assert words in asked
    assert 'class="main"' not in asked
    with desk.database.read() as store:
        assert store.items.of_stories([false_story.story_id])[false_story.story_id] == []
    back = lan.get(f"/hang-cho/{false_story.story_id}/the", headers=HTMX | {"HX-Current-URL": "http://x/hang-cho"}).text
    assert false_story.title in back
    assert "Vẫn chọn" not in back
    assert "Bạn vừa chọn tin" in lan.post(path, headers=HTMX, data={"nghe": evidences(asked)}).text


def test_without_scripts_the_articles_page_asks_and_answers_are_kept_for_whoever_comes_after(
    desk: Desk, false_story: Article
) -> None:
    lan, minh = desk.browser("lan"), desk.browser("minh", Role.REVIEWER)
    asked_at = lan.post(f"/bai/{false_story.id}/chon").headers["Location"]
    assert asked_at == f"/bai/{false_story.id}?chon=true#luu-y-{false_story.id}"
    asked = lan.get(asked_at.partition("#")[0]).text
    said = {"noi": "bai-chon", "dap": "overridden", "evidence": evidences(asked, "evidence")[0]}
    assert lan.post(f"/bai/{false_story.id}/luu-y", data=said).status_code == 422
    answered = lan.post(f"/bai/{false_story.id}/luu-y", data=said | {"sentence": "Đăng để cảnh báo."})
    assert answered.headers["Location"] == asked_at
    card = lan.post(f"/bai/{false_story.id}/chon").headers["Location"]  # what was answered asks no more
    assert card.startswith("/chia-se/")
    item = card.removeprefix("/chia-se/")
    lan.post(f"{card}/gui", data={"revision": 1})
    review = minh.get("/duyet").text
    assert "Lan: vẫn dùng, vì «Đăng để cảnh báo.»" in " ".join(review.split())
    assert "Bài nguồn" in review
    assert minh.post(f"/duyet/{item}", data={"verdict": "approved", "revision": 2}).status_code == 303
    assert lan.post(f"{card}/da-dang", data={"revision": 3}).status_code == 303
    with desk.database.read() as store:
        [posting] = store.postings.of_item(int(item))
    assert [answer.sentence for answer in posting.answers] == ["Đăng để cảnh báo."]


def test_the_fact_check_itself_is_free_of_the_flag_and_its_verdict_looks_like_a_warning(
    desk: Desk, false_story: Article
) -> None:
    check = desk.browser("lan").get(f"/bai/{an_article('x', url='https://kc.example/1.html').id}").text
    assert "Vẫn dùng" not in check
    assert re.search(r'class="notice bad">\s*Kiểm chứng của', check)


def _posted(desk: Desk, article: Article, **answer: str) -> str:
    """An item approved by Minh; returns its page's address."""
    lan, minh = desk.browser("lan"), desk.browser("minh", Role.REVIEWER)
    heard = evidences(lan.get(f"/bai/{article.id}?chon=true").text)
    card = lan.post(f"/bai/{article.id}/chon", data={"nghe": heard}).headers["Location"]
    lan.post(f"{card}/gui", data={"revision": 1})
    minh.post(f"/duyet/{card.removeprefix('/chia-se/')}", data={"verdict": "approved", "revision": 2})
    return card


def test_before_posting_what_nobody_answered_is_said_again_and_a_colleagues_posting_too(desk: Desk) -> None:
    article = desk.publish("a", published_at=NOON - timedelta(days=20))
    card, lan = _posted(desk, article), desk.browser("lan")
    asked = lan.post(f"{card}/da-dang", data={"revision": 3})
    assert asked.status_code == 409
    assert "Xem 1 lưu ý trước khi đánh dấu đã đăng" in asked.text
    assert "Vẫn đánh dấu đã đăng" in asked.text
    heard = evidences(asked.text)
    assert lan.post(f"{card}/da-dang", data={"revision": 3, "nghe": heard}).status_code == 303
    again = _posted(desk, article)
    asked = lan.post(f"{again}/da-dang", data={"revision": 3, "nghe": heard})  # a window of before: it heard less
    assert asked.status_code == 409
    assert "Lan đã đăng chuyện này lúc 12:00" in asked.text
    with desk.database.read() as store:
        [posting] = store.postings.of_item(int(card.removeprefix("/chia-se/")))
    assert [one.flag for one in posting.unanswered] == [Flag.OLD]


def test_a_publishers_delay_holds_approval_and_posting_back_and_the_api_says_so(desk: Desk) -> None:
    article = desk.publish("a")  # published at 11:30
    with desk.database.write() as store:
        store.sources.save(replace(PAPER, reuse_delay_hours=2))
    lan, minh = desk.browser("lan"), desk.browser("minh", Role.REVIEWER)
    item = picked(lan, article.id)["id"]
    lan.post(f"/v1/items/{item}/send", json={"revision": 1})
    told = lan.get(f"/v1/items/{item}").json()["flags"]
    assert [(one["flag"], one["is_blocking"], one["why"]["code"]) for one in told] == [
        ("embargo", True, "flag-reason.reuse-delay")
    ]
    refused = minh.post(f"/v1/items/{item}/decision", json={"verdict": "approved", "revision": 2})
    assert (refused.status_code, refused.headers["Content-Type"]) == (409, "application/problem+json")
    assert "Chưa tới giờ được đăng. Nguồn chỉ cho dùng lại từ 13:30" in refused.json()["detail"]
    assert "Chưa duyệt và chưa đánh dấu đã đăng được." in minh.get("/duyet").text
    with desk.database.write() as store:
        store.sources.save(replace(PAPER, reuse_delay_hours=0))
    assert minh.post(f"/v1/items/{item}/decision", json={"verdict": "approved", "revision": 2}).status_code == 201


class Quoting:
    """Raises one flag of the title's first word."""

    def read(self, article: Article) -> list[RaisedFlag]:
        word = article.title.split()[0]
        quote = FlagQuote(article_id=article.id, part=Part.TITLE, span=Span(0, len(word), word))
        return [RaisedFlag(flag=Flag.TEASER, why=say(FlagReason.TEASER_WITHHOLDS), quotes=(quote,))]


def test_the_api_tells_the_words_and_takes_answers_and_the_card_tells_what_was_measured(desk: Desk) -> None:
    article = desk.publish("a", title="Sốc: trạm y tế tiêm chủng")
    lan = desk.browser("lan")
    lan.app.state.web = replace(desk.web, flags=FlagReader(text=Quoting(), tenths={Flag.TEASER: 9}))  # type: ignore[attr-defined]
    item = picked(lan, article.id)["id"]
    [flag] = lan.get(f"/v1/items/{item}").json()["flags"]
    assert [quote["span"]["quote"] for quote in flag["quotes"]] == ["Sốc:"]
    page = lan.get(f"/chia-se/{item}").text
    assert "Đo thử: đúng khoảng 9 trong 10 lần." in page
    lan.app.state.web = replace(desk.web, flags=FlagReader(text=Quoting(), tenths={Flag.TEASER: 8}))  # type: ignore[attr-defined]
    assert "Đo thử: chỉ đúng khoảng 8 trong 10 lần, hãy tự đọc lại." in lan.get(f"/chia-se/{item}").text
    answer = lan.post(f"/v1/items/{item}/flags", json={"evidence": flag["evidence"], "answer": "accepted"})
    assert answer.status_code == 201
    assert lan.get(f"/v1/items/{item}").json()["flags"][0]["answer"]["answer"] == "accepted"
    assert lan.delete(f"/v1/items/{item}/flags/{answer.json()['id']}").status_code == 204
    assert lan.get(f"/v1/items/{item}").json()["flags"][0]["answer"] is None


def test_by_the_api_too_flags_are_told_before_an_article_is_picked(desk: Desk, false_story: Article) -> None:
    lan, path = desk.browser("lan"), f"/v1/articles/{false_story.id}/pick"
    refused = lan.post(path)
    assert (refused.status_code, refused.headers["Content-Type"]) == (409, "application/problem+json")
    told = refused.json()
    assert (told["type"], told["code"]) == ("urn:diemtin:problem:flags-unheard", "problem.flags-unheard")
    assert "có 1 lưu ý chưa ai trả lời" in told["detail"]
    [flag] = told["flags"]
    assert (flag["flag"], flag["why"]["code"], flag["tenths"]) == ("refuted", "flag-reason.refuted", None)
    assert told["send"] == {"heard": [flag["evidence"]]}
    assert lan.post(path, json={"heard": ["0" * 24]}).json()["send"] == told["send"]  # another flag was heard
    with desk.database.read() as store:
        assert store.items.of_stories([false_story.story_id])[false_story.story_id] == []
    assert lan.post(path, json=told["send"]).status_code == 201


def test_by_the_api_what_is_answered_asks_no_more_and_what_is_refused_anyway_says_why(
    desk: Desk, false_story: Article
) -> None:
    lan, minh, path = desk.browser("lan"), desk.browser("minh", Role.REVIEWER), f"/v1/articles/{false_story.id}/pick"
    assert minh.post(path).json()["code"] == "problem.role"
    assert lan.post(path, json={"heard": ["x" * 41]}).status_code == 422
    [evidence] = lan.post(path).json()["send"]["heard"]
    said = {"noi": "bai-chon", "dap": "accepted", "evidence": evidence}
    assert lan.post(f"/bai/{false_story.id}/luu-y", data=said).status_code == 303
    assert lan.post(path).status_code == 201
    assert lan.post(path).json()["code"] == "problem.already-picked"


def test_the_reviewer_sees_the_source_beside_the_caption_and_what_the_source_does_not_have(desk: Desk) -> None:
    article = desk.publish("a")
    lan, minh = desk.browser("lan"), desk.browser("minh", Role.REVIEWER)
    card = lan.post(f"/bai/{article.id}/chon").headers["Location"]
    lan.post(f"{card}/loi-dan", data={"caption": "Tiêm ngày 24/11, gọi 1900 9095.", "revision": 1, "send": True})
    page = minh.get("/duyet").text
    assert "Tiêm ngày <mark>24/11</mark>, gọi 1900 9095." in page or "<mark>ngày 24/11</mark>" in page
    assert "Sáng 23/11, Sở Y tế tỉnh Lào Cai" in page


def test_copying_what_its_publisher_withdrew_asks_first_and_is_no_green_button(desk: Desk) -> None:
    article = desk.publish("a")
    card, lan = _posted(desk, article), desk.browser("lan")
    assert 'class="main" data-copy' in lan.get(card).text
    with desk.database.write() as store:
        store.connection.exec_driver_sql("UPDATE articles SET withdrawn_at = ?", (NOON.isoformat(" "),))
    for path in (card, "/chia-se"):
        page = lan.get(path).text
        assert 'class="main" data-copy' not in page
        assert "Vẫn sao chép" in page


def test_the_pane_beside_the_compact_list_has_the_card_too(desk: Desk) -> None:
    article = desk.publish("a", title="Trạm y tế xã tiêm chủng")
    lan = desk.browser("lan")
    lan.cookies.set("cach-xem", "gon")
    answer = lan.get(f"/hang-cho?bai={article.id}")
    assert answer.status_code == 200
    assert answer.text.count("Trạm y tế xã tiêm chủng") > 1
