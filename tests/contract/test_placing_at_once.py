"""The worker places and reads again while editors regroup and decide: neither undoes the other, nor waits in a ring."""

from collections.abc import Callable

import pytest

from database.engine import SqlDatabase
from desk import queue, review, sections, stories
from desk.ranking import feedback, preferences
from domain.editorial import ItemState
from domain.message import say
from domain.ports import AssignmentReason
from domain.preferences import Preferences
from domain.store import Store
from domain.understanding import Section
from tests.contract.at_once import in_turn, meanwhile
from tests.desk.conftest import Office
from tests.making import OTHER, TEXT, acting, seen, sent

TITLE = f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}"
CHANGED = TITLE.replace("năm tuổi", "sáu tuổi")
BRIDGE = (
    "Thông xe cầu mới qua sông Hồng|Sáng 23/11, thành phố Hà Nội thông xe cây cầu dài 1.200 mét sau hai năm thi công.\n"
    "Cầu có bốn làn xe, nối hai bờ và rút ngắn đường đi của người dân hơn mười cây số mỗi ngày."
)


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def office(request: pytest.FixtureRequest) -> Office:
    made: SqlDatabase = request.getfixturevalue(request.param)
    return Office(made)


def story_of(office: Office, article_id: str) -> str:
    with office.database.read() as store:
        return store.articles.get(article_id).story_id


def read(office: Office) -> None:
    while office.intake.reading.advance():
        pass


def test_what_is_placed_while_its_story_joins_another_joins_it_too(office: Office) -> None:
    first, other = office.publish("a", TITLE), office.publish("b", BRIDGE)
    goes, into = story_of(office, first), story_of(office, other)
    late = office.arrive("c", TITLE, OTHER.id)
    read(office)

    def place() -> None:
        office.intake.placing.advance()

    with meanwhile(office.database, place) as waits, office.database.write() as store:
        stories.merge(acting(store, office.lan), office.ranker, goes, into)
        waits()
    office.work()

    assert [story_of(office, one) for one in (first, other, late)] == [into] * 3
    with office.database.read() as store:
        assert store.stories.states([goes, into]).keys() == {into}
        assert store.stories.get(into).members == 3


def places_again(office: Office, _article_id: str) -> None:
    office.intake.placing.advance()


def reads_again(office: Office, _article_id: str) -> None:
    office.reread()


def understands_again(office: Office, _article_id: str) -> None:
    office.intake.reading.advance()


def chooses_section(office: Office, article_id: str) -> None:
    with office.database.write() as store:
        sections.choose(acting(store, office.minh), office.ranker, article_id, Section.HEALTH)


@pytest.mark.parametrize("does", [places_again, reads_again, understands_again, chooses_section])
def test_who_regroups_a_story_never_waits_in_a_ring_for_who_holds_its_article(
    office: Office, does: Callable[[Office, str], None]
) -> None:
    first, other = office.publish("a", TITLE), office.publish("b", BRIDGE)
    goes, into = story_of(office, first), story_of(office, other)
    office.arrive("a", CHANGED)
    if does in (places_again, understands_again):
        office.reread()
    if does is places_again:
        read(office)

    with meanwhile(office.database, lambda: does(office, first)) as waits, office.database.write() as store:
        store.stories.lock([goes, into])
        waits()
        stories.merge(acting(store, office.lan), office.ranker, goes, into)
    office.reread()
    office.work()

    with office.database.read() as store:
        article = store.articles.get(first)
        assert (article.story_id, article.version) == (into, 2)
        assert store.stories.get(into).members == 2


def test_an_approval_never_waits_in_a_ring_for_who_corrects_the_section(office: Office) -> None:
    article_id = office.publish("a", TITLE)
    with office.database.write() as store:
        item = sent(acting(store, office.lan), office.ranker, article_id)
    choice = Section.SPORT

    def correct() -> None:
        with office.database.write() as store:
            sections.choose(acting(store, office.lan), office.ranker, article_id, choice)

    with meanwhile(office.database, correct) as waits, office.database.write() as store:
        store.stories.lock([item.story_id])
        waits()
        review.decide(acting(store, office.minh), office.ranker, seen(item), ItemState.APPROVED)

    with office.database.read() as store:
        assert store.stories.get(item.story_id).section is choice
        assert store.items.get(item.id).state is ItemState.APPROVED


def test_a_story_that_got_the_article_while_it_was_read_again_shows_what_was_read(office: Office) -> None:
    article_id = office.publish("a", TITLE)
    office.publish("c", TITLE, OTHER.id)
    office.arrive("a", "")
    batch = office.intake.watch.claim()
    assert batch
    with office.database.write() as store:
        apart = stories.split(acting(store, office.lan), office.ranker, article_id)

    office.intake.watch.record(batch, office.intake.watch.read(batch))

    with office.database.read() as store:
        assert "withdrawn" in store.stories.get(apart.id).flags


def test_what_editors_regroup_at_once_gets_its_numbers_in_the_order_in_which_it_stands(office: Office) -> None:
    """The worker reads on from the last number that it knows."""
    keys = [office.publish("a", TITLE), office.publish("b", BRIDGE), office.publish("c", TITLE, OTHER.id)]
    with office.database.write() as store:
        apart = stories.split(acting(store, office.lan), office.ranker, keys[2]).id
        known = store.regroupings.last()

    def other() -> None:
        with office.database.write() as store:
            stories.merge(acting(store, office.minh), office.ranker, apart, story_of(office, keys[0]))

    with meanwhile(office.database, other) as waits, office.database.write() as store:
        store.regroupings.add([keys[1]], keys[1], say(AssignmentReason.BY_HAND), office.now)
        waits()

    with office.database.read() as store:
        assert [move.article_id for move in store.regroupings.since(known)] == keys[1:]


def test_what_was_learnt_meanwhile_never_takes_an_older_sum_back_to_a_story(office: Office) -> None:
    article_id = office.publish("a", TITLE)
    story = story_of(office, article_id)
    with office.database.write() as store:
        store.settings.save_preferences(Preferences(coefficients={"near:ours": 1.0, "near:far": 1.0}))

    def follow() -> None:
        with office.database.write() as store:
            preferences.rerank(store)

    with meanwhile(office.database, follow) as waits, office.database.write() as store:
        before = store.stories.get(story)
        office.ranker.refresh(store, [story])
        store.articles.choose_section(article_id, Section.SPORT)
        sent(acting(store, office.lan), office.ranker, article_id)
        waits()
    with office.database.write() as store:
        kept = store.stories.get(story)
        office.ranker.refresh(store, [story])
        assert kept == store.stories.get(story)
        assert kept != before


@pytest.mark.parametrize("order", [1, -1])
def test_what_is_learnt_while_all_is_forgotten_is_forgotten_or_the_first_thing_learnt(
    office: Office, order: int
) -> None:
    article_id = office.publish("a", TITLE)
    story = story_of(office, article_id)
    with office.database.write() as store:
        store.settings.save_preferences(Preferences(coefficients={"near:far": 1.0}, revision=4))

    def resets(store: Store) -> None:
        feedback.reset(acting(store, office.boss))

    def learns(store: Store) -> None:
        queue.skip(acting(store, office.lan), story)

    first, second = [resets, learns][::order]

    in_turn(office.database, first, second)

    with office.database.read() as store:
        learnt = store.settings.preferences()
    assert learnt.revision == 6
    assert learnt.coefficients.get("near:far", 0.0) <= 0.0
