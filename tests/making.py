"""Small values and a small newsroom for tests: made here, so that each test says only what it is about."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from desk import review
from desk.acting import Acting, SeenItem
from desk.ranking.ranker import Ranker
from domain.article import Article, article_id
from domain.editorial import DeskSettings, ReviewItem
from domain.message import Message
from domain.page import Extraction, FetchedPage
from domain.people import Person, Role
from domain.sources import Source
from domain.stage import Stage
from domain.store import Store
from domain.story import Story, StoryMember
from domain.understanding import Section
from domain.work import Lease
from messages.catalogue import Catalogue

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)  # 12:00 in Vietnam
PAPER = Source(id="bao-a-example", name="Báo Lào Cai", home_url="https://bao-a.example", organisation="Tỉnh ủy Lào Cai")
OTHER = Source(id="bao-b-example", name="Báo Hà Nội", home_url="https://bao-b.example", organisation="Thành ủy Hà Nội")
TEXT = (
    "Sáng 23/11, Sở Y tế tỉnh Lào Cai tổ chức tiêm chủng miễn phí cho trẻ dưới năm tuổi tại tất cả các trạm y tế xã.\n"
    "Người dân mang theo sổ tiêm chủng và gọi số 1900 9095 để đặt lịch trước."
)


def said(messages: Iterable[Message], language: str = "vi") -> str:
    """What a screen shows of them."""
    catalogue = Catalogue(language)
    return " ".join(catalogue(message) for message in messages)


def an_article(key: str, **more: Any) -> Article:
    url = more.pop("url", f"https://bao-a.example/{key}.html")
    plain: dict[str, Any] = {
        "id": article_id(url),
        "source_id": PAPER.id,
        "url": url,
        "stage": Stage.EXTRACTED,
        "fetched_at": NOON,
        "published_at": NOON - timedelta(minutes=30),
        "title": f"Tiêm chủng miễn phí {key}",
        "lead": TEXT.split("\n", maxsplit=1)[0],
        "text": TEXT,
    }
    return Article(**(plain | more))


def a_page(key: str, content: bytes = b"<p>x</p>", **more: Any) -> FetchedPage:
    usual: dict[str, Any] = {"url": f"https://bao-a.example/{key}.html", "content": content, "fetched_at": NOON}
    return FetchedPage(**usual | more)


def an_extraction(title: str = "Tiêm chủng miễn phí", text: str = TEXT, **more: Any) -> Extraction:
    return Extraction(
        title=title, lead="", text=text, url="https://bao-a.example/", published_at=NOON - timedelta(minutes=30), **more
    )


def a_member(article: Article) -> StoryMember:
    """What the sum is told of the article."""
    names = StoryMember.__dataclass_fields__
    return StoryMember(**{name: getattr(article, name) for name in names if name != "is_refuted"})


def a_lease(token: str = "ours", seconds: float = 120) -> Lease:
    return Lease(token=token, lasts=timedelta(seconds=seconds))


def a_story(key: str, **more: Any) -> Story:
    plain: dict[str, Any] = {
        "id": key,
        "head_id": key,
        "title": f"Chuyện {key}",
        "lead": "",
        "source_id": PAPER.id,
        "section": Section.HEALTH,
        "newest_at": NOON,
        "opened_at": NOON,
        "members": 1,
        "origins": 1,
        "score": 1.0,
    }
    return Story(**(plain | more))


def our_desk(**more: Any) -> DeskSettings:
    """A desk that has been set up: Ánh Dương, in Lào Cai."""
    return DeskSettings(**({"name": "Ánh Dương", "area": ("15",)} | more))


def with_sources(store: Store) -> None:
    store.sources.save(PAPER)
    store.sources.save(OTHER)


def acting(store: Store, person: Person | None, now: datetime = NOON) -> Acting:
    """Who acts, at noon unless said otherwise; None: the machine's own command line."""
    return Acting(store=store, person=person, now=now)


def seen(item: ReviewItem) -> SeenItem:
    return SeenItem(id=item.id, revision=item.revision)


def a_person(store: Store, login: str, role: Role = Role.EDITOR) -> Person:
    return store.people.save(login, login.title(), role, active=True)


def sent(acting: Acting, ranker: Ranker, article_id: str, caption: str | None = None) -> ReviewItem:
    """Picked and sent: what a reviewer finds."""
    return review.send(acting, ranker, seen(review.pick(acting, ranker, article_id)), caption)
