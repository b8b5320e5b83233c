"""What an editor says of an article's section stays, whoever writes to the article before, after or meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from database.engine import SqlDatabase
from desk import sections, stories
from desk.indexing import Indexing
from desk.leases import new_lease
from desk.ranking.ranker import Ranker
from domain.article import Article, ArticleVersion
from domain.errors import Conflict, NotAllowed
from domain.people import Role
from domain.search import Query
from domain.stage import Outcome, Stage
from domain.stories import QueueFilter
from domain.understanding import OtherChoice, Section, SectionChoice
from domain.work import SearchMark, StepResult
from index.memory import MemoryIndex
from tests.contract.at_once import meanwhile
from tests.fakes import FakeGazetteer
from tests.making import NOON, a_person, acting, an_article, with_sources

RANKER = Ranker(gazetteer=FakeGazetteer())
LIFE, LAW, SPORT = Section.LIFE, Section.LAW, Section.SPORT
UNCLEAR, PROGRAM = OtherChoice.UNCLEAR, OtherChoice.PROGRAM


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def database(request: pytest.FixtureRequest) -> SqlDatabase:
    """One story of one article, which the program takes for life, or else for law."""
    made: SqlDatabase = request.getfixturevalue(request.param)
    with made.write() as store:
        with_sources(store)
        article = an_article("a", id="a", stage=Stage.QUEUED, story_id="a", section=LIFE, second_section=LAW)
        store.articles.add([article])
        RANKER.refresh(store, ["a"])
        a_person(store, "lan")
        a_person(store, "minh")
        a_person(store, "khach", Role.ANALYST)
        store.settings.save(store.settings.get())
    return made


def choose(
    database: SqlDatabase, choice: SectionChoice, who: str = "lan", seen: SectionChoice | None = None
) -> Article:
    with database.write() as store:
        person = next(one for one in store.people.list() if one.login == who)
        return sections.choose(acting(store, person), RANKER, "a", choice, seen)


def read_again(database: SqlDatabase, section: Section | None) -> None:
    """As a worker does: the row is its own by lease and lock, then the outcome and the story are written."""
    lease = new_lease()
    with database.write() as store:
        store.articles.record([_moved(store.articles.get("a"), Stage.EXTRACTED)], NOON)
        store.articles.claim(Stage.EXTRACTED, 5, NOON, lease=lease)
    with database.write() as store:
        assert store.articles.held(["a"], lease.token) == {"a"}
        article = replace(store.articles.get("a"), section=section, second_section=None)
        store.articles.record([_moved(article, Stage.UNDERSTOOD), _moved(article, Stage.QUEUED)], NOON)
        RANKER.refresh(store, ["a"])


def _moved(article: Article, to: Stage) -> StepResult:
    return StepResult(article=replace(article, stage=to), step=to, outcome=Outcome.MOVED_ON)


def shown(database: SqlDatabase) -> tuple[Section | None, Section | None, bool]:
    """Of the article; its story says the same."""
    with database.read() as store:
        article, story = store.articles.get("a"), store.stories.get("a")
        [member] = store.stories.ranking_members(["a"])["a"]
    assert (story.section, story.second_section) == (article.section, article.second_section)
    assert (member.section, member.second_section) == (article.section, article.second_section)
    return article.section, article.second_section, article.is_section_chosen


def logged(database: SqlDatabase) -> list[tuple[str, object, object]]:
    with database.read() as store:
        return [(one.who, one.before["section"], one.after["section"]) for one in store.log.list(9)][::-1]


def test_an_editor_chooses_and_it_counts_in_the_queue_and_is_logged(database: SqlDatabase) -> None:
    assert shown(database) == (LIFE, LAW, False)
    assert _queues(database) == {LIFE, LAW}

    choose(database, SPORT)

    assert shown(database) == (SPORT, None, True)
    assert _queues(database) == {SPORT}
    assert logged(database) == [("Lan", "doi-song", "the-thao")]


def _queues(database: SqlDatabase) -> set[Section]:
    """The sections under which the queue shows it, once each."""
    with database.read() as store:
        pages = {one: store.stories.list(QueueFilter(section=one)) for one in Section}
    assert {(len(found), total) for found, total in pages.values()} <= {(0, 0), (1, 1)}
    return {one for one, (found, _) in pages.items() if found}


def test_unclear_is_a_choice_as_well(database: SqlDatabase) -> None:
    choose(database, UNCLEAR)
    assert shown(database) == (None, None, True)
    read_again(database, LAW)
    assert shown(database) == (None, None, True)


def test_choosing_what_stands_confirms_it(database: SqlDatabase) -> None:
    choose(database, LIFE)
    read_again(database, LAW)
    assert shown(database) == (LIFE, None, True)


def test_nothing_that_the_program_writes_later_takes_the_choice_away(database: SqlDatabase) -> None:
    choose(database, SPORT)
    before = ArticleVersion(article_id="a", version=1, seen_at=NOON, title="Cũ", text="Chữ cũ")
    with database.write() as store:
        article = store.articles.get("a")
        store.versions.replace(replace(article, text="Chữ mới", stage=Stage.EXTRACTED), before)
        assert store.articles.get("a").section is SPORT
        store.articles.add([replace(article, section=LAW, is_section_chosen=False)])  # imported once more
    read_again(database, None)
    with database.write() as store:
        RANKER.refresh(store, ["a"])

    assert shown(database) == (SPORT, None, True)
    choose(database, PROGRAM)
    assert shown(database) == (None, None, False)


def test_a_new_text_leaves_the_programs_judgement_to_the_next_reading(database: SqlDatabase) -> None:
    choose(database, SPORT)
    before = ArticleVersion(article_id="a", version=1, seen_at=NOON, title="Cũ", text="Chữ cũ")
    with database.write() as store:
        store.versions.replace(replace(store.articles.get("a"), text="Chữ mới"), before)
    choose(database, PROGRAM)
    assert shown(database) == (LIFE, LAW, False)


def test_it_stays_with_the_article_in_another_story(database: SqlDatabase) -> None:
    choose(database, SPORT)
    with database.write() as store:
        other = an_article("b", id="b", stage=Stage.QUEUED, story_id="b", section=LIFE, fetched_at=NOON)
        store.articles.add([replace(other, published_at=NOON - timedelta(days=1))])
        RANKER.refresh(store, ["b"])
        stories.move(acting(store, store.people.list()[0]), RANKER, "a", "b")
        stories.split(acting(store, store.people.list()[0]), RANKER, "a")
        assert store.articles.get("a").section is SPORT
        assert store.stories.get(store.articles.get("a").story_id).section is SPORT


def test_undoing_goes_back_to_what_stood_before_whoever_said_it(database: SqlDatabase) -> None:
    for who, choice in (("lan", SPORT), ("minh", UNCLEAR), ("lan", LAW)):
        choose(database, choice, who)
    back: list[tuple[str, SectionChoice]] = []
    for _ in range(3):
        with database.read() as store:
            last = sections.last_choice(store, store.articles.get("a"))
        assert last
        back.append((last.who, last.before))
        choose(database, last.before)
    assert back[0] == ("Lan", UNCLEAR)
    assert back[1] == ("Lan", LAW)  # undoing was a choice of its own, and can be undone


def test_back_to_the_programs_judgement_nobody_is_named(database: SqlDatabase) -> None:
    choose(database, SPORT)
    with database.read() as store:
        last = sections.last_choice(store, store.articles.get("a"))
    assert last
    assert (last.who, last.at, last.before) == ("Lan", NOON, PROGRAM)
    choose(database, last.before)
    assert shown(database) == (LIFE, LAW, False)
    with database.read() as store:
        assert sections.last_choice(store, store.articles.get("a")) is None


def test_undoing_what_a_colleague_has_changed_meanwhile_is_refused(database: SqlDatabase) -> None:
    choose(database, SPORT)
    choose(database, LAW, "minh")
    with pytest.raises(Conflict):
        choose(database, PROGRAM, seen=SPORT)
    assert shown(database) == (LAW, None, True)


def test_a_second_tab_changes_and_logs_nothing(database: SqlDatabase) -> None:
    choose(database, SPORT)
    choose(database, SPORT, "minh")
    assert logged(database) == [("Lan", "doi-song", "the-thao")]


def test_who_only_reads_may_not(database: SqlDatabase) -> None:
    with pytest.raises(NotAllowed):
        choose(database, SPORT, "khach")
    assert shown(database) == (LIFE, LAW, False)


def test_of_two_editors_at_once_the_last_word_counts_and_the_log_tells_both(database: SqlDatabase) -> None:
    with meanwhile(database, lambda: _done(choose(database, LAW, "minh"))) as waits, database.write() as store:
        lan = next(one for one in store.people.list() if one.login == "lan")
        sections.choose(acting(store, lan), RANKER, "a", SPORT)
        waits()

    assert shown(database) == (LAW, None, True)
    assert logged(database) == [("Lan", "doi-song", "the-thao"), ("Minh", "the-thao", "phap-luat")]


def _done(_result: object) -> None:
    """What another process does gives nothing back."""


def test_an_editor_who_waits_for_the_worker_has_the_last_word(database: SqlDatabase) -> None:
    lease = new_lease()
    with database.write() as store:
        store.articles.record([_moved(store.articles.get("a"), Stage.EXTRACTED)], NOON)
        store.articles.claim(Stage.EXTRACTED, 5, NOON, lease=lease)
    with meanwhile(database, lambda: _done(choose(database, SPORT))) as waits, database.write() as store:
        store.stories.lock(["a"])
        assert store.articles.held(["a"], lease.token)
        waits()
        article = replace(store.articles.get("a"), section=LAW, second_section=None)
        store.articles.record([_moved(article, Stage.UNDERSTOOD)], NOON)
        RANKER.refresh(store, ["a"])

    assert shown(database) == (SPORT, None, True)
    choose(database, PROGRAM)
    assert shown(database) == (LAW, None, False)  # what the worker found stands beneath


def test_a_worker_that_waits_for_the_editor_leaves_the_choice(database: SqlDatabase) -> None:
    lease = new_lease()
    with database.write() as store:
        store.articles.record([_moved(store.articles.get("a"), Stage.EXTRACTED)], NOON)
        [work] = store.articles.claim(Stage.EXTRACTED, 5, NOON, lease=lease)

    def record() -> None:
        with database.write() as store:
            store.stories.lock(["a"])
            assert store.articles.held(["a"], lease.token)
            found = replace(work.article, section=LAW, second_section=None)  # as read before the editor's click
            store.articles.record([_moved(found, Stage.UNDERSTOOD)], NOON)
            RANKER.refresh(store, ["a"])

    with meanwhile(database, record) as waits, database.write() as store:
        sections.choose(acting(store, store.people.list()[0]), RANKER, "a", SPORT)
        waits()

    assert shown(database) == (SPORT, None, True)


def _indexing(database: SqlDatabase, index: MemoryIndex) -> Indexing:
    return Indexing(database=database, index=index, gazetteer=FakeGazetteer(), clock=lambda: NOON, tell=_done)


def _found(index: MemoryIndex, section: Section) -> bool:
    return bool(index.find(Query(text="tiêm chủng", section=section)).hits)


def test_search_finds_it_under_the_chosen_section(database: SqlDatabase) -> None:
    index = MemoryIndex()
    lane = _indexing(database, index)
    lane.advance()
    assert [_found(index, one) for one in (LIFE, LAW, SPORT)] == [True, True, False]
    choose(database, SPORT)
    assert (lane.advance(), lane.advance()) == (1, 0)
    assert [_found(index, one) for one in (LIFE, LAW, SPORT)] == [False, False, True]
    choose(database, PROGRAM)
    lane.advance()
    assert [_found(index, one) for one in (LIFE, LAW, SPORT)] == [True, True, False]


@pytest.mark.parametrize("clicks", [(SPORT,), (SPORT, PROGRAM, UNCLEAR)])
def test_a_click_while_search_is_being_told_is_told_as_well(
    database: SqlDatabase, clicks: tuple[SectionChoice, ...]
) -> None:
    with database.read() as store:
        read = store.search_marks.behind(9)
    for choice in clicks:
        choose(database, choice)
    with database.write() as store:
        store.search_marks.save(map(SearchMark.of, read))
        assert [article.section_choice for article in store.search_marks.behind(9)] == [clicks[-1]]


def test_what_is_discarded_after_a_click_leaves_search(database: SqlDatabase) -> None:
    index = MemoryIndex()
    lane = _indexing(database, index)
    lane.advance()
    choose(database, SPORT)
    with database.write() as store:
        result = StepResult(article=store.articles.get("a"), step=Stage.QUEUED, outcome=Outcome.DISCARDED)
        store.articles.record([result], NOON)
    assert (lane.advance(), lane.advance()) == (1, 0)
    assert index.count() == 0


ORDERS: list[tuple[Callable[[SqlDatabase], object], ...]] = [
    (lambda d: choose(d, SPORT), lambda d: read_again(d, LAW)),
    (lambda d: read_again(d, LAW), lambda d: choose(d, SPORT)),
]


@pytest.mark.parametrize("order", ORDERS)
def test_whichever_comes_first_the_choice_is_shown(
    database: SqlDatabase, order: tuple[Callable[[SqlDatabase], object], ...]
) -> None:
    for act in order:
        act(database)
    assert shown(database) == (SPORT, None, True)
