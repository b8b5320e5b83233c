"""Whoever chooses English reads no Vietnamese sentence of ours about stories, articles, warnings and versions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.main import create_app
from api.screens import LINKS
from app.sample import register
from app.web import web
from demo.newsroom import Newsroom
from desk import queue, review
from desk import stories as by_hand
from desk.indexing import document
from desk.ranking import feedback
from desk.ranking.preferences import rerank
from domain.article import Article, ArticleVersion
from domain.editorial import ItemState
from domain.people import Person, Role
from domain.ports import Gazetteer
from domain.store import Store
from domain.stories import QueueFilter
from domain.times import VIETNAM, now
from domain.versions import grade
from index.memory import MemoryIndex
from nlp.analyzer import VietnameseAnalyzer
from tests.app.collecting import DAY, MINUTE, Desk, a_desk
from tests.app.own_words import plain, said, take_marks_off, vietnamese
from tests.making import a_person, acting, seen, sent

LOGIN = "lan"
CONTENT = re.compile(r"^Theo .+, \d\d:\d\d ngày")  # a credit line, which goes out in the page's own name
TYPED = (
    "tiêm chủng, “lũ quét” nơi:",
    "nguồn: (source) mục: (section) nơi: (place) từ: (from)",
)  # what search understands
OURS = (  # so that the test has met them
    "this desk often picks",
    "an editor put it into this story",
    "warning bulletin",
    "independent sources",
    "figures changed",
    "– correction",
    "taken down",
    "One origin",
    "nearest to",
)


@dataclass
class PlainNames:
    """The gazetteer with its names unmarked: they are no sentences of ours."""

    inner: Gazetteer

    def __getattr__(self, name: str) -> object:
        return getattr(self.inner, name)

    def label(self, code: str) -> str:
        return plain(self.inner.label(code))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    began = now()
    with (
        a_desk(tmp_path, began) as made,
        Newsroom(clock=made.clock, trouble=False, zero=began) as newsroom,
    ):
        made.services.analyzer = VietnameseAnalyzer()
        made.intake = made.services.intake()
        with made.services.database.write() as store:
            register(store, newsroom, began)
        for _ in range(40):
            made.crawl()
        made.work()
        made.clock.at += 3 * MINUTE
        with made.services.database.write() as store:
            _worked_on(store, made)
        take_marks_off(made.services.database)
        made.services.__dict__["gazetteer"] = PlainNames(made.services.gazetteer)
        made.services.__dict__["index"] = MemoryIndex()
        with made.services.database.read() as store:
            made.services.index.add(document(one, made.services.gazetteer) for one in _members(store))
        yield made


def _stories(store: Store, limit: int = 200) -> list[str]:
    found, _ = store.stories.list(QueueFilter(limit=limit))
    return [story.id for story in found]


def _members(store: Store) -> list[Article]:
    return [article for together in store.stories.members(_stories(store)).values() for article in together]


def _worked_on(store: Store, desk: Desk) -> None:
    """What a desk does in a morning: it likes, skips, regroups, picks, reviews, and publishers change their texts."""
    at, ranker = desk.clock(), desk.services.ranker
    lan, mai = a_person(store, LOGIN, Role.ADMINISTRATOR), a_person(store, "mai", Role.REVIEWER)
    store.sessions.add(sha256(LOGIN.encode()).hexdigest(), lan.id, "csrf", at + DAY)
    store.settings.save(replace(store.settings.get(), name="Anh Duong", digest_opening="Chao ba con"))
    first, second, third, fourth, *rest = [one for one in _stories(store) if not _warns(store, one)]
    for story in _stories(store)[::4] * 3:
        feedback.ask(acting(store, lan, at), story, more=True)
    queue.skip(acting(store, lan, at), rest[-1])
    by_hand.merge(acting(store, lan, at), ranker, third, fourth)
    by_hand.split(acting(store, lan, at), ranker, _large(store))
    for number, story in enumerate((first, second, rest[0])):
        _taken(store, story, number, lan, mai, desk)
    _changed(store, rest[1], desk)
    rerank(store)


def _warns(store: Store, story: str) -> bool:
    """A warning that has run out can be approved no more."""
    return store.warnings.find(store.stories.get(story).head_id) is not None


def _large(store: Store) -> str:
    """The last article of the largest story."""
    return max(store.stories.members(_stories(store)).values(), key=len)[-1].id


def _taken(store: Store, story: str, number: int, lan: Person, mai: Person, desk: Desk) -> None:
    at, ranker = desk.clock(), desk.services.ranker
    item = sent(acting(store, lan, at), ranker, store.stories.get(story).head_id)
    verdict = (None, ItemState.APPROVED, ItemState.RETURNED)[number]
    if verdict:
        review.decide(acting(store, mai, at), ranker, seen(item), verdict, "Thêm giờ.")


def _changed(store: Store, story: str, desk: Desk) -> None:
    """A publisher changes a number, corrects itself, and takes the article down."""
    before = store.articles.get(store.stories.get(story).head_id)
    texts = (
        f"{before.text} Tổng cộng 4512 hộ.",
        f"{before.text} Tổng cộng 4513 hộ. Tòa soạn đính chính và xin lỗi bạn đọc.",
        "Bài viết đã bị gỡ.",
    )
    for text in texts:
        withdrawn = desk.clock() if text is texts[-1] else None
        old = ArticleVersion(
            article_id=before.id,
            version=before.version,
            seen_at=desk.clock(),
            title=before.title,
            text=before.text,
            grade=grade(before.text, text).grade,
        )
        store.versions.replace(replace(before, text=text, withdrawn_at=withdrawn), old)
        before = store.articles.get(before.id)


def browser(desk: Desk) -> TestClient:
    client = TestClient(create_app(web(desk.services)), base_url="http://localhost")
    client.cookies.set("diemtin", LOGIN)
    client.cookies.set("ngon-ngu", "en")
    return client


def screens(desk: Desk) -> list[str]:
    with desk.services.database.read() as store:
        every = [f"/bai/{article.id}" for article in _members(store)]
        items = [f"/chia-se/{number}" for number in (1, 2, 3)]
        sources = ["/nguon-tin/them", *(f"/nguon-tin/{source.id}" for source in store.sources.list())]
    today = desk.clock().astimezone(VIETNAM).date()
    lists = [*(link.path for link in LINKS), "/hang-cho?trang=2", "/hang-cho?duoi_vach=true"]
    return [*lists, *sources, "/tim-kiem?q=bao", f"/diem-tin-sang/{today}", *items, *every, f"{every[0]}/lien-quan"]


def allowed(text: str) -> bool:
    if any(text.startswith(kind) or f" {kind}" in text for kind in ("Tỉnh ", "Thành phố ")):
        return True  # official names, in the list of provinces and in what one covers
    return bool(CONTENT.match(text)) or any(typed in text for typed in TYPED)


def test_in_english_no_sentence_of_ours_is_vietnamese(desk: Desk) -> None:
    client = browser(desk)
    left: dict[str, list[str]] = {}
    everything = []
    for path in screens(desk):
        answer = client.get(path)
        assert answer.status_code == 200, path
        texts = list(said(answer.text))
        everything += texts
        if wrong := [text[:120] for text in texts if vietnamese(text) and not allowed(text)]:
            left[path] = wrong
    assert sorted({text for some in left.values() for text in some}) == []
    shown = " ".join(everything)
    for words in OURS:
        assert words in shown, words
