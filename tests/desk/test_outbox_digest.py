"""Tự gửi điểm tin: once, to every channel, at its hour, and only what a second person approved that morning."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from alerts.memory import MemoryChannels
from desk.digest import composing
from desk.outbox import digest
from domain.editorial import DeskSettings, DigestLine
from tests.desk.conftest import Office
from tests.making import acting, an_article, our_desk
from tests.outbox import a_channel, a_look, a_sender

TODAY = date(2026, 11, 23)
HALF_PAST_FIVE = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)  # in Vietnam
MINUTE = timedelta(minutes=1)
TICKED = our_desk(digest_send=True, channels=(a_channel("memory://a"), a_channel("memory://b")))


def kept(office: Office, desk: DeskSettings = TICKED, *, approve: bool = True) -> None:
    article = an_article("a")
    with office.database.write() as store:
        store.settings.save(desk)
        store.articles.add([article])
        lines = [DigestLine(article_id=article.id, text="Câu một.")]
        made = composing.save(acting(store, office.lan, HALF_PAST_FIVE), TODAY, opening="Chào", lines=lines, revision=0)
        if approve:
            composing.approve(acting(store, office.minh, HALF_PAST_FIVE), TODAY, revision=made.revision)


def sent(office: Office, at: datetime) -> list[str]:
    """The bodies that reach the channels when the worker comes by."""
    digest.plan(a_look(office.database, at))
    channels = MemoryChannels()
    a_sender(office.database, channels, lambda: at).send_due()
    return [notice.text for channel in channels.channels.values() for notice in channel.sent.values()]


def test_an_approved_digest_goes_to_every_channel_once(office: Office) -> None:
    kept(office)
    first = sent(office, HALF_PAST_FIVE + MINUTE)
    assert len(first) == 2
    assert all(body.startswith("Chào\n\n1. Câu một.\n(Theo Báo Lào Cai") for body in first)
    assert sent(office, HALF_PAST_FIVE + 9 * MINUTE) == []
    with office.database.read() as store:
        assert store.log.list(1)[0].action == "digest-sent"
        assert (store.digests.find(TODAY) or pytest.fail("gone")).sent_at == HALF_PAST_FIVE + MINUTE


def test_nothing_goes_out_that_nobody_approved(office: Office) -> None:
    kept(office, approve=False)
    assert sent(office, HALF_PAST_FIVE + MINUTE) == []


@pytest.mark.parametrize("desk", [replace(TICKED, digest_send=False), replace(TICKED, channels=())])
def test_nothing_goes_out_unless_it_was_ticked_and_there_is_a_channel(office: Office, desk: DeskSettings) -> None:
    kept(office, desk)
    assert sent(office, HALF_PAST_FIVE + MINUTE) == []


@pytest.mark.parametrize(("after", "goes"), [(-MINUTE, False), (timedelta(hours=5), True), (timedelta(hours=7), False)])
def test_it_goes_out_from_its_hour_until_noon(office: Office, after: timedelta, goes: bool) -> None:
    kept(office)
    assert bool(sent(office, HALF_PAST_FIVE + after)) is goes


def test_a_change_after_sending_is_not_sent_again(office: Office) -> None:
    kept(office)
    sent(office, HALF_PAST_FIVE + MINUTE)
    with office.database.write() as store:
        stored = store.digests.find(TODAY)
        assert stored is not None
        made = composing.save(
            acting(store, office.lan, HALF_PAST_FIVE + 2 * MINUTE),
            TODAY,
            opening="Khác",
            lines=stored.lines,
            revision=stored.revision,
        )
        composing.approve(acting(store, office.minh, HALF_PAST_FIVE + 3 * MINUTE), TODAY, revision=made.revision)
    assert sent(office, HALF_PAST_FIVE + 4 * MINUTE) == []


def test_a_channel_that_is_away_gets_it_later_but_not_in_the_afternoon(office: Office) -> None:
    kept(office)
    at = HALF_PAST_FIVE + MINUTE
    digest.plan(a_look(office.database, at))
    channels = MemoryChannels()
    channels.at("memory://a").away = True
    a_sender(office.database, channels, lambda: at).send_due()
    assert [len(channel.sent) for _, channel in sorted(channels.channels.items())] == [0, 1]
    channels.channels["memory://a"].away = False
    late = HALF_PAST_FIVE + timedelta(hours=8)
    a_sender(office.database, channels, lambda: late).send_due()
    assert channels.channels["memory://a"].sent == {}
    with office.database.read() as store:
        assert {one.sent_at is None for one in store.outbox.list(9)} == {True, False}
