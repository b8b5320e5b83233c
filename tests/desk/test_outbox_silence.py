"""What did not happen is told once, by day, and only while it still is so."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from alerts.memory import MemoryChannels
from desk.digest import composing
from desk.outbox import silence
from domain.backup import GoodBackup
from domain.editorial import DigestLine
from domain.times import VIETNAM
from tests.desk.conftest import Office
from tests.making import acting, an_article, our_desk
from tests.outbox import a_channel, a_look, a_sender

CHANNEL = "memory://phong-tin"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
TODAY = date(2026, 11, 23)


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


@pytest.fixture
def told(office: Office):
    """The office with a channel; what goes out when everything is looked at, at a moment."""
    channels = MemoryChannels()
    with office.database.write() as store:
        store.settings.save(our_desk(channels=(a_channel(CHANNEL),), digest_send=True))

    def at_moment(now: datetime, running: timedelta = HOUR) -> list[str]:
        channels.at(CHANNEL).sent.clear()
        look = a_look(office.database, now, running=running)
        for plan in (silence.plan_no_articles, silence.plan_digest_late, silence.plan_no_backup):
            plan(look)
        a_sender(office.database, channels, lambda: now).send_due()
        return [notice.title for notice in channels.at(CHANNEL).sent.values()]

    return at_moment


def arrived(office: Office, when: datetime, key: str = "a") -> None:
    with office.database.write() as store:
        store.articles.add([replace(an_article(key), fetched_at=when)])


def without_digest(office: Office) -> None:
    with office.database.write() as store:
        store.settings.save(replace(store.settings.get(), digest_send=False))


def test_six_hours_without_an_article_are_told_once_and_the_next_silence_again(office: Office, told):
    without_digest(office)
    arrived(office, at(8))
    assert told(at(13, 59)) == []
    assert told(at(14)) == ["Bàn tin không có bài mới từ 08:00 ngày 23/11/2026"]
    assert told(at(15)) == []
    arrived(office, at(15), "b")
    assert told(at(21)) == ["Bàn tin không có bài mới từ 15:00 ngày 23/11/2026"]


def test_the_night_does_not_count_as_silence(office: Office, told):
    without_digest(office)
    arrived(office, at(21))
    assert told(at(4, day=24)) == []  # nobody is woken
    assert told(at(10, day=24)) == []
    assert told(at(11, day=24)) == ["Bàn tin không có bài mới từ 21:00 ngày 23/11/2026"]


def test_a_desk_that_has_just_started_catches_up_before_it_complains(office: Office, told):
    arrived(office, at(8))
    assert told(at(15), running=10 * MINUTE) == []


def test_a_desk_without_articles_or_channels_is_not_silent_but_new(office: Office, told):
    assert told(at(15)) == []
    arrived(office, at(8))
    without_digest(office)
    with office.database.write() as store:
        store.settings.save(replace(store.settings.get(), channels=()))
    assert told(at(15)) == []


def test_what_came_in_before_the_message_could_go_out_takes_it_back(office: Office, told):
    without_digest(office)
    arrived(office, at(8))
    silence.plan_no_articles(a_look(office.database, at(14)))
    arrived(office, at(14), "b")
    assert told(at(14, 1)) == []


def test_a_digest_that_nobody_made_is_missed_half_an_hour_after_its_time(office: Office, told):
    assert told(at(5, 59)) == []
    assert told(at(6, 0)) == ["Điểm tin sáng 23/11/2026 chưa gửi: máy chưa soạn được"]
    assert told(at(7)) == []
    assert told(at(12, day=24)) == []  # in the afternoon nobody needs it any more


def test_a_digest_that_waits_for_a_person_says_so_and_an_approved_one_does_not(office: Office, told):
    with office.database.write() as store:
        article = an_article("a")
        store.articles.add([replace(article, fetched_at=at(5))])
        lines = [DigestLine(article_id=article.id, text="Câu một.")]
        made = composing.save(acting(store, office.lan, at(5, 30)), TODAY, opening="Chào", lines=lines, revision=0)
    assert told(at(7)) == ["Điểm tin sáng 23/11/2026 chưa gửi: chưa có người duyệt"]
    with office.database.write() as store:
        composing.approve(acting(store, office.minh, at(7, 30)), TODAY, revision=made.revision)
        assert not silence.digest_still_late(store, store.outbox.list(1)[0], at(8))


def test_two_days_without_a_good_backup_are_told_once(office: Office, told):
    without_digest(office)
    with office.database.write() as store:
        store.settings.save_backup(GoodBackup(at=at(2, day=21), where="/kept", counts={}))
    assert told(at(1, 59)) == []
    assert told(at(9)) == ["Bàn tin chưa được sao lưu trong hai ngày qua"]
    assert told(at(10)) == []
    with office.database.write() as store:
        store.settings.save_backup(GoodBackup(at=at(11), where="/kept", counts={}))
    assert told(at(12)) == []
