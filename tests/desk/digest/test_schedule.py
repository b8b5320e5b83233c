"""Điểm tin sáng builds itself at its hour, once a day, and never over what an editor has kept."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desk.digest import composing
from desk.digest.diversity import diversify
from desk.digest.schedule import DigestSchedule
from domain.editorial import Digest, DigestLine
from domain.errors import Conflict, NotAllowed
from domain.story import Story, StoryState
from domain.understanding import Section
from tests.desk.conftest import Office
from tests.making import a_story, acting, an_article, our_desk

TODAY = date(2026, 11, 23)
HALF_PAST_FIVE = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)  # 05:30 on the 23rd in Vietnam
LONG_AGO = HALF_PAST_FIVE - timedelta(days=1)
MINUTE = timedelta(minutes=1)


def stand(office: Office, key: str, **more: object) -> str:
    article = an_article(key, summary=(f"Câu đầu của {key}.",), story_id=f"story-{key}")
    plain = {"head_id": article.id, "newest_at": HALF_PAST_FIVE - timedelta(hours=3)}
    with office.database.write() as store:
        store.articles.add([article])
        store.stories.save([a_story(f"story-{key}", **(plain | more))])
    return article.id


def look(office: Office, at: datetime, *, started: datetime = LONG_AGO, quiet: bool = True) -> Digest | None:
    return DigestSchedule(office.database, started_at=started).look(at, quiet=quiet)


def stored(office: Office, day: date = TODAY) -> Digest | None:
    with office.database.read() as store:
        return store.digests.find(day)


def test_the_digest_is_kept_at_its_hour_and_not_before(office: Office) -> None:
    article = stand(office, "a")
    assert look(office, HALF_PAST_FIVE - MINUTE) is None
    assert stored(office) is None
    built = look(office, HALF_PAST_FIVE)
    assert built is not None
    assert [line.article_id for line in built.lines] == [article]
    assert (built.day, built.saved_by, built.saved_at) == (TODAY, None, HALF_PAST_FIVE)
    with office.database.read() as store:
        [entry] = store.log.list(1)
    assert (entry.who, entry.action, entry.subject) == ("diemtin", "digest-built", "digest:2026-11-23")


def test_it_is_kept_once(office: Office) -> None:
    stand(office, "a")
    first = look(office, HALF_PAST_FIVE)
    stand(office, "b")
    assert look(office, HALF_PAST_FIVE + MINUTE) is None
    assert stored(office) == first


@pytest.mark.parametrize(("later", "built"), [(timedelta(hours=4), True), (timedelta(hours=7), False)])
def test_a_program_that_was_away_catches_up_the_same_morning_only(
    office: Office, later: timedelta, built: bool
) -> None:
    stand(office, "a")
    assert (look(office, HALF_PAST_FIVE + later) is not None) is built


def test_after_a_start_it_waits_until_the_night_has_been_read(office: Office) -> None:
    stand(office, "a")
    started = HALF_PAST_FIVE + timedelta(hours=1)
    assert look(office, started + MINUTE, started=started, quiet=False) is None
    assert look(office, started + timedelta(minutes=16), started=started, quiet=False) is not None


def test_the_hour_is_a_setting_in_vietnamese_time(office: Office) -> None:
    stand(office, "a")
    with office.database.write() as store:
        store.settings.save(our_desk(digest_at="06:45"))
    assert look(office, HALF_PAST_FIVE + timedelta(minutes=74)) is None
    assert look(office, HALF_PAST_FIVE + timedelta(minutes=75)) is not None


def test_what_an_editor_has_kept_is_never_built_over(office: Office) -> None:
    article = stand(office, "a")
    stand(office, "b")
    lines = [DigestLine(article_id=article, text="Sửa tay.")]
    with office.database.write() as store:
        composing.save(
            acting(store, office.lan, HALF_PAST_FIVE - MINUTE), TODAY, opening="Của tôi", lines=lines, revision=0
        )
    assert look(office, HALF_PAST_FIVE) is None
    kept = stored(office)
    assert kept is not None
    assert (kept.opening, len(kept.lines), kept.saved_by) == ("Của tôi", 1, office.lan.id)


def test_nothing_is_kept_while_there_is_nothing_to_tell(office: Office) -> None:
    assert look(office, HALF_PAST_FIVE) is None
    stand(office, "a")
    assert look(office, HALF_PAST_FIVE + MINUTE) is not None


def test_what_was_told_yesterday_or_shared_is_not_told_again(office: Office) -> None:
    told = stand(office, "told", newest_at=HALF_PAST_FIVE - timedelta(hours=2))
    stand(office, "shared", state=StoryState.SHARED)
    new = stand(office, "new")
    yesterday = Digest(day=TODAY - timedelta(days=1), opening="", lines=(DigestLine(article_id=told, text="x"),))
    with office.database.write() as store:
        store.digests.save(replace(yesterday, saved_at=HALF_PAST_FIVE - timedelta(days=1)))
    built = look(office, HALF_PAST_FIVE)
    assert built is not None
    assert [line.article_id for line in built.lines] == [new]


def test_after_days_without_a_digest_news_since_the_last_one_counts_but_not_older_than_three_days(
    office: Office,
) -> None:
    new = stand(office, "new", newest_at=HALF_PAST_FIVE - timedelta(hours=60))
    stand(office, "older", newest_at=HALF_PAST_FIVE - timedelta(hours=80))
    last = Digest(day=TODAY - timedelta(days=4), opening="", lines=(), saved_at=LONG_AGO)
    with office.database.write() as store:
        store.digests.save(last)
    built = look(office, HALF_PAST_FIVE)
    assert built is not None
    assert [line.article_id for line in built.lines] == [new]


def test_no_section_and_no_place_fills_the_digest() -> None:
    def story(key: str, section: Section, *places: str) -> None:
        stories.append(a_story(key, section=section, places=places))

    stories: list[Story] = []
    sections = list(Section)
    for n in range(4):
        story(f"health{n}", Section.HEALTH)
    for n in range(3):
        story(f"hanoi{n}", sections[n], "01")
    for n in range(3):
        story(f"batxat{n}", sections[n], "15", "02683")
    for n, section in enumerate((6, 7, 8, 9, 3)):
        story(f"ours{n}", sections[section], "15")
    chosen = [one.id for one in diversify(stories, ours={"15"}, most=99)]
    assert [key for key in chosen if key.startswith("health")] == ["health0", "health1", "health2"]
    assert [key for key in chosen if key.startswith("hanoi")] == ["hanoi0", "hanoi1"]
    assert [key for key in chosen if key.startswith("batxat")] == ["batxat0", "batxat1"]
    assert [key for key in chosen if key.startswith("ours")] == [f"ours{n}" for n in range(4)]
    assert len(diversify(stories, ours={"15"}, most=5)) == 5


def test_a_second_person_approves_and_any_change_asks_again(office: Office) -> None:
    article = stand(office, "a")
    lines = [DigestLine(article_id=article, text="Câu.")]
    now = HALF_PAST_FIVE
    with office.database.write() as store:
        with pytest.raises(Conflict):
            composing.approve(acting(store, office.minh, now), TODAY, revision=0)
        composing.save(acting(store, office.lan, now), TODAY, opening="x", lines=lines, revision=0)
        with pytest.raises(Conflict):
            composing.approve(acting(store, office.lan, now), TODAY, revision=1)
        with pytest.raises(NotAllowed):
            composing.approve(acting(store, office.reader, now), TODAY, revision=1)
        approved = composing.approve(acting(store, office.minh, now), TODAY, revision=1)
        assert (approved.approved_by, approved.approved_at) == (office.minh.id, now)
        assert len(composing.approved_editions(store)) == 1
        changed = composing.save(
            acting(store, office.lan, now), TODAY, opening="y", lines=lines, revision=approved.revision
        )
        assert (changed.approved_by, changed.approved_at) == (None, None)
        assert composing.approved_editions(store) == []


def test_the_programs_own_proposal_needs_one_person(office: Office) -> None:
    stand(office, "a")
    built = look(office, HALF_PAST_FIVE)
    assert built is not None
    with office.database.write() as store:
        assert composing.approve(acting(store, office.lan, HALF_PAST_FIVE), TODAY, revision=built.revision).approved_at


def test_a_desk_of_one_approves_its_own(office: Office) -> None:
    article = stand(office, "a")
    with office.database.write() as store:
        store.settings.save(our_desk(solo=True))
        lines = [DigestLine(article_id=article, text="Câu.")]
        composing.save(acting(store, office.lan, HALF_PAST_FIVE), TODAY, opening="x", lines=lines, revision=0)
        assert composing.approve(acting(store, office.lan, HALF_PAST_FIVE), TODAY, revision=1).approved_at
