"""One person picks, another looks; what went out stands in the ledger."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import helping, ledger, review, review_list, sharing
from desk.post import attribution, post_text, proposed_caption
from domain.editorial import ItemState, ReviewAction, ReviewItem
from domain.errors import BadInput, Conflict, NotAllowed, SamePerson
from domain.message import say
from domain.people import Person
from domain.problems import Problem
from domain.stage import Stage
from domain.story import StoryState
from tests.desk.conftest import Office
from tests.making import NOON, OTHER, TEXT, acting, an_article, our_desk, seen


@pytest.fixture
def article_id(office: Office) -> str:
    return office.publish("a", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")


def draft(office: Office, article_id: str, by: Person | None = None) -> ReviewItem:
    with office.database.write() as store:
        return review.pick(acting(store, by or office.lan, office.now), office.ranker, article_id)


def send(office: Office, item: ReviewItem, caption: str | None = None) -> ReviewItem:
    with office.database.write() as store:
        return review.send(acting(store, office.lan, office.now), office.ranker, seen(item), caption)


def sent(office: Office, article_id: str) -> ReviewItem:
    return send(office, draft(office, article_id))


def take(
    office: Office, item: ReviewItem, action: ReviewAction, by: Person | None = None, comment: str = ""
) -> ReviewItem:
    with office.database.write() as store:
        return review.take(acting(store, by or office.lan, office.now), office.ranker, seen(item), action, comment)


def decide(
    office: Office, item: ReviewItem, by: Person | None = None, verdict: ItemState = ItemState.APPROVED
) -> ReviewItem:
    with office.database.write() as store:
        return review.decide(
            acting(store, by or office.minh, office.now),
            office.ranker,
            seen(item),
            verdict,
            "Ghi thêm giờ mở cửa" if verdict is ItemState.RETURNED else "",
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
    item = draft(office, article_id)
    assert (item.state, state(office, article_id)) == (ItemState.DRAFT, StoryState.PICKED)
    item = send(office, item)
    assert (item.state, state(office, article_id)) == (ItemState.IN_REVIEW, StoryState.PICKED)
    assert item.caption.startswith("Tiêm chủng miễn phí")
    item = share(office, decide(office, item))
    assert (item.state, stage(office, article_id)) == (ItemState.SHARED, Stage.SHARED)
    assert state(office, article_id) is StoryState.SHARED
    assert item.post.endswith("Theo Báo Lào Cai, 11:30 ngày 23/11/2026\n\nhttps://bao-a.example/a.html")
    with office.database.read() as store:
        [row] = ledger.page(store).rows
        assert (row.posting.text, row.posted_by, row.picked_by, row.reviewed_by) == (item.post, "Lan", "Lan", "Minh")
        actions = [(line.who, line.action) for line in store.log.list(9, f"item:{item.id}")]
    assert actions == [("Lan", "share"), ("Minh", "approved"), ("Lan", "send"), ("Lan", "pick")]


def test_whoever_wrote_the_caption_last_does_not_approve_it(office: Office, article_id: str) -> None:
    item = write(office, sent(office, article_id), "Lời dẫn của Minh", by=office.minh)
    with pytest.raises(SamePerson):
        decide(office, item, by=office.minh)
    assert decide(office, item, by=office.lan).state is ItemState.APPROVED  # two people have read it


def test_nobody_approves_their_own_pick(office: Office, article_id: str) -> None:
    item = sent(office, article_id)
    with pytest.raises(SamePerson):
        decide(office, item, by=office.lan)
    assert decide(office, item, by=office.lan, verdict=ItemState.REJECTED).state is ItemState.REJECTED
    assert state(office, article_id) is StoryState.OPEN


def test_a_desk_of_one_may_and_the_log_says_so(office: Office, article_id: str) -> None:
    with office.database.write() as store:
        store.settings.save(our_desk(solo=True))
    item = decide(office, draft(office, article_id), by=office.lan)  # the draft itself: nobody else would read it
    assert item.state is ItemState.APPROVED
    with office.database.read() as store:
        assert [line.after["solo"] for line in store.log.list(2, f"item:{item.id}")] == [True, True]


def test_two_tabs_do_not_undo_each_other(office: Office, article_id: str) -> None:
    item = draft(office, article_id)
    write(office, item, "Một tab")
    for again in (
        lambda: write(office, item, "Tab khác"),
        lambda: send(office, item),
        lambda: take(office, item, ReviewAction.UNPICK),
    ):
        with pytest.raises(Conflict):
            again()


def test_a_story_is_taken_once(office: Office, article_id: str) -> None:
    copy = office.publish("b", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}", OTHER.id)
    draft(office, article_id)
    with pytest.raises(Conflict, match="Lan"):
        draft(office, copy, by=office.minh)


def test_an_approved_caption_is_taken_back_before_it_changes_and_then_looked_at_again(
    office: Office, article_id: str
) -> None:
    item = decide(office, sent(office, article_id))
    with pytest.raises(Conflict):
        write(office, item, "Khác hẳn")
    back = take(office, item, ReviewAction.TAKE_BACK)
    assert (back.state, back.reviewed_by) == (ItemState.DRAFT, None)
    with pytest.raises(Conflict):
        share(office, back)
    changed = send(office, back, "Khác hẳn")
    assert (changed.state, changed.caption) == (ItemState.IN_REVIEW, "Khác hẳn")


def test_what_was_rejected_or_shared_is_closed(office: Office, article_id: str) -> None:
    rejected = decide(office, sent(office, article_id), verdict=ItemState.REJECTED)
    with pytest.raises(Conflict):
        write(office, rejected, "Thử lại")
    with pytest.raises(Conflict):
        decide(office, rejected)
    shared = share(office, decide(office, sent(office, article_id)))
    with pytest.raises(Conflict):
        write(office, shared, "Sửa sau khi đăng")
    with pytest.raises(Conflict):
        share(office, shared)


def test_returned_with_a_sentence_then_mended_sent_and_approved(office: Office, article_id: str) -> None:
    item = decide(office, sent(office, article_id), verdict=ItemState.RETURNED)
    assert state(office, article_id) is StoryState.PICKED
    item = write(office, item, "Lời dẫn đã sửa")
    assert (item.state, item.note, item.reviewed_by) == (ItemState.DRAFT, "Ghi thêm giờ mở cửa", office.minh.id)
    with pytest.raises(Conflict):
        take(office, item, ReviewAction.UNDO_RETURN, by=office.minh)  # its writer has begun
    assert decide(office, send(office, item)).state is ItemState.APPROVED


@pytest.mark.parametrize("comment", ["", "  ", "\n\t"])
def test_returning_without_a_sentence_is_refused(office: Office, article_id: str, comment: str) -> None:
    item = sent(office, article_id)
    with office.database.write() as store, pytest.raises(BadInput):
        review.decide(acting(store, office.minh, office.now), office.ranker, seen(item), ItemState.RETURNED, comment)


def test_each_step_is_taken_back_and_taken_again(office: Office, article_id: str) -> None:
    item = take(office, draft(office, article_id), ReviewAction.UNPICK)
    assert (item.state, state(office, article_id)) == (ItemState.UNPICKED, StoryState.OPEN)
    item = take(office, item, ReviewAction.REPICK)
    assert (item.state, state(office, article_id)) == (ItemState.DRAFT, StoryState.PICKED)
    item = take(office, send(office, item), ReviewAction.TAKE_BACK)
    assert item.state is ItemState.DRAFT
    item = send(office, item)
    for verdict, undo in (
        (ItemState.APPROVED, ReviewAction.UNDO_APPROVAL),
        (ItemState.RETURNED, ReviewAction.UNDO_RETURN),
        (ItemState.REJECTED, ReviewAction.UNDO_REJECTION),
    ):
        item = take(office, decide(office, item, verdict=verdict), undo, by=office.minh)
        assert (item.state, item.reviewed_by) == (ItemState.IN_REVIEW, None)
        assert state(office, article_id) is StoryState.PICKED
    item = share(office, decide(office, item))
    with pytest.raises(BadInput):
        take(office, item, ReviewAction.UNDO_SHARE)
    item = take(office, item, ReviewAction.UNDO_SHARE, comment="Bấm nhầm")
    assert (item.state, item.post, item.shared_at, item.reviewed_by) == (ItemState.APPROVED, "", None, office.minh.id)
    assert state(office, article_id) is StoryState.PICKED
    with office.database.read() as store:
        assert [row.posting.reason for row in ledger.page(store).rows] == ["Bấm nhầm"]
        assert store.log.list(1)[0].after["note"] == "Bấm nhầm"
    assert share(office, item).state is ItemState.SHARED


@pytest.mark.parametrize("back", [ReviewAction.REPICK, ReviewAction.UNDO_REJECTION, ReviewAction.UNDO_SHARE])
def test_nothing_comes_back_over_a_colleagues_pick_of_the_same_story(
    office: Office, article_id: str, back: ReviewAction
) -> None:
    if back is ReviewAction.REPICK:
        item = take(office, draft(office, article_id), ReviewAction.UNPICK)
    elif back is ReviewAction.UNDO_REJECTION:
        item = decide(office, sent(office, article_id), verdict=ItemState.REJECTED)
    else:
        item = share(office, decide(office, sent(office, article_id)))
    draft(office, article_id, by=office.minh)
    with pytest.raises(Conflict, match="Minh"):
        take(office, item, back, by=office.minh if back is ReviewAction.UNDO_REJECTION else office.lan, comment="x")


def test_a_draft_is_read_by_its_writer_only_also_in_the_log(office: Office, article_id: str) -> None:
    item = write(office, draft(office, article_id), "Chưa ai được đọc câu này")
    with office.database.read() as store:
        assert review_list.entry(store, office.lan, item.id).item.caption == "Chưa ai được đọc câu này"
        for other in (office.minh, office.boss, office.reader):
            row = review_list.entry(store, other, item.id)
            assert (row.item.caption, row.is_hidden) == ("", True)
        assert "Chưa ai" not in str(store.log.list(99))
    send(office, item)
    with office.database.read() as store:
        assert review_list.entry(store, office.reader, item.id).item.caption == "Chưa ai được đọc câu này"
        assert store.log.list(1)[0].after["caption"] == "Chưa ai được đọc câu này"


def test_whoever_is_late_is_told_what_a_colleague_did(office: Office, article_id: str) -> None:
    item = sent(office, article_id)
    decide(office, item)
    with pytest.raises(Conflict) as refused:
        take(office, item, ReviewAction.TAKE_BACK)
    assert refused.value.why == say(Problem.CHANGED_BY, person="Minh", action="approved")


def test_roles_are_checked_where_things_are_done(office: Office, article_id: str) -> None:
    with pytest.raises(NotAllowed):
        draft(office, article_id, by=office.reader)
    item = draft(office, article_id)
    with pytest.raises(NotAllowed):
        write(office, item, "x", by=replace(office.lan, active=False))
    with pytest.raises(NotAllowed):
        decide(office, send(office, item), by=office.reader)


def test_what_the_publisher_withdrew_is_not_picked_approved_or_shared(office: Office, article_id: str) -> None:
    item = sent(office, article_id)
    approved = decide(office, item)
    withdraw(office, article_id)
    with pytest.raises(Conflict, match="withdrawn"):
        share(office, approved)
    rejected = decide(office, approved, verdict=ItemState.REJECTED)
    assert rejected.state is ItemState.REJECTED
    with pytest.raises(Conflict, match="withdrawn"):
        sent(office, article_id)


def test_people_do_not_wait_for_search(office: Office) -> None:
    office.index.away = True
    article_id = office.publish("a", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")
    share(office, decide(office, sent(office, article_id)))
    assert stage(office, article_id) is Stage.SHARED
    with office.database.read() as store:
        assert len(store.progress.outcomes(article_id)) == 5
    office.index.away = False
    office.work()
    assert office.index.count() == 1


def test_what_its_publisher_has_just_changed_is_approved_after_it_was_read_again(office: Office) -> None:
    article_id = office.publish("a", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")
    item = sent(office, article_id)
    office.arrive("a", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT} Bổ sung: mang theo sổ tiêm.")
    office.reread()
    with pytest.raises(Conflict, match="being-read-again"):
        decide(office, item)
    office.work()
    assert decide(office, item).state is ItemState.APPROVED
    assert stage(office, article_id) is Stage.REVIEWED


def test_a_post_that_is_too_long_is_refused_with_its_length(office: Office, article_id: str) -> None:
    item = decide(office, send(office, draft(office, article_id), "x" * 3000))
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


def test_help_is_taken_back_change_by_change_by_whoever_gave_it(office: Office, article_id: str) -> None:
    as_sent = item = sent(office, article_id)
    for caption in ("Một.", "Hai."):
        item = write(office, item, caption, by=office.minh)
    for caption in ("Một.", as_sent.caption):
        with pytest.raises(Conflict, match="its-helper-only"), office.database.write() as store:
            helping.take_back(acting(store, office.lan, office.now), seen(item))
        with office.database.write() as store:
            item = helping.take_back(acting(store, office.minh, office.now), seen(item))
        assert item.caption == caption
    assert item.last_writer == office.lan.id
    with pytest.raises(Conflict), office.database.write() as store:
        helping.take_back(acting(store, office.minh, office.now), seen(item))
    assert decide(office, item, by=office.minh).state is ItemState.APPROVED


@pytest.mark.parametrize("back", [ReviewAction.UNDO_APPROVAL, ReviewAction.TAKE_BACK, ItemState.REJECTED])
def test_the_article_stands_where_its_item_was_put_back_to(
    office: Office, article_id: str, back: ReviewAction | ItemState
) -> None:
    item = take(office, share(office, decide(office, sent(office, article_id))), ReviewAction.UNDO_SHARE, comment="x")
    assert stage(office, article_id) is Stage.REVIEWED
    if isinstance(back, ItemState):
        decide(office, item, verdict=back)
    else:
        item = take(office, item, back, by=office.lan)
    assert stage(office, article_id) is Stage.QUEUED
    if back is ReviewAction.UNDO_APPROVAL:
        decide(office, item)
        assert stage(office, article_id) is Stage.REVIEWED


def test_an_article_that_was_shared_stays_so_while_a_second_pick_of_it_is_undone(
    office: Office, article_id: str
) -> None:
    share(office, decide(office, sent(office, article_id)))
    take(office, decide(office, sent(office, article_id)), ReviewAction.UNDO_APPROVAL, by=office.minh)
    assert stage(office, article_id) is Stage.SHARED


def test_an_article_whose_approval_was_undone_is_read_again_as_one_that_nobody_decided_on(
    office: Office, article_id: str
) -> None:
    take(office, decide(office, sent(office, article_id)), ReviewAction.UNDO_APPROVAL, by=office.minh)
    office.arrive("a", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT} Bổ sung: mang theo sổ tiêm.")
    office.reread()
    assert stage(office, article_id) is Stage.EXTRACTED
    office.work()
    assert stage(office, article_id) is Stage.QUEUED
