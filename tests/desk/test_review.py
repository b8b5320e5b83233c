"""One person picks, another looks; what went out stands in the ledger."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import review, sharing
from desk.post import attribution, post_text, proposed_caption
from domain.editorial import DeskSettings, ItemState, ReviewItem
from domain.errors import BadInput, Conflict, NotAllowed, SamePerson
from domain.people import Person
from domain.stage import Stage
from domain.story import StoryState
from tests.desk.conftest import Office
from tests.making import NOON, OTHER, TEXT, acting, an_article, seen


@pytest.fixture
def article_id(office: Office) -> str:
    return office.publish("a", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")


def pick(office: Office, article_id: str, by: Person | None = None) -> ReviewItem:
    with office.database.write() as store:
        return review.pick(acting(store, by or office.lan, office.now), office.ranker, article_id)


def decide(
    office: Office, item: ReviewItem, by: Person | None = None, verdict: ItemState = ItemState.APPROVED
) -> ReviewItem:
    with office.database.write() as store:
        return review.decide(
            acting(store, by or office.minh, office.now),
            office.ranker,
            seen(item),
            verdict,
        )


def write(office: Office, item: ReviewItem, caption: str, by: Person | None = None) -> ReviewItem:
    with office.database.write() as store:
        return review.write(acting(store, by or office.lan, office.now), seen(item), caption)


def share(office: Office, item: ReviewItem) -> ReviewItem:
    with office.database.write() as store:
        return sharing.share(acting(store, office.lan, office.now), office.ranker, seen(item))


def stage(office: Office, article_id: str) -> Stage:
    with office.database.read() as store:
        return store.articles.get(article_id).stage


def state(office: Office, article_id: str) -> StoryState:
    with office.database.read() as store:
        return store.stories.get(store.articles.get(article_id).story_id).state


def withdraw(office: Office, article_id: str) -> None:
    office.now += timedelta(minutes=10)
    office.arrive("a", "")
    office.reread()


def test_the_whole_way_from_picking_to_the_ledger(office: Office, article_id: str) -> None:
    item = pick(office, article_id)
    assert (item.state, state(office, article_id)) == (ItemState.PICKED, StoryState.PICKED)
    assert item.caption.startswith("Tiêm chủng miễn phí")
    item = share(office, decide(office, item))
    assert (item.state, stage(office, article_id)) == (ItemState.SHARED, Stage.SHARED)
    assert state(office, article_id) is StoryState.SHARED
    assert item.post.endswith("Theo Báo Lào Cai, 11:30 ngày 23/11/2026\n\nhttps://bao-a.example/a.html")
    with office.database.read() as store:
        [entry] = sharing.ledger(store)
        assert (entry.item.post, entry.picked_by.name, entry.reviewed_by) == (item.post, "Lan", office.minh)
        actions = [(line.who, line.action) for line in store.log.list(9, f"item:{item.id}")]
    assert actions == [("Lan", "share"), ("Minh", "approved"), ("Lan", "pick")]


def test_whoever_wrote_the_caption_last_does_not_approve_it(office: Office, article_id: str) -> None:
    item = write(office, pick(office, article_id), "Lời dẫn của Minh", by=office.minh)
    with pytest.raises(SamePerson):
        decide(office, item, by=office.minh)
    with pytest.raises(SamePerson):
        decide(office, item, by=office.lan)


def test_nobody_approves_their_own_pick(office: Office, article_id: str) -> None:
    item = pick(office, article_id)
    with pytest.raises(SamePerson):
        decide(office, item, by=office.lan)
    assert decide(office, item, by=office.lan, verdict=ItemState.REJECTED).state is ItemState.REJECTED
    assert state(office, article_id) is StoryState.OPEN


def test_a_desk_of_one_may_and_the_log_says_so(office: Office, article_id: str) -> None:
    with office.database.write() as store:
        store.settings.save(DeskSettings(solo=True))
    item = decide(office, pick(office, article_id), by=office.lan)
    with office.database.read() as store:
        assert [line.after["solo"] for line in store.log.list(2, f"item:{item.id}")] == [True, True]


def test_two_tabs_do_not_undo_each_other(office: Office, article_id: str) -> None:
    item = pick(office, article_id)
    write(office, item, "Một tab")
    for again in (
        lambda: write(office, item, "Tab khác"),
        lambda: decide(office, item),
    ):
        with pytest.raises(Conflict):
            again()


def test_a_story_is_taken_once(office: Office, article_id: str) -> None:
    copy = office.publish("b", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}", OTHER.id)
    pick(office, article_id)
    with pytest.raises(Conflict, match="Lan"):
        pick(office, copy, by=office.minh)


def test_an_approved_caption_that_changes_is_looked_at_again(office: Office, article_id: str) -> None:
    item = decide(office, pick(office, article_id))
    changed = write(office, item, "Khác hẳn")
    assert (changed.state, changed.reviewed_by) == (ItemState.PICKED, None)
    with pytest.raises(Conflict):
        share(office, changed)
    same = decide(office, changed)
    assert write(office, same, " Khác hẳn ") == same  # nothing changed


def test_what_was_rejected_or_shared_is_closed(office: Office, article_id: str) -> None:
    rejected = decide(office, pick(office, article_id), verdict=ItemState.REJECTED)
    with pytest.raises(Conflict):
        write(office, rejected, "Thử lại")
    with pytest.raises(Conflict):
        decide(office, rejected)
    shared = share(office, decide(office, pick(office, article_id)))
    with pytest.raises(Conflict):
        write(office, shared, "Sửa sau khi đăng")
    with pytest.raises(Conflict):
        share(office, shared)


def test_returned_with_a_note_then_mended_then_approved(office: Office, article_id: str) -> None:
    item = decide(office, pick(office, article_id), verdict=ItemState.RETURNED)
    assert state(office, article_id) is StoryState.PICKED
    item = write(office, item, "Lời dẫn đã sửa")
    assert item.state is ItemState.PICKED
    assert decide(office, item).state is ItemState.APPROVED


def test_roles_are_checked_where_things_are_done(office: Office, article_id: str) -> None:
    with pytest.raises(NotAllowed):
        pick(office, article_id, by=office.reader)
    item = pick(office, article_id)
    with pytest.raises(NotAllowed):
        decide(office, item, by=office.reader)
    with pytest.raises(NotAllowed):
        write(office, item, "x", by=replace(office.lan, active=False))


def test_what_the_publisher_withdrew_is_not_picked_approved_or_shared(office: Office, article_id: str) -> None:
    item = pick(office, article_id)
    approved = decide(office, item)
    withdraw(office, article_id)
    with pytest.raises(Conflict, match="withdrawn"):
        share(office, approved)
    rejected = decide(office, approved, verdict=ItemState.REJECTED)
    assert rejected.state is ItemState.REJECTED
    with pytest.raises(Conflict, match="withdrawn"):
        pick(office, article_id)


def test_people_do_not_wait_for_search(office: Office) -> None:
    office.index.away = True
    article_id = office.publish("a", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")
    share(office, decide(office, pick(office, article_id)))
    assert stage(office, article_id) is Stage.SHARED
    with office.database.read() as store:
        assert len(store.progress.outcomes(article_id)) == 5
    office.index.away = False
    office.work()
    assert office.index.count() == 1


def test_what_its_publisher_has_just_changed_is_approved_after_it_was_read_again(office: Office) -> None:
    article_id = office.publish("a", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")
    item = pick(office, article_id)
    office.arrive("a", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT} Bổ sung: mang theo sổ tiêm.")
    office.reread()
    with pytest.raises(Conflict, match="being-read-again"):
        decide(office, item)
    office.work()
    assert decide(office, item).state is ItemState.APPROVED
    assert stage(office, article_id) is Stage.REVIEWED


def test_a_post_that_is_too_long_is_refused_with_its_length(office: Office, article_id: str) -> None:
    item = decide(office, write(office, pick(office, article_id), "x" * 3000))
    with pytest.raises(BadInput, match=r"too-long .*2000"):
        share(office, item)


def test_the_attribution_names_paper_time_and_day_in_vietnam() -> None:
    late = an_article("a", published_at=NOON.replace(hour=17, minute=5))
    assert attribution(late, "Báo A") == "Theo Báo A, 00:05 ngày 24/11/2026"
    assert attribution(replace(late, published_at=None), "Báo A") == "Theo Báo A"
    assert post_text("", late, "Báo A") == f"Theo Báo A, 00:05 ngày 24/11/2026\n\n{late.url}"


def test_a_row_of_a_table_in_the_proposed_caption_can_be_read_aloud() -> None:
    article = an_article("a", title="Lịch cắt điện", lead="Nậm Cang 1 | 7 giờ | cả ngày\nNậm Than | 8 giờ")
    assert proposed_caption(article) == "Lịch cắt điện\n\nNậm Cang 1: 7 giờ, cả ngày\nNậm Than: 8 giờ"
