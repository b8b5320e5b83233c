"""The hourly regrouping on every database: what people have laid hands on stays, and only the difference is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from database.engine import SqlDatabase
from desk import queue, review, stories
from desk.ranking import feedback
from desk.ranking.ranker import Ranker
from desk.regrouping import Regrouping
from domain.article import Article
from domain.editorial import Digest, DigestLine, ReviewAction
from domain.errors import NotFound
from domain.lanes import BatchDone, Lane
from domain.message import say
from domain.people import Person
from domain.ports import AssignmentReason, GroupingInput
from domain.stage import Stage
from domain.store import Store
from domain.story import Story
from nlp.stories.incremental import StoryGrouper
from tests.fakes import FakeGazetteer
from tests.making import NOON, a_lease, a_person, acting, an_article, seen, with_sources

HOUR = timedelta(hours=1)
RANKER = Ranker(gazetteer=FakeGazetteer())


@dataclass
class TellsGroups(StoryGrouper):
    """Groups as the test says: "ab c"; what it does not name stands alone."""

    said: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def groups(self, articles: Sequence[GroupingInput]) -> list[list[str]]:
        named = [[one.id for one in articles if one.id in part] for part in self.said.split()]
        return [part for part in named if part] + [[one.id] for one in articles if one.id not in self.said]


@dataclass
class Newsroom:
    database: SqlDatabase
    told: list[BatchDone] = field(default_factory=list)
    grouper: TellsGroups = field(default_factory=TellsGroups)
    hours: int = 0

    def __post_init__(self) -> None:
        self.regrouping = Regrouping(
            database=self.database,
            grouper=self.grouper,
            ranker=RANKER,
            clock=lambda: NOON + self.hours * HOUR,
            tell=self.told.append,
        )
        with self.database.write() as store:
            with_sources(store)
            self.lan, self.minh = a_person(store, "lan"), a_person(store, "minh")

    def placed(self, standing: str, **more: object) -> None:
        """ "ab=a c=c": as the worker has placed them, in the order of their names."""
        with self.database.write() as store:
            for part in standing.split():
                for one in part.partition("=")[0]:
                    store.articles.add([_article(one, part.partition("=")[2], **more)])
            RANKER.refresh(store, [part.partition("=")[2] for part in standing.split()])

    def regroup(self, groups: str, meanwhile: Callable[[Store], object] = lambda store: None) -> int:
        self.grouper.said = groups
        found = self.regrouping.look()
        with self.database.write() as store:
            meanwhile(store)
        return self.regrouping.apply(found)

    def stands(self) -> str:
        with self.database.read() as store:
            by_story: dict[str, str] = {}
            for one in "abcdefghij":
                try:
                    story = store.articles.get(one).story_id
                except NotFound:
                    continue
                by_story[story] = by_story.get(story, "") + one
        return " ".join(f"{together}={story}" for story, together in by_story.items())

    def story(self, story_id: str) -> Story:
        with self.database.read() as store:
            return store.stories.get(story_id)

    def article(self, article_id: str) -> Article:
        with self.database.read() as store:
            return store.articles.get(article_id)


def _article(name: str, story_id: str, **more: object) -> Article:
    dated = NOON + timedelta(minutes=ord(name))
    return an_article(
        name,
        **(
            {"id": name, "stage": Stage.QUEUED, "story_id": story_id, "fetched_at": dated, "published_at": dated} | more
        ),
    )


@pytest.fixture
def room(database: SqlDatabase) -> Newsroom:
    return Newsroom(database, hours=3)


def test_only_the_difference_is_written_and_said_and_twice_changes_nothing_more(room: Newsroom) -> None:
    room.placed("ab=a c=c de=d f=f")
    assert room.regroup("abc d e f") == 2
    assert room.stands() == "abc=a d=d e=e f=f"
    with pytest.raises(NotFound):
        room.story("c")
    assert {name: room.story(name).members for name in "ade"} == {"a": 3, "d": 1, "e": 1}
    assert room.article("c").assignment_reason == say(AssignmentReason.REGROUPED, title=room.article("a").title)
    assert room.article("e").assignment_reason == say(AssignmentReason.REGROUPED_APART)
    assert room.article("b").assignment_reason is None
    assert room.regroup("abc d e f") == 0
    assert [(done.lane, done.claimed, done.outcomes) for done in room.told] == [
        (Lane.REGROUPING, 6, {"regrouped": 2, "left": 0}),
        (Lane.REGROUPING, 6, {"regrouped": 0, "left": 0}),
    ]


def _looked_at(store: Store, by: Person) -> None:
    queue.look(acting(store, by), "a")


def _skipped(store: Store, by: Person) -> None:
    queue.skip(acting(store, by), "a")


def _restored(store: Store, by: Person) -> None:
    queue.skip(acting(store, by), "a")
    queue.restore(acting(store, by), "a")


def _asked_for_more(store: Store, by: Person) -> None:
    feedback.ask(acting(store, by), "a", more=True)


def _picked(store: Store, by: Person) -> None:
    review.pick(acting(store, by), RANKER, "b")


def _picked_and_dropped(store: Store, by: Person) -> None:
    item = review.pick(acting(store, by), RANKER, "b")
    review.take(acting(store, by), RANKER, seen(item), ReviewAction.UNPICK)


def _told(store: Store, by: Person) -> None:
    store.digests.save(
        Digest(day=NOON.date(), opening="", lines=(DigestLine(article_id="b", text="b"),), saved_at=NOON)
    )


HANDS = [_looked_at, _skipped, _restored, _asked_for_more, _picked, _picked_and_dropped, _told]


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize("meanwhile", [False, True])
def test_a_story_that_somebody_has_laid_hands_on_keeps_its_id_and_its_articles(
    room: Newsroom, hand: Callable[[Store, Person], None], meanwhile: bool
) -> None:
    room.placed("abc=a de=d")
    before = "abc=a de=d"
    if meanwhile:
        room.regroup("a bcde", meanwhile=lambda store: hand(store, room.lan))
        assert room.stands() == before
    else:
        with room.database.write() as store:
            hand(store, room.lan)
    state = room.story("a").state
    room.regroup("a bcde")
    assert room.stands() == "abcde=a"  # it may only grow
    assert room.story("a").state == state


def test_without_a_hand_the_same_stories_are_regrouped(room: Newsroom) -> None:
    room.placed("abc=a de=d")
    room.regroup("a bcde")
    assert room.stands() == "a=a-2 bcde=a"


def test_two_stories_that_people_have_looked_at_are_not_joined(room: Newsroom) -> None:
    room.placed("ab=a cd=c e=e")
    with room.database.write() as store:
        queue.look(acting(store, room.lan), "a")
        queue.look(acting(store, room.minh), "c")
    room.regroup("abcde")
    assert room.stands() == "abe=a cd=c"


@pytest.mark.parametrize("meanwhile", [False, True])
def test_the_two_sides_of_an_editors_split_are_never_joined_again(room: Newsroom, meanwhile: bool) -> None:
    room.placed("abc=a d=d")

    def split(store: Store) -> None:
        stories.split(acting(store, room.lan), RANKER, "c")

    if meanwhile:
        room.regroup("abcd", meanwhile=split)
        assert room.stands() == "ab=a c=c d=d"
    else:
        with room.database.write() as store:
            split(store)
    room.regroup("abcd")
    assert room.stands() == "abd=a c=c"
    room.regroup("ab cd")
    assert room.stands() == "abd=a c=c"


def test_a_side_of_a_split_that_is_merged_elsewhere_still_stays_away_from_the_other(room: Newsroom) -> None:
    room.placed("abc=a d=d")
    with room.database.write() as store:
        stories.split(acting(store, room.lan), RANKER, "c")
        stories.merge(acting(store, room.lan), RANKER, "c", "d")
    room.regroup("abcd")
    assert room.stands() == "ab=a cd=d"


@pytest.mark.parametrize("meanwhile", [False, True])
def test_an_editors_merge_is_never_split(room: Newsroom, meanwhile: bool) -> None:
    room.placed("ab=a cd=c e=e")

    def merge(store: Store) -> None:
        stories.merge(acting(store, room.lan), RANKER, "a", "c")

    if meanwhile:
        room.regroup("ae b c d", meanwhile=merge)
        assert room.stands() == "abcd=c e=e"
    else:
        with room.database.write() as store:
            merge(store)
    room.regroup("a bce d")
    assert room.stands() == "abcde=c"


@pytest.mark.parametrize("meanwhile", [False, True])
def test_an_article_that_an_editor_moved_stays_where_it_was_put(room: Newsroom, meanwhile: bool) -> None:
    room.placed("ab=a cd=c ef=e")

    def move(store: Store) -> None:
        stories.move(acting(store, room.lan), RANKER, "b", "c")

    if meanwhile:
        room.regroup("ab cd ef", meanwhile=move)
    else:
        with room.database.write() as store:
            move(store)
    room.regroup("abcdef")
    assert room.article("b").story_id == "c"
    assert room.article("a").story_id == "a"
    assert room.article("b").assignment_reason == say(AssignmentReason.BY_HAND)


def test_what_changed_meanwhile_is_left_for_the_next_hour_and_the_rest_is_done(room: Newsroom) -> None:
    room.placed("ab=a c=c de=d")
    assert room.regroup("abc d e", meanwhile=lambda store: queue.look(acting(store, room.lan), "c")) == 1
    assert room.stands() == "ab=a c=c d=d e=e"
    assert room.told[-1].outcomes == {"regrouped": 1, "left": 1}
    room.regroup("abc d e")
    assert room.stands() == "abc=c d=d e=e"


def test_an_article_that_came_meanwhile_keeps_its_story_as_it_was(room: Newsroom) -> None:
    room.placed("ab=a c=c")

    def comes(store: Store) -> None:
        store.articles.add([_article("d", "a")])
        RANKER.refresh(store, ["a"])

    assert room.regroup("a bc", meanwhile=comes) == 0
    assert room.stands() == "abd=a c=c"


def test_an_article_that_is_being_read_again_is_left_alone(room: Newsroom) -> None:
    room.placed("ab=a")
    room.placed("c=c", stage=Stage.UNDERSTOOD)
    with room.database.write() as store:
        [held] = store.articles.claim(Stage.UNDERSTOOD, 9, NOON + 9 * HOUR, lease=a_lease())
        assert held.article.id == "c"
    room.regroup("abc")
    assert room.stands() == "ab=a c=c"


def test_a_story_that_reaches_beyond_the_window_loses_nothing_and_takes_none_in(room: Newsroom) -> None:
    long_ago = NOON - timedelta(hours=80)
    room.placed("a=a", fetched_at=long_ago, published_at=long_ago)
    room.placed("bcd=a e=e")
    room.regroup("b cde")
    assert room.stands() == "abcd=a e=e"


def test_above_the_cap_the_latest_are_looked_at(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.regrouping.MAX_REGROUPED", 3)
    room.placed("ab=a c=c d=d e=e")
    room.regroup("abcde")
    assert room.stands() == "ab=a cde=c"
    assert room.told[-1].claimed == 3


def test_many_moves_go_in_parts_and_each_story_is_ranked_once(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.regrouping.MOVED_AT_ONCE", 1)
    room.placed("a=a b=b c=c d=d e=e f=f gh=g")
    ranked: list[str] = []
    refresh = Ranker.refresh

    def counted(self: Ranker, store: Store, ids: set[str]) -> None:
        ranked.extend(ids)
        refresh(self, store, ids)

    monkeypatch.setattr(Ranker, "refresh", counted)
    assert room.regroup("ab cd ef g h") == 4
    assert room.stands() == "ab=a cd=c ef=e g=g h=h"
    assert sorted(ranked) == list("abcdefgh")


def test_the_one_who_places_knows_what_was_moved(room: Newsroom) -> None:
    room.placed("ab=a c=c")
    with room.database.read() as store:
        room.grouper.restore(store.stories.placed(NOON - 72 * HOUR))
    room.regroup("abc")
    with room.database.read() as store:
        [known] = [one for one, _ in store.stories.placed(NOON - 72 * HOUR) if one.id == "c"]
    assert room.grouper.place(known).story_id == "a"
    assert not room.grouper.place(known).by_hand


def test_a_new_story_never_takes_a_name_that_is_in_use(room: Newsroom) -> None:
    room.placed("abc=a")
    room.regroup("a bc")
    assert room.stands() == "a=a-2 bc=a"
    assert room.story("a").head_id == "b"
    room.regroup("a bc")
    assert room.stands() == "a=a-2 bc=a"
