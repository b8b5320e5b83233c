"""What waits for whom: counted for each person from one reading for everybody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from database.engine import SqlDatabase
from desk import postings, waiting
from desk.waiting import Waits
from domain.editorial import Digest, DigestLine, ItemState, ReviewItem
from domain.people import Person, Role
from domain.store import Store
from domain.tasks import Task, TaskCause
from tests.making import NOON, a_person, acting, an_article, with_sources

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


def test_what_a_source_changed_waits_for_everybody_who_can_do_something(
    store: Store, people: dict[str, Person]
) -> None:
    item = an_item_of(store, people, "a", ItemState.SHARED, shared_at=NOON)
    lan = acting(store, people[LAN])
    posting = postings.record_item(lan, item, store.articles.get(item.article_id), "Bài đăng.")
    task = Task(
        id=0, posting_id=posting.id, article_id=item.article_id, cause=TaskCause.CHANGED, mark="v2", version=2,
        opened_at=NOON,
    )  # fmt: skip
    store.tasks.add(task)
    found = counts(store, people)
    assert {login: waits.get(Waits.TASKS, 0) for login, waits in found.items()} == {LAN: 1, HUNG: 1, BOSS: 1, READER: 0}
    postings.take_back(lan, posting, "Bấm nhầm")
    assert counts(store, people)[LAN] == {}


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
