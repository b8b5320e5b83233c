"""October 2026 at a desk in Lào Cai: what it posted, corrected and passed on, and what publishers wrote."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.article import ArticleVersion
from domain.coverage import Sight
from domain.hazards import Hazard
from domain.log import LogEntry
from domain.outlets import OutletAccount, OutletKind
from domain.people import Role
from domain.postings import PostedArticle, PostedAs, Posting, PostingKind
from domain.reports import month_named
from domain.sources import SourceKind
from domain.stage import Stage
from domain.store import Store
from domain.story import StoryState
from domain.tasks import Task, TaskCause, TaskState
from domain.understanding import Section
from domain.versions import Grade
from domain.warning import OfficialWarning
from domain.warning_chain import ChainedWarning, StoredWarning
from tests.making import PAPER, a_person, a_story, an_article, our_desk, with_sources

OCTOBER = month_named("2026-10")
AT = datetime(2026, 10, 5, 2, tzinfo=UTC)  # 9:00 on a Monday in Vietnam
LATER = datetime(2026, 11, 3, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SENTENCES = (
    "Tỉnh bố trí thêm 12 điểm khám lưu động cho các xã vùng cao từ nay đến hết tháng.",
    "Người dân có thể nộp hồ sơ qua mạng hoặc tại bộ phận một cửa của xã.",
    "Đoạn đường tránh dài 3 km thông xe trước mùa mưa, xe tải không còn đi qua trung tâm.",
)


def a_month(store: Store, stories: int = 30, title: str = "", began: datetime = AT - 30 * DAY) -> None:
    store.settings.save(our_desk())
    with_sources(store)
    a_person(store, "lan", Role.EDITOR)
    store.log.add(LogEntry(id=0, at=began, who="diemtin", action="x", subject="desk:"))
    place = store.outlets.add(OutletAccount(id=0, kind=OutletKind.PORTAL, name="Trang xã", fields={}))
    for number in range(stories):
        publish(store, number, title)
    for number in range(12):
        post(store, number, outlet=place.id if number % 3 else 0)
    post(store, 12, taken_back=True)
    correct(store)
    warn(store)
    days = [OCTOBER.first + DAY * number for number in range(31)]
    store.sights.save([Sight(source_id=PAPER.id, day=day, seen=0.5 if day.day < 3 else 1.0) for day in days])


def publish(store: Store, number: int, title: str = "") -> None:
    section = list(Section)[number % len(Section)]
    at = AT + number * 18 * HOUR
    article = an_article(
        f"t{number}",
        id=f"t{number}",
        title=title or f"Chuyện thứ {number} của tháng mười ở các xã vùng cao tỉnh Lào Cai",
        summary=(SENTENCES[number % len(SENTENCES)],),
        section=section,
        stage=Stage.QUEUED,
        story_id=f"t{number}",
        published_at=at,
        fetched_at=at,
    )
    store.articles.add([article])
    told = a_story(
        article.id, title=article.title, section=section, opened_at=at, newest_at=at, score=number / 10, places=("15",)
    )
    store.stories.save([told])


def post(store: Store, number: int, *, outlet: int = 0, taken_back: bool = False) -> Posting:
    at = AT + number * 18 * HOUR + HOUR
    article = store.articles.get(f"t{number}")
    story = store.stories.get(article.story_id)
    store.stories.save([replace(story, state=StoryState.SHARED)])
    told = PostedArticle(article_id=article.id, version=1, title=article.title, source_name=PAPER.name)
    lan = next(person.id for person in store.people.list())
    return store.postings.add(
        Posting(
            id=0,
            kind=PostingKind.DIGEST if number % 4 == 0 else PostingKind.ITEM,
            text="Lời dẫn.",
            posted_by=lan,
            posted_at=at,
            articles=(told,),
            outlet=outlet,
            taken_back_by=lan if taken_back else None,
            taken_back_at=at + HOUR if taken_back else None,
        )
    )


def crowd(store: Store) -> None:
    """Thirty more outlets and sources with the longest names, all of which were blind for a while."""
    for number in range(30):
        name = f"{number:W>100}" if number % 2 else f"Trang thông tin điện tử xã {number} " + "của tỉnh " * 8
        place = store.outlets.add(OutletAccount(id=0, kind=OutletKind.PORTAL, name=name[:100], fields={}))
        for of in range(1 + number % 3):
            post(store, 13 + of, outlet=place.id)
        store.sources.save(replace(PAPER, id=f"bao-{number}", name=name[:200], home_url=f"https://n{number}.example"))
        days = [OCTOBER.first + DAY * at for at in range(31)]
        store.sights.save([Sight(source_id=f"bao-{number}", day=day, seen=0.5) for day in days])


def correct(store: Store) -> None:
    """Four changes: corrected after two hours and after ten, looked at, and open."""
    first = store.postings.list(100)[::-1]
    for at, (state, hours) in enumerate(
        [(TaskState.DONE, 2), (TaskState.DONE, 10), (TaskState.DISMISSED, 1), (TaskState.OPEN, 0)]
    ):
        posted = first[at]
        [told] = posted.articles
        changed = posted.posted_at + HOUR
        before = store.articles.get(told.article_id)
        earlier = ArticleVersion(
            article_id=before.id, version=1, seen_at=changed, title=before.title, text=before.text, grade=Grade.MATERIAL
        )
        store.versions.replace(replace(before, text=before.text + " Nay là 3."), earlier)
        proof = None
        if state is TaskState.DONE:
            follow_up = replace(
                posted, kind=PostingKind.FOLLOW_UP, follows=posted.id, posted_as=PostedAs.REPLY,
                posted_at=changed + hours * HOUR,
            )  # fmt: skip
            proof = store.postings.add(follow_up).id
        store.tasks.add(
            Task(
                id=0,
                posting_id=posted.id,
                article_id=before.id,
                cause=TaskCause.CHANGED,
                mark=f"m{at}",
                version=2,
                opened_at=changed + HOUR / 4,
                state=state,
                proof=proof,
                closed_at=changed + hours * HOUR if state is not TaskState.OPEN else None,
            )
        )


def warn(store: Store) -> None:
    """Three for our area, one of which was posted (half an hour after it was sent), and one for another province."""
    store.sources.save(replace(PAPER, kind=SourceKind.WARNING_SERVICE))
    for number, codes in enumerate([("15",), ("15",), (), ("79",)]):
        article = store.articles.get(f"t{20 + number}")
        warning = OfficialWarning(
            identifier=f"w{number}", sender="Đài Lào Cai", sent=article.dated, hazard=Hazard.FLASH_FLOOD,
            event="lũ quét", headline=f"Cảnh báo lũ quét số {number}", codes=codes, level=2,
        )  # fmt: skip
        kept = StoredWarning(
            article_id=article.id, source_id=article.source_id, link=ChainedWarning(warning=warning), as_read=warning
        )
        store.warnings.save([kept])
    post(store, 20)
