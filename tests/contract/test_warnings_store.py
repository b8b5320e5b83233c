"""What the desk may expect of its database about warnings, held by all three databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from database.engine import SqlDatabase
from database.warnings import warnings
from domain.errors import NotFound
from domain.hazards import Hazard
from domain.store import Store
from domain.stories import QueueFilter
from domain.understanding import Span
from domain.warning import Certainty, MsgType, OfficialWarning, Reference, Severity, Status, Urgency, WarningPart
from domain.warning_chain import ChainedWarning, StoredWarning
from tests.making import NOON, PAPER, a_story, an_article, with_sources

HOUR = timedelta(hours=1)
FLOOD = OfficialWarning(
    identifier="x-1",
    sender="Đài Lào Cai",
    sent=NOON - HOUR,
    hazard=Hazard.FLOOD,
    event="lũ",
    headline="Tin lũ trên sông Thao",
    msg_type=MsgType.UPDATE,
    references=(Reference("Đài Lào Cai", "x-0", NOON - 3 * HOUR),),
    area="Lào Cai",
    codes=("15", "085"),
    severity=Severity.MODERATE,
    urgency=Urgency.EXPECTED,
    certainty=Certainty.LIKELY,
    level=2,
    onset=NOON,
    expires=NOON + 6 * HOUR,
    next_bulletin=NOON + 3 * HOUR,
    description="Nước lên.",
    instruction="Không qua ngầm.",
    url="https://dai.example/1",
    evidence=(Span(0, 4, "Nước"),),
)


def kept(store: Store, key: str, ended: int | None = None, **more: object) -> StoredWarning:
    article = an_article(key)
    store.articles.add([article])
    warning = replace(FLOOD, identifier=key, **more)  # type: ignore[arg-type]
    link = ChainedWarning(warning=warning, ended_at=NOON + ended * HOUR if ended is not None else None)
    one = StoredWarning(article_id=article.id, source_id=PAPER.id, link=link, as_read=warning)
    store.warnings.save([one])
    return one


def test_a_warning_comes_back_as_it_was_kept(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        one = kept(store, "a", ended=2)
        assert store.warnings.get(one.article_id) == one
        chained = replace(one, link=replace(one.link, warning=replace(one.warning, references=())))
        store.warnings.save([chained])
        assert store.warnings.get(one.article_id) == chained
        store.warnings.remove(one.article_id)
        with pytest.raises(NotFound):
            store.warnings.get(one.article_id)


def test_the_listing_of_what_holds_leaves_out_all_that_does_not(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        holds = [kept(store, "a"), kept(store, "b", ended=1, expires=None)]
        kept(store, "unstated", expires=None, onset=None, sent=NOON - 25 * HOUR)
        kept(store, "clear", all_clear=True)
        kept(store, "past", urgency=Urgency.PAST)
        kept(store, "expired", expires=NOON)
        kept(store, "ended", ended=0)
        kept(store, "ahead", sent=NOON + HOUR)
        kept(store, "cancel", msg_type=MsgType.CANCEL)
        kept(store, "exercise", status=Status.EXERCISE)
        gone = kept(store, "withdrawn")
        store.articles.add([replace(an_article("withdrawn"), withdrawn_at=NOON)])
        found = store.warnings.list(50, holding=NOON)
        assert {one.article_id for one in found} == {one.article_id for one in holds}
        assert all(one.holds(NOON) for one in found)
        assert len(store.warnings.list(50)) == 11
        assert store.warnings.get(gone.article_id).withdrawn


def test_a_message_of_several_parts_comes_back_whole(database: SqlDatabase) -> None:
    part = WarningPart(hazard=Hazard.FLOOD, event="lũ", headline="Lũ Sơn La", codes=("14",), severity=Severity.EXTREME,
                       onset=NOON, expires=NOON + 8 * HOUR)  # fmt: skip
    references = (Reference("", "x-0", None),)
    with database.write() as store:
        with_sources(store)
        one = kept(store, "a", parts=(part, replace(part, codes=("15",), expires=None)), references=references)
        assert store.warnings.get(one.article_id) == one
        assert [found.article_id for found in store.warnings.list(5, holding=NOON + 9 * HOUR)] == [one.article_id]


def test_a_row_of_0_1_0_without_an_end_holds_a_day(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        for key, hours in (("old", 24), ("new", 23)):
            one = kept(store, key, expires=None, sent=NOON - hours * HOUR)
            row = warnings.c.article_id == one.article_id
            [value] = store.warnings.connection.execute(select(warnings.c.value).where(row)).scalars()
            before = {name: said for name, said in value.items() if name not in ("parts", "all_clear")}
            written = update(warnings).where(row).values(expires=None, value=before)
            store.warnings.connection.execute(written)
        [found] = store.warnings.list(5, holding=NOON)
        assert found.warning.identifier == "new"
        assert found.holds(NOON)


def test_a_senders_messages_are_those_that_may_still_be_followed(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        recent = kept(store, "a", sent=NOON - HOUR)
        standing = kept(store, "b", sent=NOON - 90 * HOUR, expires=NOON + HOUR)
        kept(store, "c", sent=NOON - 90 * HOUR, expires=NOON - 80 * HOUR)
        kept(store, "d", sender="Đài khác")
        found = store.warnings.of_sender(FLOOD.sender, NOON - 24 * HOUR)
        assert [one.article_id for one in found] == [standing.article_id, recent.article_id]


def test_the_queue_can_be_asked_for_any_of_several_places(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        store.stories.save(
            [a_story("bac-ha", places=("085", "15"), score=3.0), a_story("sa-pa", places=("15",)),
             a_story("ca-mau", places=("96",))]
        )  # fmt: skip
        for places, wanted in (
            (("085",), ["bac-ha"]),
            (("15",), ["bac-ha", "sa-pa"]),
            (("085", "96"), ["bac-ha", "ca-mau"]),
            (("15", "085"), ["bac-ha", "sa-pa"]),
            (("?",), []),
        ):
            found, total = store.stories.list(QueueFilter(places=places))
            assert ([story.id for story in found], total) == (wanted, len(wanted))
