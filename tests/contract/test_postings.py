"""The ledger keeps what was posted with what people said to its flags, and no story goes out twice without a word."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from database.engine import SqlDatabase
from desk import flag_answers, postings, review, sharing
from desk.flag_answers import Said
from desk.flag_card import STORED_FLAGS, CardFlag
from desk.ranking.ranker import Ranker
from domain.editorial import ItemState, ReviewItem
from domain.errors import Conflict
from domain.flags import Answer
from domain.outlets import OutletAccount, OutletKind
from domain.people import Person
from domain.postings import PostingKind, UnansweredFlag
from domain.stage import Stage
from domain.store import Store
from domain.story import Flag
from messages.catalogue import Catalogue
from tests.contract.at_once import told_at_once
from tests.fakes import FakeGazetteer
from tests.making import NOON, OTHER, a_person, acting, an_article, seen, sent, with_sources

RANKER = Ranker(gazetteer=FakeGazetteer())
LONG_AGO = NOON - timedelta(days=40)


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def database(request: pytest.FixtureRequest) -> SqlDatabase:
    """Two articles of one story, forty days old."""
    made: SqlDatabase = request.getfixturevalue(request.param)
    with made.write() as store:
        with_sources(store)
        old = {"stage": Stage.QUEUED, "story_id": "a", "published_at": LONG_AGO}
        store.articles.add([an_article("a", id="a", **old), an_article("b", id="b", source_id=OTHER.id, **old)])
        RANKER.refresh(store, ["a"])
        a_person(store, "lan")
        a_person(store, "minh")
        store.settings.save(store.settings.get())
    return made


def _who(store: Store, login: str) -> Person:
    return next(person for person in store.people.list() if person.login == login)


def _approved(database: SqlDatabase, article_id: str, writer: str = "lan", reviewer: str = "minh") -> ReviewItem:
    with database.write() as store:
        item = sent(acting(store, _who(store, writer)), RANKER, article_id)
    with database.write() as store:
        return review.decide(acting(store, _who(store, reviewer)), RANKER, seen(item), ItemState.APPROVED)


def _share(store: Store, item: ReviewItem, login: str = "lan") -> ReviewItem:
    return sharing.share(acting(store, _who(store, login)), RANKER, seen(item))


def _to_say(database: SqlDatabase, item: ReviewItem, login: str) -> list[CardFlag]:
    with database.read() as store:
        return STORED_FLAGS.card(store, item.article_id, NOON, item).to_say(_who(store, login).id)


def test_a_posting_keeps_what_was_said_to_its_flags_and_what_nobody_answered(database: SqlDatabase):
    item = _approved(database, "a")
    with database.write() as store:
        by = acting(store, _who(store, "minh"))
        card = STORED_FLAGS.locked(by, "a", item)
        old = next(one for one in card.flags if one.raised.flag is Flag.OLD)
        said = Said(evidence=old.raised.evidence, answer=Answer.OVERRIDDEN, sentence="Vẫn còn đúng.")
        flag_answers.answer(by, card, said)
    with database.write() as store:
        _share(store, item)

    with database.read() as store:
        [posting] = store.postings.of_item(item.id)
    assert [(one.flag, one.sentence) for one in posting.answers] == [(Flag.OLD, "Vẫn còn đúng.")]
    assert posting.unanswered == ()


def test_what_nobody_answered_goes_out_all_the_same_and_is_written_down(database: SqlDatabase):
    item = _approved(database, "a")
    with database.write() as store:
        _share(store, item)

    with database.read() as store:
        [posting] = store.postings.of_item(item.id)
    assert posting.unanswered == (UnansweredFlag(flag=Flag.OLD, article_id="a"),)


def test_the_same_story_is_said_again_at_sending_to_everybody_who_has_not_answered_it(database: SqlDatabase):
    first = _approved(database, "a")
    with database.write() as store:
        _share(store, first)
    again = _approved(database, "b")
    with database.write() as store:
        by = acting(store, _who(store, "minh"))
        card = STORED_FLAGS.locked(by, "b", again)
        for one in card.flags:
            flag_answers.answer(by, card, Said(evidence=one.raised.evidence, answer=Answer.ACCEPTED))

    assert [one.raised.flag for one in _to_say(database, again, "lan")] == [Flag.SHARED_BEFORE]
    assert _to_say(database, again, "minh") == []
    assert _to_say(database, first, "lan")[0].raised.flag is Flag.OLD  # its own posting is nothing twice


def test_that_the_story_was_posted_is_said_with_the_places_where_it_stands(database: SqlDatabase):
    first = _approved(database, "a")
    with database.write() as store:
        portal, channel = (
            store.outlets.add(OutletAccount(id=0, kind=OutletKind.PORTAL, name=name)).id for name in ("Cổng", "Kênh")
        )
        _share(store, first)
        [by_hand] = store.postings.of_item(first.id)

    def said() -> str:
        with database.read() as store:
            card = STORED_FLAGS.card(store, "b", NOON + timedelta(hours=3))
        [why] = [one.raised.why for one in card.flags if one.raised.flag is Flag.SHARED_BEFORE]
        return Catalogue("vi")(why).partition("2026 ")[2].partition(";")[0]

    assert said() == "ở trang (đăng tay)"
    with database.write() as store:
        for outlet in (channel, portal):
            store.postings.add(replace(by_hand, id=0, outlet=outlet, posted_at=NOON + timedelta(hours=1)))
    assert said() == "ở trang (đăng tay), Cổng, Kênh"
    with database.write() as store:
        later = replace(by_hand, id=0, outlet=channel, item_id=None, posted_at=NOON + timedelta(hours=2))
        store.postings.add(replace(later, kind=PostingKind.FOLLOW_UP))
    assert said() == "ở Kênh, trước đó còn ở trang (đăng tay), Cổng"
    with database.write() as store:
        digest = replace(by_hand, id=0, outlet=portal, item_id=None, kind=PostingKind.DIGEST, day=date(2026, 11, 24))
        store.postings.add(replace(digest, posted_at=NOON + timedelta(hours=3)))
    assert said() == "ở Cổng, trước đó còn ở trang (đăng tay), Kênh"


def test_a_posting_long_ago_or_taken_back_is_not_said_again(database: SqlDatabase):
    first = _approved(database, "a")
    with database.write() as store:
        _share(store, first)
    again = _approved(database, "b")
    with database.read() as store:
        later = STORED_FLAGS.card(store, "b", NOON + timedelta(days=31), again)
    with database.write() as store:
        [posting] = store.postings.of_item(first.id)
        postings.take_back(acting(store, _who(store, "lan")), posting, "Nhầm trang.")

    assert Flag.SHARED_BEFORE not in {one.raised.flag for one in later.flags}
    assert Flag.SHARED_BEFORE not in {one.raised.flag for one in _to_say(database, again, "lan")}


def test_of_two_windows_that_post_at_once_one_posts_and_the_other_hears_of_it(database: SqlDatabase):
    item = _approved(database, "a")

    def second() -> object:
        with database.write() as store:
            return _share(store, item, "minh")

    told = told_at_once(database, lambda store: _share(store, item), second)

    assert [one.code for one in told] == ["problem.changed-by"]  # type: ignore[attr-defined]
    with database.read() as store:
        assert len(store.postings.of_item(item.id)) == 1


def test_posting_one_article_of_a_story_while_a_colleague_posts_another_is_seen_at_the_last_moment(
    database: SqlDatabase,
):
    first = _approved(database, "a")
    with database.write() as store:
        shared = _share(store, first)
    again = _approved(database, "b", writer="minh", reviewer="lan")
    with database.write() as store:
        [posting] = store.postings.of_item(shared.id)
        postings.take_back(acting(store, _who(store, "lan")), posting, "Đăng lại sau.")

    def second() -> object:
        with database.write() as store:
            item = review.locked(acting(store, _who(store, "minh")), again.id)
            card = STORED_FLAGS.card(store, item.article_id, NOON, item)
            return {one.raised.flag for one in card.to_say(_who(store, "minh").id)}

    def posts(store: Store) -> None:
        store.stories.lock(["a"])
        by = acting(store, _who(store, "lan"))
        postings.record_item(by, shared, store.articles.get("a"), "Bài đăng")

    [heard] = told_at_once(database, posts, second)
    assert heard == {Flag.OLD, Flag.SHARED_BEFORE}


def test_a_conflict_is_raised_for_what_changed_under_the_ledger(database: SqlDatabase):
    item = _approved(database, "a")
    with database.write() as store:
        _share(store, item)
        [posting] = store.postings.of_item(item.id)
        postings.take_back(acting(store, _who(store, "lan")), posting, "Nhầm.")
    with pytest.raises(Conflict), database.write() as store:
        store.postings.save(posting)
