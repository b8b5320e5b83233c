"""A page that came again is read again; nothing that changed goes unnoticed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import ledger, review, sharing
from desk.sources import adding, collecting, feeds, revisits
from desk.sources.health import HealthWord
from desk.sources.revisits import Miss
from domain.crawl_queue import CrawlTarget
from domain.editorial import ItemState
from domain.page import FetchedPage
from domain.search import Query
from domain.sources import Announcement, FeedEntry, FeedKind
from domain.stage import Outcome, Stage, StopReason
from domain.versions import Grade
from domain.visits import FeedVisit, FetchError, visit_message
from tests.desk.conftest import Office
from tests.making import NOON, PAPER, TEXT, acting, seen, sent

CHANGED = TEXT.replace("năm tuổi", "sáu tuổi")


@pytest.fixture
def article_id(office: Office) -> str:
    return office.publish("a", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")


def share(office: Office, article_id: str) -> None:
    with office.database.write() as store:
        item = sent(acting(store, office.lan, office.now), office.ranker, article_id)
        item = review.decide(acting(store, office.minh, office.now), office.ranker, seen(item), ItemState.APPROVED)
        sharing.share(acting(store, office.lan, office.now), office.ranker, seen(item))


def again(office: Office, content: str) -> int:
    office.now += timedelta(minutes=10)
    office.arrive("a", content)
    return office.reread()


def test_a_changed_text_keeps_its_earlier_version_with_the_grade(office: Office, article_id: str) -> None:
    assert again(office, f"Tiêm chủng miễn phí ở Lào Cai|{CHANGED}") == 1
    office.work()
    with office.database.read() as store:
        article = store.articles.get(article_id)
        [version] = store.versions.list(article_id)
        story = store.stories.get(article.story_id)
    assert (article.version, article.text, article.stage) == (2, CHANGED, Stage.QUEUED)
    assert (version.version, version.text, version.grade, version.seen_at) == (1, TEXT, Grade.MATERIAL, office.now)
    assert "changed" in story.flags
    assert office.reread() == 0


def test_other_bytes_with_the_same_words_change_nothing(office: Office, article_id: str) -> None:
    assert again(office, f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}") == 0  # the very same bytes
    assert again(office, f"Tiêm chủng miễn phí ở Lào Cai|{TEXT} ") == 1  # a reader sees no difference
    with office.database.read() as store:
        article = store.articles.get(article_id)
        assert (article.stage, article.version) == (Stage.QUEUED, 1)
        assert store.versions.list(article_id) == []


def test_an_emptied_page_withdraws_its_article_once_and_the_queue_says_so(office: Office, article_id: str) -> None:
    again(office, "")
    again(office, "trang trống")
    with office.database.read() as store:
        article = store.articles.get(article_id)
        assert article.withdrawn_at == office.now - timedelta(minutes=10)
        assert article.text == TEXT
        assert [version.grade for version in store.versions.list(article_id)] == ["withdrawn"]
        assert "withdrawn" in store.stories.get(article.story_id).flags


def test_an_article_that_returns_is_no_longer_withdrawn(office: Office, article_id: str) -> None:
    again(office, "")
    again(office, f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")
    office.work()
    with office.database.read() as store:
        article = store.articles.get(article_id)
        assert article.withdrawn_at is None
        assert "withdrawn" not in store.stories.get(article.story_id).flags


def test_a_shared_article_is_read_again_and_stays_shared(office: Office, article_id: str) -> None:
    share(office, article_id)
    again(office, f"Đính chính: tiêm chủng|{CHANGED}")
    office.work()
    with office.database.read() as store:
        article = store.articles.get(article_id)
        [row] = ledger.page(store).rows
        assert (article.stage, article.version, article.title) == (Stage.SHARED, 2, "Đính chính: tiêm chủng")
        assert (row.articles[0].has_changed, row.articles[0].then.title) == (True, "Tiêm chủng miễn phí ở Lào Cai")
        assert "changed" in store.stories.get(article.story_id).flags
    assert [hit.id for hit in office.index.find(Query(text="đính chính")).hits] == [article_id]


@pytest.mark.parametrize("decided", [False, True])
def test_what_is_quoted_is_of_the_text_that_its_source_says_now(office: Office, article_id: str, decided: bool) -> None:
    """A digest quotes the summary, also of an article that was shared before its source corrected it."""
    if decided:
        share(office, article_id)
    again(office, f"Tiêm chủng miễn phí ở Hà Giang|{CHANGED.replace('tỉnh Lào Cai', 'tỉnh Hà Giang')}")
    office.work()
    with office.database.read() as store:
        article = store.articles.get(article_id)
    assert article.summary == (CHANGED.replace("tỉnh Lào Cai", "tỉnh Hà Giang").partition("\n")[0],)
    assert article.places == ()


@pytest.mark.parametrize("fault", ["broken", "foreign"])
def test_where_nothing_can_be_understood_no_sentence_of_the_earlier_text_is_quoted(
    office: Office, article_id: str, fault: str
) -> None:
    share(office, article_id)
    office.analyzer.broken, office.analyzer.language = fault == "broken", "en" if fault == "foreign" else "vi"
    assert again(office, f"Tiêm chủng miễn phí ở Lào Cai|{CHANGED}") == 1
    with office.database.read() as store:
        article = store.articles.get(article_id)
    assert (article.stage, article.text, article.summary) == (Stage.SHARED, CHANGED, ())


def test_a_page_that_breaks_the_reader_does_not_stop_the_watch(office: Office, article_id: str) -> None:
    assert again(office, "bug") == 1
    assert office.reread() == 0
    with office.database.read() as store:
        assert store.articles.get(article_id).text == TEXT
        assert store.log.list(1)[0].action == "reread-failed"


def test_while_search_is_away_a_change_is_kept_and_found_later(office: Office, article_id: str) -> None:
    share(office, article_id)
    office.index.away = True
    assert again(office, f"Tên mới|{CHANGED}") == 1
    with office.database.read() as store:
        assert store.articles.get(article_id).title == "Tên mới"
    office.index.away = False
    office.work()
    assert [hit.id for hit in office.index.find(Query(text="tên mới")).hits] == [article_id]


def test_what_people_decide_while_a_page_is_read_again_stands(office: Office, article_id: str) -> None:
    office.arrive("a", f"Tên mới|{CHANGED}")
    batch = office.intake.watch.claim()
    assert batch is not None
    share(office, article_id)
    office.intake.watch.record(batch, office.intake.watch.read(batch))
    office.work()
    with office.database.read() as store:
        article = store.articles.get(article_id)
        assert (article.stage, article.version, article.title) == (Stage.SHARED, 2, "Tên mới")


# -- Collecting


def due(office: Office, at: timedelta = timedelta()) -> list[CrawlTarget]:
    with office.database.read() as store:
        return store.crawl_queue.due(office.now + at, 99)


def missed(office: Office, page: CrawlTarget, status: int, wait: float = 0) -> None:
    with office.database.write() as store:
        miss = Miss(status=status, message=visit_message(FetchError.HTTP_STATUS, status), wait_seconds=wait)
        collecting.page_missed(store, page, miss, office.now)


def test_an_article_is_looked_at_within_minutes_at_first_and_less_often_as_it_ages() -> None:
    ages = [timedelta(minutes=1), timedelta(hours=5), timedelta(days=1), timedelta(days=5), timedelta(days=29)]
    looks = [revisits.next_look(NOON - age, NOON) or NOON for age in ages]
    assert looks == sorted(set(looks))
    assert NOON < looks[0] <= NOON + timedelta(minutes=10)
    assert looks[-1] == NOON + timedelta(days=1)
    assert revisits.next_look(NOON - timedelta(days=31), NOON) is None


def test_a_shared_article_is_watched_three_times_as_long() -> None:
    assert revisits.next_look(NOON - timedelta(days=80), NOON, chosen=True) == NOON + timedelta(days=1)
    assert revisits.next_look(NOON - timedelta(days=91), NOON, chosen=True) is None


def test_entries_that_lead_to_people_are_left_out(office: Office) -> None:
    urls = [
        "https://bao-a.example/1",
        "https://www.facebook.com/bao/posts/1",
        "https://bit.ly/x",
        "https://m.youtube.com/@bao",
    ]
    with office.database.write() as store:
        from domain.sources import FeedKind

        store.feeds.add(PAPER.id, "https://bao-a.example/rss", FeedKind.FEED, "", NOON)
        [feed] = store.feeds.list(PAPER.id)
        visit = FeedVisit(feed_id=feed.id, at=NOON, status=200)
        visit = feeds.announced(store, feed, visit, Announcement(entries=[FeedEntry(url=url) for url in urls]))
    assert (visit.entries, visit.new) == (1, 1)
    assert [page.url for page in due(office)] == ["https://bao-a.example/1"]


@pytest.mark.parametrize("status", [0, 200, 403, 404, 500])
def test_an_address_that_never_gave_an_article_is_given_up_after_six_tries(office: Office, status: int) -> None:
    with office.database.write() as store:
        collecting.discover(store, PAPER.id, [FeedEntry(url="https://bao-a.example/1")], NOON)
    tries = 0
    while pages := due(office, timedelta(days=3)):
        missed(office, pages[0], status)
        tries += 1
        assert tries <= 6
    assert tries == 6


def test_a_server_that_asks_for_time_gets_it(office: Office) -> None:
    with office.database.write() as store:
        collecting.discover(store, PAPER.id, [FeedEntry(url="https://bao-a.example/1")], NOON)
    missed(office, due(office)[0], 429, wait=3600)
    assert due(office, timedelta(minutes=59)) == []
    assert len(due(office, timedelta(minutes=60))) == 1


def test_an_article_whose_page_is_gone_is_not_asked_for_ever(office: Office, article_id: str) -> None:
    office.now += timedelta(days=40)
    missed(office, due(office)[0], 404)
    assert due(office, timedelta(days=400)) == []


def test_bytes_that_came_are_looked_at_again_by_the_ladder(office: Office, article_id: str) -> None:
    [page] = due(office, timedelta(days=1))
    content = FetchedPage(url=page.url, content=b"x|y", fetched_at=office.now)
    with office.database.write() as store:
        assert collecting.page_arrived(store, page, content, office.now)
    assert due(office, timedelta(minutes=4)) == []
    assert len(due(office, timedelta(minutes=10))) == 1


# -- What a server says in an article's place

STAND_INS = [
    "captcha", "sign-in", "maintenance", "not-found", "server-error", "needs-script", "redirect", "consent",
    "is-a-list", "without-text",
]  # fmt: skip


def pages_of(office: Office, article_id: str) -> list[CrawlTarget]:
    with office.database.read() as store:
        return store.crawl_queue.list_of(article_id)


@pytest.mark.parametrize("kind", STAND_INS)
def test_a_captcha_at_a_revisit_is_a_failed_visit_and_the_article_stays(
    office: Office, article_id: str, kind: str
) -> None:
    assert again(office, f"!{kind}") == 1
    office.work()
    with office.database.read() as store:
        article = store.articles.get(article_id)
        assert (article.text, article.version, article.stage, article.withdrawn_at) == (TEXT, 1, Stage.QUEUED, None)
        assert store.versions.list(article_id) == []
        assert "withdrawn" not in store.stories.get(article.story_id).flags
    [page] = pages_of(office, article_id)
    assert (page.failures, page.content_hash, page.etag) == (1, "", "")
    assert page.last_message is not None
    assert page.last_message.code == f"unreadable.page-{kind.replace('captcha', 'challenge')}"
    assert page.due_at is not None
    assert page.due_at <= office.now + timedelta(minutes=2)


def test_the_same_captcha_again_is_a_second_failed_visit_and_the_article_mends_it(
    office: Office, article_id: str
) -> None:
    again(office, "!captcha")
    assert again(office, "!captcha") == 1
    assert [page.failures for page in pages_of(office, article_id)] == [2]
    again(office, f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")
    assert [(page.failures, page.last_message) for page in pages_of(office, article_id)] == [(0, None)]
    with office.database.read() as store:
        assert store.articles.get(article_id).version == 1
        assert store.versions.list(article_id) == []


def test_an_english_page_in_place_of_the_article_is_a_failed_visit(office: Office, article_id: str) -> None:
    again(office, "One moment|We are making sure that the connection is fine. It will take a few seconds, thank you.")
    with office.database.read() as store:
        assert store.articles.get(article_id).text == TEXT
    assert [page.failures for page in pages_of(office, article_id)] == [1]


def test_a_captcha_at_first_sight_is_discarded_and_asked_for_again(office: Office) -> None:
    article_id = office.publish("b", "!captcha")
    with office.database.read() as store:
        [outcome] = store.progress.outcomes(article_id)
    assert (outcome.outcome, outcome.reason) == (Outcome.DISCARDED, StopReason.NOT_AN_ARTICLE)
    assert [page.failures for page in pages_of(office, article_id)] == [1]
    office.now += timedelta(minutes=2)
    office.arrive("b", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")
    office.work()
    with office.database.read() as store:
        assert store.articles.get(article_id).stage is Stage.QUEUED


def health(office: Office) -> HealthWord:
    with office.database.write() as store:
        store.feeds.add(PAPER.id, "https://bao-a.example/rss", FeedKind.FEED, "", office.now)
        for feed in store.feeds.list(PAPER.id):
            store.feeds.save(replace(feed, due_at=office.now, last_good_at=office.now))
            store.source_history.add(FeedVisit(feed_id=feed.id, at=office.now, status=200))
        [page] = adding.list_sources(store, office.now, PAPER.id)
        return page.health.word


def test_a_source_that_answers_so_for_an_hour_is_said_to_block_readers_until_it_gives_an_article(
    office: Office, article_id: str
) -> None:
    for _ in range(6):
        again(office, "!captcha")
        assert health(office) is HealthWord.GOOD
    again(office, "!maintenance")
    assert health(office) is HealthWord.BLOCKED
    again(office, f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")
    assert health(office) is HealthWord.GOOD


def test_one_article_that_is_no_longer_found_does_not_block_its_source(office: Office, article_id: str) -> None:
    for _ in range(9):
        again(office, "!not-found")
    assert health(office) is HealthWord.GOOD
