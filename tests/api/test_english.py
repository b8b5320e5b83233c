"""The screens are written in Vietnamese; whoever asks for English gets all of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.screens import LINKS
from domain.crawl_queue import CrawlTarget
from domain.message import say
from domain.people import Role
from domain.stage import Outcome, Stage, StopReason
from domain.visits import VisitMessage
from domain.work import StepResult
from messages.catalogue import Catalogue
from nlp.places.choosing import VietnamPlaces
from scripts.extract_messages import ENGLISH, elsewhere, refreshed, said, translated
from tests.api.conftest import Desk
from tests.api.screens import SCREENS
from tests.app.own_words import plain, vietnamese
from tests.app.own_words import said as in_page
from tests.making import NOON, PAPER, an_article, our_desk, with_sources

TYPED = ("nơi:", "lũ quét", "Hà Giang", "tiêm chủng")  # what search understands, and places


def test_everything_the_screens_say_has_its_english() -> None:
    known = translated()
    assert len(said()) > 200
    assert {text: where for text, where in said().items() if not known.get(text)} == {}


def test_each_screen_has_a_place_of_its_own_and_its_title_in_english() -> None:
    assert len({link.order for link in LINKS}) == len(LINKS) >= 8
    assert {link.title for link in LINKS} <= set(translated())


def test_nothing_is_translated_that_is_no_longer_said() -> None:
    assert set(translated()) - set(said()) == set()


def test_the_catalogue_is_kept_in_step_without_losing_english() -> None:
    kept = ENGLISH.read_text(encoding="utf-8")
    known = set(translated()) - elsewhere()
    assert refreshed(kept, set(said()) - elsewhere()) == kept
    gone, new = next(iter(known)), "Một câu mới, 100% {là} mới"
    changed = refreshed(kept, {*known, new} - {gone})
    assert f'msgid "{gone}"' not in changed
    assert changed.endswith(f'msgid "{new}"\nmsgstr ""\n')
    assert changed.count("\nmsgid ") == kept.count("\nmsgid ")


def test_times_are_said_as_people_say_them() -> None:
    vietnamese, english = Catalogue("vi"), Catalogue("en")
    assert vietnamese.ago(NOON - timedelta(minutes=5), NOON) == "5 phút trước"
    assert vietnamese.ago(NOON + timedelta(hours=1, minutes=59), NOON) == "1 giờ nữa"
    assert english.ago(NOON - timedelta(days=21), NOON) == "21 days ago"
    assert english.ago(NOON + timedelta(minutes=1), NOON) == "in 1 minute"
    assert english.ago(NOON, NOON) == "just now"
    assert (vietnamese.time(NOON), english.time(NOON)) == ("12:00 ngày 23/11/2026", "12:00, 23/11/2026")


class PlainPlaces(VietnamPlaces):
    """Official names are nobody's words to translate: without their marks they are not taken for ours."""

    def name(self, code: str) -> str:
        return plain(super().name(code))

    def formerly(self, code: str) -> Sequence[str]:
        return tuple(map(plain, super().formerly(code)))


