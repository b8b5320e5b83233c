"""What waits for whom: counted for each person from one reading for everybody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from database.engine import SqlDatabase
from desk import corrections, review_list, waiting
from desk.waiting import Waits
from domain.article import ArticleVersion
from domain.editorial import Digest, DigestLine, ItemState, ReviewItem
from domain.errors import NotAllowed
from domain.people import Person, Role
from domain.store import Store
from tests.making import NOON, a_person, acting, an_article, seen, with_sources

LAN, HUNG, BOSS, READER = "lan", "hung", "boss", "doc"
ROLES = {LAN: Role.EDITOR, HUNG: Role.REVIEWER, BOSS: Role.ADMINISTRATOR, READER: Role.ANALYST}
MORNING = datetime.fromisoformat("2026-11-23T06:00:00+07:00")


@pytest.fixture
def store(database: SqlDatabase) -> Iterator[Store]:
    with database.write() as made:
        yield made


@pytest.fixture
def people(store: Store) -> dict[str, Person]:
    with_sources(store)
    return {login: a_person(store, login, role) for login, role in ROLES.items()}


def an_item_of(store: Store, people: dict[str, Person], key: str, state: ItemState, **more: Any) -> ReviewItem:
    article = an_article(key)
    store.articles.add([article])
    item = ReviewItem(
        id=0, article_id=article.id, story_id=article.id, state=state, caption="Lời dẫn.",
        picked_by=people[LAN].id, picked_at=NOON, article_version=article.version,
    )  # fmt: skip
    return store.items.add(replace(item, **more))


def counts(store: Store, people: dict[str, Person], at: datetime = NOON) -> dict[str, dict[Waits, int]]:
    known = waiting.board(store, at)
    return {login: waiting.counted(known, person) for login, person in people.items()}


@pytest.mark.parametrize(
    ("state", "waits"),
    [
        (ItemState.IN_REVIEW, {HUNG: Waits.TO_REVIEW, BOSS: Waits.TO_REVIEW}),
        (ItemState.RETURNED, {LAN: Waits.RETURNED}),
        (ItemState.APPROVED, {LAN: Waits.TO_SHARE, BOSS: Waits.TO_SHARE}),
        (ItemState.REJECTED, {}),
        (ItemState.DRAFT, {LAN: Waits.DRAFTS}),
        (ItemState.UNPICKED, {}),
        (ItemState.SHARED, {}),
    ],
)
def test_an_item_waits_for_who_may_do_the_next_step(
    store: Store, people: dict[str, Person], state: ItemState, waits: dict[str, Waits]
) -> None:
    an_item_of(store, people, "a", state, shared_at=NOON)
    assert counts(store, people) == {login: {waits[login]: 1} if login in waits else {} for login in people}


def test_help_with_the_caption_waits_for_its_writer_and_not_for_who_helped(
    store: Store, people: dict[str, Person]
) -> None:
    an_item_of(store, people, "a", ItemState.IN_REVIEW, written_by=people[BOSS].id)
    assert [login for login, found in counts(store, people).items() if found] == [LAN, HUNG]


def test_in_a_desk_of_one_ones_own_items_wait_for_oneself(store: Store, people: dict[str, Person]) -> None:
    store.settings.save(replace(store.settings.get(), solo=True))
    an_item_of(store, people, "a", ItemState.IN_REVIEW)
    assert [login for login, found in counts(store, people).items() if found] == [LAN, HUNG, BOSS]


def test_who_left_and_who_only_reads_has_nothing_to_do(store: Store, people: dict[str, Person]) -> None:
    for state in (ItemState.IN_REVIEW, ItemState.APPROVED, ItemState.RETURNED):
        an_item_of(store, people, state, state)
    gone = {login: replace(person, active=False) for login, person in people.items()}
    assert counts(store, gone)[BOSS] == {}
    assert counts(store, people)[READER] == {}


@pytest.mark.parametrize(
    ("changed", "shared", "found"),
    [
        ({}, NOON, 0),
        ({"version": 2}, NOON, 1),
        ({"withdrawn_at": NOON}, NOON, 1),
        ({"version": 2}, NOON - timedelta(days=6), 1),
        ({"version": 2}, NOON - timedelta(days=8), 0),
    ],
)
def test_a_post_whose_source_changed_is_a_correction_for_a_week(
    store: Store, people: dict[str, Person], changed: dict[str, Any], shared: datetime, found: int
) -> None:
    article = an_article("a", **changed)
    store.articles.add([article])
    item = ReviewItem(
        id=0, article_id=article.id, story_id="a", state=ItemState.SHARED, caption="", picked_by=people[LAN].id,
        picked_at=shared, shared_at=shared,
    )  # fmt: skip
    store.items.add(item)
    assert counts(store, people)[READER].get(Waits.CORRECTIONS, 0) == found


def test_a_correction_that_somebody_has_seen_counts_no_more_until_there_is_a_newer_one(
    store: Store, people: dict[str, Person]
) -> None:
    item = an_item_of(store, people, "a", ItemState.SHARED, shared_at=NOON)
    article, lan = store.articles.get(item.article_id), people[LAN]

    def corrected(version: int, withdrawn_at: datetime | None = None) -> None:
        before = store.articles.get(article.id)
        earlier = ArticleVersion(
            article_id=article.id, version=version - 1, seen_at=NOON, title=before.title, text=before.text, grade=""
        )
        store.versions.replace(replace(before, withdrawn_at=withdrawn_at), earlier)

    def waits() -> bool:
        [row] = review_list.ledger(store, lan)
        assert waiting.is_news(row, NOON) == (counts(store, people)[READER].get(Waits.CORRECTIONS, 0) == 1)
        return row.is_corrected

    def see(item: ReviewItem, version: int, withdrawn: bool = False) -> ReviewItem:
        return corrections.see(acting(store, lan), seen(item), version=version, withdrawn=withdrawn)

    assert not waits()
    corrected(2)
    assert waits()
    item = see(item, 2)
    assert not waits()
    corrected(3)
    item = see(item, 2)  # the page was from before
    assert waits()
    item = see(item, 3)
    store.arrivals.withdraw(article.id, NOON)  # its feed says so
    assert waits()
    item = see(item, 3)
    assert waits()  # nobody has seen that it is gone
    item = see(item, 3, withdrawn=True)
    assert not waits()
    corrected(4, NOON)  # its page was read, and is gone as well
    assert not waits()
    item = corrections.unsee(acting(store, lan), seen(item))
    assert waits()
    assert [one.action for one in store.log.list(2, f"item:{item.id}")] == ["unsee-correction", "see-correction"]
    with pytest.raises(NotAllowed):
        corrections.see(acting(store, people[READER]), seen(item), version=4, withdrawn=True)


@pytest.mark.parametrize(
    ("hours", "changes", "waits"),
    [
        (0, {}, True), (5.9, {}, True), (6, {}, False), (24, {}, False),
        (0, {"approved_at": MORNING}, False), (0, {"sent_at": MORNING}, False), (0, {"lines": ()}, False),
    ],
)  # fmt: skip
def test_the_digest_waits_for_its_approval_until_noon(
    store: Store, people: dict[str, Person], hours: float, changes: dict[str, Any], waits: bool
) -> None:
    lines = (DigestLine(article_id="a", text="Một."),)
    digest = Digest(day=MORNING.date(), opening="Chào!", lines=lines, saved_at=MORNING)
    store.digests.save(replace(digest, **changes))
    found = counts(store, people, MORNING + timedelta(hours=hours))
    assert (Waits.DIGEST in found[HUNG], Waits.DIGEST in found[READER]) == (waits, False)
