"""What the desk may expect of its database, one section a port, held by all three databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from database.engine import SqlDatabase
from desk.sources import collecting
from desk.sources.revisits import Miss
from domain.article import ArticleVersion
from domain.editorial import DeskSettings, Digest, DigestLine, ItemState, ReviewItem
from domain.errors import Conflict, NotFound
from domain.log import About, LogEntry
from domain.message import say
from domain.page import ClaimReview, ExtractionWarning
from domain.people import FailedTries, OpenLink, Role, SecondStep
from domain.ports import AssignmentReason, StoryAssignment
from domain.sources import FeedEntry, FeedKind
from domain.stage import Outcome, Stage
from domain.store import Store
from domain.stories import QueueFilter
from domain.story import Flag, ScoreTerm, StoryState, Term, TermEvidence
from domain.understanding import PlaceMention, Section, Signal, SignalKind, SignalReason, Span
from domain.visits import VISITS_SHOWN, FeedVisit, FetchError, VisitMessage
from domain.work import StepResult
from tests.making import NOON, OTHER, PAPER, a_lease, a_page, a_person, a_story, an_article, with_sources


def done(article: object, step: Stage, outcome: Outcome = Outcome.MOVED_ON, **more: object) -> StepResult:
    return StepResult(article=article, step=step, outcome=outcome, **more)  # type: ignore[arg-type]


def an_item(store: Store, key: str = "a", **more: object) -> ReviewItem:
    article = an_article(key)
    store.articles.add([article])
    person = a_person(store, "lan")
    plain = ReviewItem(
        id=0,
        article_id=article.id,
        story_id=f"story-{key}",
        state=ItemState.IN_REVIEW,
        caption="Lời dẫn",
        picked_by=person.id,
        picked_at=NOON,
    )
    return store.items.add(replace(plain, **more))  # type: ignore[arg-type]


# -- Transactions


def test_what_is_written_is_there_afterwards_and_what_failed_is_not(database: SqlDatabase) -> None:
    with database.write() as store:
        store.sources.save(PAPER)
    with pytest.raises(ZeroDivisionError), database.write() as store:
        store.sources.save(OTHER)
        raise ZeroDivisionError
    with database.read() as store:
        assert [source.id for source in store.sources.list()] == [PAPER.id]


# -- Sources and feeds


def test_a_source_comes_back_as_it_was_put(database: SqlDatabase) -> None:
    with database.write() as store:
        store.sources.save(PAPER)
        changed = replace(PAPER, name="Báo Lào Cai điện tử", active=False, checked_at=NOON, province="15")
        store.sources.save(changed)
        assert store.sources.get(PAPER.id) == changed
        assert store.sources.list() == [changed]
        with pytest.raises(NotFound):
            store.sources.get("unknown")


def test_removing_a_source_takes_its_feeds_and_articles_along(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        store.feeds.add(PAPER.id, "https://bao-a.example/rss", FeedKind.FEED, "", NOON)
        store.articles.add([an_article("a")])
        store.sources.remove(PAPER.id)
        assert store.feeds.list(PAPER.id) == []
        with pytest.raises(NotFound):
            store.articles.get(an_article("a").id)


def test_a_feed_is_kept_once_and_is_due_until_it_was_visited(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        assert store.feeds.add(PAPER.id, "https://bao-a.example/rss", FeedKind.LIST_PAGE, "h3 a", NOON)
        assert not store.feeds.add(PAPER.id, "https://bao-a.example/rss", FeedKind.FEED, "", NOON)
        assert store.feeds.due(NOON - timedelta(seconds=1), 10) == []
        [feed] = store.feeds.due(NOON, 10)
        assert (feed.kind, feed.rule) == (FeedKind.LIST_PAGE, "h3 a")
        said = (say(VisitMessage.ENTRIES, entries=3, new=2), say("date-note.future", moment=NOON))
        later = replace(feed, due_at=NOON + timedelta(hours=1), etag='"x"', failures=2, last_messages=said)
        store.feeds.save(later)
        assert store.feeds.due(NOON + timedelta(minutes=59), 10) == []
        [kept] = store.feeds.list(PAPER.id)
        stored = (said[0], say("date-note.future", moment=NOON.isoformat()))
        assert kept == replace(later, last_messages=stored)


def test_a_good_visit_marks_its_source_as_checked_and_a_bad_one_does_not(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        store.feeds.add(PAPER.id, "https://bao-a.example/rss", FeedKind.FEED, "", NOON)
        [feed] = store.feeds.list(PAPER.id)
        store.source_history.add(FeedVisit(feed_id=feed.id, at=NOON, status=500, error=FetchError.HTTP_STATUS))
        assert store.sources.get(PAPER.id).checked_at is None
        store.source_history.add(FeedVisit(feed_id=feed.id, at=NOON, status=304))
        assert store.sources.get(PAPER.id).checked_at == NOON


@pytest.mark.parametrize(("hours", "kept"), [(24, VISITS_SHOWN), (12, VISITS_SHOWN), (4, 7 * 6 + 1)])
def test_visits_are_kept_newest_first_for_a_week_and_the_last_ones_in_any_case(
    database: SqlDatabase, hours: int, kept: int
) -> None:
    with database.write() as store:
        with_sources(store)
        for url in ("https://bao-a.example/rss", "https://bao-a.example/khac"):
            store.feeds.add(PAPER.id, url, FeedKind.FEED, "", NOON)
        feed, other = store.feeds.list(PAPER.id)
        store.source_history.add(FeedVisit(feed_id=other.id, at=NOON, status=200, new=99))
        for number in range(60):
            at = NOON + timedelta(hours=number * hours)
            store.source_history.add(FeedVisit(feed_id=feed.id, at=at, status=200, new=number))
        found = [visit.new for visit in store.source_history.visits(PAPER.id, 100)]
        assert found == [*range(59, 59 - kept, -1), 99], "another feed's are its own"
        assert [visit.new for visit in store.source_history.visits(PAPER.id, 1)] == [59, 99]


def test_a_source_that_is_stopped_is_not_visited(database: SqlDatabase) -> None:
    with database.write() as store:
        store.sources.save(replace(PAPER, active=False))
        store.feeds.add(PAPER.id, "https://bao-a.example/rss", FeedKind.FEED, "", NOON)
        collecting.discover(store, PAPER.id, [FeedEntry(url="https://bao-a.example/1")], NOON)
        assert store.feeds.due(NOON, 10) == []
        assert store.crawl_queue.due(NOON, 10) == []


# -- Pages


def test_an_entry_is_discovered_once(database: SqlDatabase) -> None:
    entries = [FeedEntry(url=f"https://bao-a.example/{n}", title=f"Bài {n}") for n in range(1200)]
    with database.write() as store:
        with_sources(store)
        assert collecting.discover(store, PAPER.id, [*entries, entries[0]], NOON) == 1200
        assert collecting.discover(store, PAPER.id, [*entries, FeedEntry(url="https://bao-a.example/new")], NOON) == 1
        assert store.crawl_queue.count_waiting() == 1201


def test_a_page_that_arrives_becomes_an_article_at_fetched_with_its_bytes(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        collecting.discover(
            store, PAPER.id, [FeedEntry(url="https://bao-a.example/1.html", title="Tên trong RSS")], NOON
        )
        [page] = store.crawl_queue.due(NOON, 10)
        assert collecting.arrived(store, page, a_page("1", b"\x00\xff<p>"), due_at=NOON + timedelta(hours=1))
        [work] = store.articles.claim(Stage.FETCHED, 10, NOON, lease=a_lease())
        assert (work.article.title, work.article.stage) == ("Tên trong RSS", Stage.FETCHED)
        assert work.page is not None
        assert (work.page.content, work.page.url) == (b"\x00\xff<p>", "https://bao-a.example/1.html")
        assert store.crawl_queue.count_waiting() == 0
        [again] = store.crawl_queue.due(NOON + timedelta(hours=1), 10)
        assert (again.article_id, again.visits, again.failures) == (work.article.id, 1, 0)


def test_the_same_bytes_again_are_no_news_and_other_bytes_are(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        collecting.discover(store, PAPER.id, [FeedEntry(url="https://bao-a.example/1.html")], NOON)
        [page] = store.crawl_queue.due(NOON, 10)
        collecting.arrived(store, page, a_page("1", b"one"), due_at=NOON)
        [work] = store.articles.claim(Stage.FETCHED, 10, NOON, lease=a_lease())
        assert work.page is not None
        store.articles.record([done(work.article.moved_to(Stage.EXTRACTED), Stage.EXTRACTED)], NOON)
        store.articles.remove_pages({work.article.id: work.page.fetched_at})
        assert store.articles.claim_changed(10, lease=a_lease()) == []
        [page] = store.crawl_queue.due(NOON, 10)
        assert not collecting.arrived(store, page, a_page("1", b"one"), due_at=NOON)
        assert store.articles.claim_changed(10, lease=a_lease()) == []
        [page] = store.crawl_queue.due(NOON, 10)
        assert collecting.arrived(store, page, a_page("1", b"two"), due_at=NOON)
        [again] = store.articles.claim_changed(10, lease=a_lease())
        assert again.page is not None
        assert again.page.content == b"two"


def test_two_addresses_that_lead_to_one_page_are_one_article(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        collecting.discover(
            store,
            PAPER.id,
            [FeedEntry(url="https://bao-a.example/m/1"), FeedEntry(url="https://bao-a.example/1?x")],
            NOON,
        )
        for page in store.crawl_queue.due(NOON, 10):
            collecting.arrived(store, page, a_page("1", b"one"), due_at=None)
        assert len(store.articles.claim(Stage.FETCHED, 10, NOON, lease=a_lease())) == 1
        assert store.crawl_queue.due(NOON + timedelta(days=400), 10) == []


def test_a_page_that_is_gone_withdraws_its_article_once(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        collecting.discover(store, PAPER.id, [FeedEntry(url="https://bao-a.example/1.html")], NOON)
        [page] = store.crawl_queue.due(NOON, 10)
        collecting.arrived(store, page, a_page("1"), due_at=NOON)
        for hours in (1, 2):
            [page] = store.crawl_queue.find(["https://bao-a.example/1.html"]).values()
            miss = Miss(status=404, message=say(VisitMessage.NOT_THERE))
            collecting.page_gone(store, page, miss, NOON + timedelta(hours=hours))
        assert store.articles.get(page.article_id).withdrawn_at == NOON + timedelta(hours=1)


# -- Articles


def test_an_article_comes_back_as_it_was_kept(database: SqlDatabase) -> None:
    article = an_article(
        "a",
        modified_at=NOON,
        byline="Theo TTXVN",
        publisher_section="Sức khỏe",
        image_url="https://bao-a.example/1.jpg",
        image_credit="Ảnh: Thu Hà",
        language="vi",
        section=Section.HEALTH,
        places=(PlaceMention(code="15", name="Lào Cai", province="15", start=3, end=10),),
        summary=("Một câu.",),
        signals=(
            Signal(
                kind=SignalKind.USEFUL, reasons=(say(SignalReason.PHONE),), weight=0.5, evidence=(Span(1, 5, "1900"),)
            ),
        ),
        claim_reviews=(ClaimReview(claim="x", rating="Sai", reviewer="y"),),
        extraction_warnings=(say(ExtractionWarning.DATE_REFUSED, value="31/02/2026"),),
        story_id="s",
        assignment_reason=say(AssignmentReason.FIRST),
        copy_of="b",
        origin="TTXVN",
        withdrawn_at=NOON,
    )
    with database.write() as store:
        with_sources(store)
        store.articles.add([article])
    with database.read() as store:
        assert store.articles.get(article.id) == article
        with pytest.raises(NotFound):
            store.articles.get("unknown")


def test_claiming_gives_the_oldest_rows_of_one_stage(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        for key, hours in (("new", 0), ("old", 5), ("middle", 2)):
            store.articles.add([an_article(key, fetched_at=NOON - timedelta(hours=hours))])
        store.articles.add([an_article("elsewhere", stage=Stage.QUEUED)])
        claimed = [work.article.url for work in store.articles.claim(Stage.EXTRACTED, 2, NOON, lease=a_lease())]
        assert claimed == ["https://bao-a.example/old.html", "https://bao-a.example/middle.html"]
        assert store.progress.counts()[Stage.EXTRACTED] == 3
        assert store.progress.counts()[Stage.QUEUED] == 1


def test_each_step_leaves_one_outcome_however_often_it_was_tried(database: SqlDatabase) -> None:
    article = an_article("a", stage=Stage.UNDERSTOOD)
    with database.write() as store:
        with_sources(store)
        store.articles.add([article])
        for minute in (0, 10):
            at = NOON + timedelta(minutes=minute)
            assert len(store.articles.claim(Stage.UNDERSTOOD, 5, at, lease=a_lease())) == 1
            retry_at = at + timedelta(minutes=5)
            store.articles.record([done(article, Stage.QUEUED, Outcome.RETRY, reason="away", retry_at=retry_at)], at)
            assert store.progress.tries([article.id], Stage.QUEUED) == {article.id: 1 + minute // 10}
            assert store.articles.claim(Stage.UNDERSTOOD, 5, at, lease=a_lease()) == []
        at = NOON + timedelta(hours=1)
        store.articles.record([done(article.moved_to(Stage.QUEUED), Stage.QUEUED)], at)
        [row] = store.progress.outcomes(article.id)
        assert (row.outcome, row.tries, row.at, row.reason) == (Outcome.MOVED_ON, 3, at, "")
        assert store.articles.get(article.id).stage is Stage.QUEUED


@pytest.mark.parametrize("outcome", [Outcome.DISCARDED, Outcome.QUARANTINE])
def test_an_article_that_was_stopped_is_not_claimed_and_can_be_seen(database: SqlDatabase, outcome: Outcome) -> None:
    article = an_article("a")
    with database.write() as store:
        with_sources(store)
        store.articles.add([article])
        store.articles.record([done(article, Stage.UNDERSTOOD, outcome, reason="too-short", details={"n": 3})], NOON)
        assert store.articles.claim(Stage.EXTRACTED, 5, NOON + timedelta(days=1), lease=a_lease()) == []
        [(stopped, row)] = store.progress.stopped(outcome, 5)
        assert (stopped.id, row.reason) == (article.id, "too-short")
        assert store.progress.counts()[Stage.EXTRACTED] == 0


def test_the_index_is_rebuilt_from_all_that_may_have_reached_it(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        for stage in Stage:
            store.articles.add([an_article(stage.value, stage=stage, id=stage.value)])
        assert [article.id for article in store.progress.texts()] == [
            "queued",
            "reviewed",
            "shared",
            "understood",
        ]


def test_articles_are_counted_by_the_vietnamese_day(database: SqlDatabase) -> None:
    midnight = NOON.replace(hour=17)  # 00:00 on the 24th in Vietnam
    with database.write() as store:
        with_sources(store)
        for key, at in (("a", midnight), ("b", midnight - timedelta(seconds=1)), ("c", midnight + timedelta(hours=5))):
            store.articles.add([an_article(key, fetched_at=at)])
        counted = store.progress.by_day([PAPER.id, OTHER.id], NOON - timedelta(days=3))
        assert counted == {PAPER.id: {date(2026, 11, 24): 2, date(2026, 11, 23): 1}}


def test_an_earlier_text_is_kept_and_the_article_gets_the_next_version(database: SqlDatabase) -> None:
    article = an_article("a", stage=Stage.QUEUED)
    before = ArticleVersion(article_id=article.id, version=1, seen_at=NOON, title="Cũ", text="Chữ cũ", grade="typing")
    with database.write() as store:
        with_sources(store)
        store.articles.add([article])
        store.versions.replace(replace(article, text="Chữ mới", stage=Stage.EXTRACTED), before)
        kept = store.articles.get(article.id)
        assert (kept.version, kept.text, kept.stage) == (2, "Chữ mới", Stage.EXTRACTED)
        assert store.versions.list(article.id) == [before]


# -- Stories


def stories(store: Store) -> None:
    with_sources(store)
    day = timedelta(days=1)
    store.stories.save([a_story("health", score=2.0, places=("15", "15.1"))])
    store.stories.save([a_story("law", score=5.5, section=Section.LAW, source_id=OTHER.id, newest_at=NOON - day)])
    store.stories.save([a_story("none", score=3.0, section=None)])
    store.stories.save([a_story("skipped", score=9.0, state=StoryState.SKIPPED)])
    store.articles.add([an_article("m", story_id="health", source_id=OTHER.id)])
    store.stories.save([a_story("health", score=2.0, places=("15", "15.1"))])  # its second source is known now


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (QueueFilter(), ["none", "law", "health"]),
        (QueueFilter(section="phap-luat"), ["law"]),
        (QueueFilter(place="15.1"), ["health"]),
        (QueueFilter(place="?"), []),
        (QueueFilter(source=OTHER.id), ["health"]),
        (QueueFilter(day=date(2026, 11, 22)), ["law"]),
        (QueueFilter(state=StoryState.SKIPPED), ["skipped"]),
        (QueueFilter(section="suc-khoe", place="15", source=OTHER.id, day=date(2026, 11, 23)), ["health"]),
        (QueueFilter(limit=1), ["none"]),
        (QueueFilter(limit=2, offset=1), ["law", "health"]),
        (QueueFilter(offset=50), []),
    ],
)
def test_the_queue_is_filtered_and_ranked(database: SqlDatabase, wanted: QueueFilter, ids: list[str]) -> None:
    with database.write() as store:
        stories(store)
    with database.read() as store:
        found, total = store.stories.list(wanted)
        assert [story.id for story in found] == ids
        everything, _ = store.stories.list(replace(wanted, limit=100, offset=0))
        assert total == len(everything)


def test_a_story_comes_back_as_it_was_saved(database: SqlDatabase) -> None:
    story = a_story(
        "s",
        terms=(ScoreTerm(term=Term.NEAR, value=2.5, evidence=say(TermEvidence.NEAR, place="15")),),
        flags=(Flag.OLD,),
    )
    with database.write() as store:
        with_sources(store)
        store.stories.save([story])
        assert store.stories.get("s") == story
        with pytest.raises(NotFound):
            store.stories.get("unknown")


def test_members_are_listed_earliest_first_without_those_that_were_stopped(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        for key, minutes in (("late", 5), ("early", 50), ("stopped", 30)):
            store.articles.add([an_article(key, id=key, story_id="s", published_at=NOON - timedelta(minutes=minutes))])
        store.articles.record([done(store.articles.get("stopped"), Stage.QUEUED, Outcome.QUARANTINE)], NOON)
        found = store.stories.members(["s", "empty"])
        assert [article.id for article in found["s"]] == ["early", "late"]
        assert found["empty"] == []


def test_grouping_is_read_back_in_the_order_it_was_decided(database: SqlDatabase) -> None:
    kin = StoryAssignment(
        story_id="first",
        reason=say(AssignmentReason.COPY, percent=82, title="Tiêm chủng"),
        copy_of="first",
        overlap=0.82,
        origin="TTXVN",
    )
    with database.write() as store:
        with_sources(store)
        for key, minutes in (("second", 5), ("first", 50)):
            at = NOON - timedelta(minutes=minutes)
            store.articles.add([an_article(key, id=key, fetched_at=at, published_at=at, stage=Stage.UNDERSTOOD)])
        store.articles.add([an_article("old", id="old", story_id="old", published_at=NOON - timedelta(days=9))])
        for key in ("first", "second"):
            placed = replace(
                store.articles.get(key).moved_to(Stage.QUEUED),
                story_id="first", assignment_reason=kin.reason, copy_of=kin.copy_of, origin=kin.origin,
            )  # fmt: skip
            store.articles.record([done(placed, Stage.QUEUED, assignment=kin)], NOON)
        found = list(store.stories.placed(NOON - timedelta(days=3)))
        assert [(candidate.id, assignment) for candidate, assignment in found] == [("first", kin), ("second", kin)]


# -- Editorial


def test_an_item_is_changed_only_from_the_revision_that_was_seen(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        seen = an_item(store)
        newer = store.items.save(replace(seen, caption="Một"))
        assert newer.revision == seen.revision + 1
    with pytest.raises(Conflict), database.write() as store:
        store.items.save(replace(seen, caption="Hai"))
    with database.read() as store:
        assert store.items.get(seen.id) == newer
        assert store.items.of_stories(["story-a"]) == {"story-a": [newer]}
        assert store.items.list([ItemState.IN_REVIEW], 5) == [newer]
        assert store.items.list([ItemState.SHARED], 5) == []
        with pytest.raises(NotFound):
            store.items.get(seen.id + 999)


def test_a_digest_is_saved_only_over_the_revision_that_was_seen(database: SqlDatabase) -> None:
    day = date(2026, 11, 23)
    proposed = Digest(day=day, opening="Chào!", lines=(DigestLine(article_id="a", text="Một."),), saved_at=NOON)
    with database.write() as store:
        assert store.digests.find(day) is None
        saved = store.digests.save(proposed)
        assert saved.revision == 1
        assert store.digests.find(day) == saved
        newer = store.digests.save(replace(saved, opening="Khác"))
    for old in (proposed, saved):
        with pytest.raises(Conflict), database.write() as store:
            store.digests.save(old)
    with database.write() as store:
        store.digests.save(replace(proposed, day=day - timedelta(days=1)))
        assert [digest.day.day for digest in store.digests.list(5)] == [23, 22]
        assert store.digests.find(day) == newer


def test_the_log_is_only_added_to(database: SqlDatabase) -> None:
    with database.write() as store:
        for number in range(3):
            after = {"state": "picked"}
            entry = LogEntry(id=0, at=NOON, who="Lan", action="pick", subject=f"item:{number % 2}", after=after)
            store.log.add(entry)
        assert [entry.subject for entry in store.log.list(10)] == ["item:0", "item:1", "item:0"]
        assert len(store.log.list(10, "item:0")) == 2
        assert store.log.list(1)[0].after == {"state": "picked"}
        assert {name for name in dir(store.log) if not name.startswith("_")} == {
            "add",
            "began",
            "list",
            "names",
            "about",
            "connection",
        }


def test_settings_have_defaults_and_are_kept(database: SqlDatabase) -> None:
    wanted = DeskSettings(name="Tin Bản", area=("15", "02"), solo=True, post_limit=500)
    with database.write() as store:
        assert store.settings.get() == DeskSettings()
        store.settings.save(wanted)
        assert store.settings.get() == wanted


# -- People


def test_an_account_is_kept_and_changed_by_its_login(database: SqlDatabase) -> None:
    with database.write() as store:
        lan = store.people.save("lan", "Lan", Role.EDITOR, active=True)
        assert store.people.save("lan", "Lan Anh", Role.ADMINISTRATOR, active=False).id == lan.id
        assert [(p.name, p.role, p.active, p.has_password) for p in store.people.list()] == [
            ("Lan Anh", Role.ADMINISTRATOR, False, False)
        ]
        store.people.set_password(lan.id, "argon2…")
        found = store.people.find_credentials("lan")
        assert found is not None
        assert (found[0].has_password, found[1]) == (True, "argon2…")
        assert store.people.find_credentials("nobody") is None
        with pytest.raises(NotFound):
            store.people.get(lan.id + 999)


def test_a_session_ends_by_time_by_hand_and_with_its_account(database: SqlDatabase) -> None:
    with database.write() as store:
        lan = a_person(store, "lan")
        for token in ("a", "b", "c"):
            store.sessions.add(token, lan.id, f"csrf-{token}", NOON + timedelta(hours=1))
        found = store.sessions.find("a", NOON)
        assert found is not None
        assert (found.person.id, found.csrf) == (lan.id, "csrf-a")
        assert store.sessions.find("a", NOON + timedelta(hours=1)) is None
        store.sessions.remove("a")
        assert store.sessions.find("a", NOON) is None
        store.people.save("lan", "Lan", Role.EDITOR, active=False)
        assert store.sessions.find("b", NOON) is None
        store.people.save("lan", "Lan", Role.EDITOR, active=True)
        store.sessions.remove_all(lan.id)
        assert store.sessions.find("c", NOON) is None


def test_an_invitation_is_spent_once_and_runs_out(database: SqlDatabase) -> None:
    with database.write() as store:
        lan = a_person(store, "lan")
        store.sign_ins.add_link("once", lan.id, NOON + timedelta(days=3))
        store.sign_ins.add_link("late", lan.id, NOON)
        assert store.sign_ins.find_link("once", NOON) == lan
        assert store.sign_ins.redeem("once", NOON) == lan
        assert store.sign_ins.redeem("once", NOON) is None
        assert store.sign_ins.find_link("once", NOON) is None
        assert store.sign_ins.redeem("late", NOON) is None
        assert store.sign_ins.redeem("never", NOON) is None


def test_failed_tries_are_counted_by_key_and_forgotten_after_a_day(database: SqlDatabase) -> None:
    with database.write() as store:
        for minutes in (0, 5, 10):
            store.sign_ins.add_failures(["login:lan"], NOON + timedelta(minutes=minutes))
        later = [NOON + timedelta(minutes=minutes) for minutes in (0, 5, 10, 9_999)]
        count = store.sign_ins.count_failures
        assert count(["login:lan"], later[1], later[3], lock=True) == {
            "login:lan": FailedTries(number=2, last_at=later[2])
        }
        assert count(["login:lan"], later[0], later[1]) == {"login:lan": FailedTries(number=2, last_at=later[1])}
        assert count(["ip:1"], later[0], later[3]) == {"ip:1": FailedTries()}
        store.sign_ins.add_failures(["ip:1"], NOON + timedelta(days=2))
        assert count(["login:lan"], later[0], later[3]) == {"login:lan": FailedTries()}


def test_a_person_sees_their_sessions_and_ends_one_or_the_others(database: SqlDatabase) -> None:
    with database.write() as store:
        lan, minh = a_person(store, "lan"), a_person(store, "minh")
        for hours, key in enumerate("abc", 1):
            store.sessions.add(key * 64, lan.id, "csrf", NOON + timedelta(hours=hours), f"Firefox {key}")
        store.sessions.add("d" * 64, minh.id, "csrf", NOON + timedelta(hours=9))
        store.sessions.see("b" * 64, NOON)
        found = store.sessions.list(lan.id, NOON)
        assert [(one.id, one.browser, one.seen_at) for one in found] == [
            ("a" * 16, "Firefox a", None),
            ("b" * 16, "Firefox b", NOON),
            ("c" * 16, "Firefox c", None),
        ]
        assert [one.id for one in store.sessions.list(lan.id, NOON + timedelta(hours=1))] == ["b" * 16, "c" * 16]
        for not_theirs in ("d" * 16, "", "_" * 16, "%" * 16, "a"):
            assert not store.sessions.remove_one(lan.id, not_theirs)
        assert store.sessions.remove_one(lan.id, "a" * 16)
        store.sessions.remove_all(lan.id, "c" * 64)
        assert [one.id for one in store.sessions.list(lan.id, NOON)] == ["c" * 16]
        assert len(store.sessions.list(minh.id, NOON)) == 1


def test_open_links_are_told_and_spent_together(database: SqlDatabase) -> None:
    with database.write() as store:
        lan, minh = a_person(store, "lan"), a_person(store, "minh")
        for key, whose, days in (("one", lan, 1), ("two", lan, 3), ("old", minh, 0), ("his", minh, 2)):
            store.sign_ins.add_link(key, whose.id, NOON + timedelta(days=days), f"sealed {key}")
        his = OpenLink(until=NOON + timedelta(days=2), sealed="sealed his")
        assert store.sign_ins.list_links(NOON) == {
            lan.id: OpenLink(until=NOON + timedelta(days=3), sealed="sealed two"),
            minh.id: his,
        }
        assert store.sign_ins.spend_links(lan.id, NOON)
        assert not store.sign_ins.spend_links(lan.id, NOON)
        assert store.sign_ins.list_links(NOON) == {minh.id: his}
        assert store.sign_ins.redeem("two", NOON) is None
        assert store.sign_ins.redeem("his", NOON) == minh


def test_failures_are_counted_for_the_log_once(database: SqlDatabase) -> None:
    with database.write() as store:
        for minutes, keys in ((0, ["tried:lan", "ip:1"]), (1, ["tried:lan"]), (2, ["tried"]), (20, ["tried:lan"])):
            store.sign_ins.add_failures(keys, NOON + timedelta(minutes=minutes))
        quarter = NOON + timedelta(minutes=15)
        assert store.sign_ins.count_unlogged("tried", quarter) == {"tried": 1, "tried:lan": 2}
        assert store.sign_ins.count_unlogged("tried", quarter) == {}
        assert store.sign_ins.count_unlogged("tried", NOON + timedelta(minutes=30)) == {"tried:lan": 1}
        counted = store.sign_ins.count_failures(["tried:lan", "ip:1"], NOON, NOON + timedelta(days=1))
        assert {key: failed.number for key, failed in counted.items()} == {"tried:lan": 3, "ip:1": 1}


def test_a_second_step_is_kept_changed_and_taken_away(database: SqlDatabase) -> None:
    with database.write() as store:
        lan = a_person(store, "lan")
        assert store.second_steps.find(lan.id) is None
        for step in (
            SecondStep(secret="s", recovery=("a", "b")),
            SecondStep(secret="s", last_step=60_000_000, recovery=("a",)),
        ):
            store.second_steps.save(lan.id, step)
            assert store.second_steps.find(lan.id) == step
        assert [one.has_second_step for one in store.people.list()] == [True]
        assert store.second_steps.remove(lan.id)
        assert not store.second_steps.remove(lan.id)
        assert not store.people.get(lan.id).has_second_step


def test_the_log_knows_what_it_is_about_and_where_that_is_read(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        item = an_item(store)
        store.stories.save([a_story("s")])
        article = About(title=store.articles.get(item.article_id).title, article_id=item.article_id)
        story = About(title="Chuyện s", article_id=a_story("s").head_id)
        known = {f"article:{item.article_id}": article, "story:s": story, f"item:{item.id}": article}
        asked = [*known, "item:x", f"item:{item.id + 1}", "item:٣", "desk", "person:1", "article:", "story:%"]
        assert store.log.about(asked) == known
        assert store.log.about([]) == {}