class Reader:
    """Somebody who has chosen English, at a desk whose own words have no Vietnamese letters."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.web = replace(desk.web, places=PlainPlaces())
        with desk.database.write() as store:
            store.settings.save(our_desk(name="Anh Duong", digest_opening="Chao ba con"))

    def browser(self, login: str = "", role: Role = Role.ADMINISTRATOR, **changes: Any) -> TestClient:
        client = self.desk.browser(login, role) if login else self.desk.stranger(**changes)
        client.cookies.set("ngon-ngu", "en")
        return client


def left(answer: Any) -> list[str]:
    """What of an answer is Vietnamese and ours."""
    is_page = answer.headers["content-type"].startswith("text/html")
    texts = in_page(answer.text) if is_page else [answer.text]
    return [text for text in texts if vietnamese(text) and not any(word in text for word in TYPED)]


def odd_answers(reader: Reader) -> Iterator[tuple[int, Any]]:
    boss, analyst, stranger = reader.browser("quan"), reader.browser("lan", Role.ANALYST), reader.browser()
    people = {"home_url": "https://facebook.com/x", "name": "a", "organisation": "b"}
    for path in ("/khong-co", "/bai/x", "/chia-se/99", "/nguon-tin/x", "/v1/none", "/v1/articles/x", "/v1/sources/x"):
        yield 404, boss.get(path)
    for path in ("/hang-cho", "/v1/stories"):
        yield 405, boss.delete(path)
    for path in ("/hang-cho?trang=0", "/hang-cho?ngay=abc", "/v1/digests/2026-13-01"):
        yield 422, boss.get(path)
    for headers in ({}, {"HX-Request": "true"}):
        yield 422, boss.post("/nguon-tin/tim", data={"url": people["home_url"]}, headers=headers)
    yield 422, boss.post("/v1/sources", json=people)
    yield 403, analyst.get("/nguon-tin/them")
    yield 403, analyst.post("/v1/sources", json=people)
    yield 403, boss.post("/nguon-tin/tim", data={"url": "https://a.vn"}, headers={"X-CSRF-Token": "another"})
    yield 401, stranger.get("/v1/stories")
    yield 410, stranger.get("/vao/spent-link")
    for path in ("/nguon-tin/tim", "/v1/sources"):
        yield 413, boss.post(path, content=b"x" * 3_000_000)
    yield 429, [stranger.post("/vao", data={"login": "quan", "password": "wrong"}) for _ in range(20)][-1]
    reader.desk.index.away = True
    for path in ("/tim-kiem?q=a", "/v1/search?q=a", "/ready"):
        yield 503, boss.get(path)


def test_whatever_goes_wrong_is_said_in_english(desk: Desk) -> None:
    wrong = {}
    for status, answer in odd_answers(Reader(desk)):
        assert answer.status_code == status, (answer.url, answer.text)
        if found := left(answer):
            wrong[str(answer.url)] = found
    assert wrong == {}


@pytest.mark.parametrize("path", [path for path in SCREENS if not path.endswith("/in")])  # paper speaks for the page
def test_a_screen_with_nothing_on_it_is_english(desk: Desk, path: str) -> None:
    assert left(Reader(desk).browser("quan").get(path)) == []


def test_the_log_says_what_was_changed_and_to_what(desk: Desk) -> None:
    boss = Reader(desk).browser("quan")
    for part, form in (
        ("trang", {"name": "Anh Duong", "kind": "other"}), ("vung", {"ma": "02839"}),
        ("bai-dang", {"digest_opening": "x", "post_limit": "900", "share_again_days": "30"}),
        ("mot-nguoi", {"solo": "true"}),
    ):  # fmt: skip
        assert boss.post(f"/cai-dat/{part}", data=form).status_code == 303
    page = boss.get("/so-ghi").text
    assert "longest post: 900" in page
    assert "one-person mode: yes" in page
    assert left(boss.get("/so-ghi")) == []


def test_why_an_article_stopped_and_why_one_was_not_fetched_are_sentences(desk: Desk) -> None:
    with desk.database.write() as store:
        with_sources(store)
        article = an_article("a", stage=Stage.FETCHED)
        store.articles.add([article])
        stopped = StepResult(
            article=article, step=Stage.EXTRACTED, outcome=Outcome.DISCARDED, reason=StopReason.TOO_SHORT
        )
        store.articles.record([stopped], NOON)
        why = say(VisitMessage.SERVER_FAILS, status=503)
        address = f"{PAPER.home_url}/1.html"
        waiting = CrawlTarget(id=0, source_id=PAPER.id, url=address, failures=6, last_message=why)
        store.crawl_queue.save([waiting])
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    assert "dừng lại (bài quá ngắn)" in " ".join(boss.get(f"/bai/{article.id}").text.split())
    source = boss.get(f"/nguon-tin/{PAPER.id}").text
    assert address in source
    assert "không thử nữa" in source
    assert Catalogue("vi")(why) in source
