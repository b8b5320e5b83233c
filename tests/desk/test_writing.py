"""A caption that saves itself: merged with what else was done, and one entry in the log for a stretch of typing."""

from datetime import timedelta

import pytest

from desk import review, review_list, writing
from desk.acting import SeenItem
from desk.typed import Kept, Outcome, Typed
from domain.editorial import ReviewItem
from domain.errors import Conflict
from domain.people import Person
from tests.desk.conftest import Office
from tests.making import TEXT, acting, seen

BASE = "Sáng mai, xã tiêm chủng. Mời bà con."


@pytest.fixture
def item(office: Office) -> ReviewItem:
    article_id = office.publish("a", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")
    with office.database.write() as store:
        by = acting(store, office.lan, office.now)
        return review.write(by, seen(review.pick(by, office.ranker, article_id)), BASE)


def keep(
    office: Office,
    item: ReviewItem,
    mine: str,
    base: str | None = BASE,
    by: Person | None = None,
    sent: tuple[str, ...] = (),
) -> Kept[str]:
    typed = Typed(mine=mine, base=base, revision=item.revision, sent=sent, by_itself=True)
    with office.database.write() as store:
        return writing.keep(acting(store, by or office.lan, office.now), item.id, typed)


def stored(office: Office, item: ReviewItem) -> ReviewItem:
    with office.database.read() as store:
        return store.items.get(item.id)


def test_two_windows_are_merged_and_where_they_touch_nothing_is_saved(office: Office, item: ReviewItem) -> None:
    assert keep(office, item, BASE.replace("Sáng", "Chiều")).outcome is Outcome.SAVED
    assert keep(office, item, f"{BASE} Nhớ mang sổ.").outcome is Outcome.MERGED
    assert stored(office, item).caption == "Chiều mai, xã tiêm chủng. Mời bà con. Nhớ mang sổ."
    kept = keep(office, item, BASE.replace("Sáng", "Tối"))
    assert (kept.outcome, kept.stored) == (Outcome.TOUCHING, stored(office, item).caption)
    assert kept.joined.split("\n") == [kept.stored, BASE.replace("Sáng", "Tối")]


def test_a_text_whose_answer_was_lost_is_ones_own(office: Office, item: ReviewItem) -> None:
    keep(office, item, f"{BASE} Một.")
    assert keep(office, item, f"{BASE} Một hai.", sent=(f"{BASE} Một.",)).outcome is Outcome.SAVED
    assert keep(office, item, f"{BASE} Ba.", sent=(f"{BASE} Một.",)).outcome is Outcome.TOUCHING


def test_without_what_it_began_from_a_text_counts_only_on_its_revision(office: Office, item: ReviewItem) -> None:
    assert keep(office, item, "Viết lại.", base=None).outcome is Outcome.SAVED
    assert keep(office, item, "Viết khác.", base=None).outcome is Outcome.TOUCHING


def test_a_stretch_of_typing_is_one_entry_and_every_window_is_told_of_it(office: Office, item: ReviewItem) -> None:
    began = stored(office, item).revision
    office.now += timedelta(hours=2)
    for words in ("Một.", "Một hai.", "Một hai ba."):
        keep(office, item, f"{BASE} {words}", base=stored(office, item).caption)
    office.now += timedelta(hours=2)
    keep(office, item, "Chiều.", base=stored(office, item).caption)
    with office.database.read() as store:
        actions = [one.action for one in store.log.list(9, f"item:{item.id}")]
        told = [len(review_list.changes_since(store, SeenItem(id=item.id, revision=began + n))) for n in range(-2, 5)]
    assert actions == ["write", "write", "write", "pick"]  # by hand, and two stretches
    assert told == [4, 3, 2, 2, 2, 1, 0]


def test_nobody_types_into_what_is_somebody_elses_or_was_sent(office: Office, item: ReviewItem) -> None:
    with pytest.raises(Conflict):
        keep(office, item, "Minh viết.", by=office.minh)
    with office.database.write() as store:
        review.send(acting(store, office.lan, office.now), office.ranker, seen(item))
    with pytest.raises(Conflict):
        keep(office, item, "Lan viết tiếp.")
    assert stored(office, item).caption == BASE
