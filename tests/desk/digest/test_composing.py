"""Điểm tin sáng: proposed, put in order by hand, exported."""

import html
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from desk.digest import composing
from desk.digest.outputs.rss import rss
from domain.editorial import DigestLine
from domain.errors import BadInput, Conflict, NotAllowed, NotFound
from domain.hazards import Hazard
from domain.people import Person
from domain.understanding import Section
from domain.warning import OfficialWarning
from tests.desk.conftest import Office
from tests.making import NOON, a_story, acting, an_article

TODAY = date(2026, 11, 23)
SECTIONS = list(Section)


def stand(office: Office, key: str, **more: object) -> str:
    article = an_article(key, summary=(f"Câu đầu của {key}.",))
    with office.database.write() as store:
        store.articles.add([article])
        story = a_story(f"story-{key}", head_id=article.id, section=SECTIONS[len(key) % 10])
        store.stories.save([replace(story, **more)])  # type: ignore[arg-type]
    return article.id


def proposed(office: Office, day: date = TODAY) -> list[str]:
    with office.database.read() as store:
        return [line.article_id for line in composing.of_day(store, day, NOON).digest.lines]


def save(office: Office, lines: list[DigestLine], revision: int, by: Person | None = None) -> None:
    with office.database.write() as store:
        composing.save(acting(store, by or office.lan), TODAY, opening=" Chào! ", lines=lines, revision=revision)


def test_bulletins_in_force_come_first_and_then_the_best(office: Office) -> None:
    low = stand(office, "a", score=1.0)
    best = stand(office, "bb", score=9.0)
    warned = stand(office, "ccc", score=0.1)
    over = stand(office, "d", score=0.0)
    for article_id, hours in ((warned, 5), (over, -1)):
        bulletin(office, article_id, expires=NOON + timedelta(hours=hours))
    with office.database.read() as store:
        lines = composing.of_day(store, TODAY, NOON, office.gazetteer).digest.lines
        yesterday = composing.of_day(store, TODAY - timedelta(days=1), NOON, office.gazetteer).digest.lines
    assert [line.article_id for line in lines] == [warned, best, low, over]
    assert warned not in [line.article_id for line in yesterday]


def bulletin(office: Office, article_id: str, expires: datetime) -> None:
    warning = OfficialWarning(
        identifier=article_id,
        sender="Đài",
        sent=NOON - timedelta(hours=2),
        hazard=Hazard.FLOOD,
        event="lũ",
        headline="Tin lũ",
        codes=("15",),
        expires=expires,
    )
    with office.database.write() as store:
        article = store.articles.get(article_id)
        store.articles.add([replace(article, story_id="story-" + article.url.rsplit("/", 1)[1][:-5])])
        office.warnings.keep(store, warning, article, NOON)


def test_one_section_does_not_fill_the_digest(office: Office) -> None:
    for n in range(6):
        stand(office, f"h{n}", section=Section.HEALTH, score=9.0 + n)
    law = stand(office, "law", section=Section.LAW, score=1.0)
    lines = proposed(office)
    assert len(lines) == 4
    assert law in lines


@pytest.mark.parametrize("flag", ["old", "advertorial", "withdrawn"])
def test_old_paid_and_withdrawn_articles_are_not_proposed(office: Office, flag: str) -> None:
    stand(office, "a", flags=(flag,))
    assert proposed(office) == []


def test_only_what_is_new_since_yesterdays_digest_is_proposed(office: Office) -> None:
    stand(office, "a", newest_at=NOON - timedelta(hours=27))
    stand(office, "bb", newest_at=NOON + timedelta(hours=1))
    fresh = stand(office, "ccc", newest_at=NOON - timedelta(hours=25))
    assert proposed(office) == [fresh]


def test_a_day_with_little_news_is_called_so(office: Office) -> None:
    stand(office, "a")
    with office.database.read() as store:
        page = composing.of_day(store, TODAY, NOON)
    assert page.scarce
    assert page.digest.opening == "Chào buổi sáng! Điểm tin sáng 23/11/2026:"
    assert page.entries[0].line.text == "Câu đầu của a."
    assert page.entries[0].credit == "Theo Báo Lào Cai, 11:30 ngày 23/11/2026"


def test_a_line_that_was_changed_by_hand_is_marked_and_another_is_not(office: Office) -> None:
    first, second = stand(office, "a"), stand(office, "bb")
    save(office, [DigestLine(article_id=second, text="Khác."), DigestLine(article_id=first, text="Câu đầu của a. ")], 0)
    with office.database.read() as store:
        page = composing.of_day(store, TODAY, NOON)
        assert [(entry.article.id, entry.line.edited) for entry in page.entries] == [(second, True), (first, False)]
        assert page.digest.opening == "Chào!"
        assert page.candidates == ()
        assert store.log.list(1)[0].after["lines"] == [second, first]


def test_two_windows_conflict_and_nonsense_is_refused(office: Office) -> None:
    one = DigestLine(article_id=stand(office, "a"), text="Một.")
    save(office, [one], 0)
    with pytest.raises(Conflict):
        save(office, [], 0)
    with pytest.raises(BadInput):
        save(office, [one, one], 1)
    with pytest.raises(NotFound):
        save(office, [DigestLine(article_id="none", text="x")], 1)
    with pytest.raises(NotAllowed):
        save(office, [one], 1, by=office.reader)


@pytest.mark.parametrize("text", ["<b>&amp;</b> ]]> \"'", "Chữ \x0b điều khiển \x00", "Dấu sắc é, emoji 🌧"])
def test_rss_is_well_formed_whatever_is_written(office: Office, text: str) -> None:
    save(office, [DigestLine(article_id=stand(office, "a"), text=text)], 0)
    with office.database.read() as store:
        page = composing.of_day(store, TODAY, NOON)
    read = ET.fromstring(rss([composing.edition(page)], title=f"Tin {text}", link="http://x/?a=1&b=2").encode())
    assert html.unescape(read.findtext("channel/item/description") or "").startswith(text.split("\x0b")[0])
    assert read.findtext("channel/link") == "http://x/?a=1&b=2"
    assert read.findtext("channel/item/pubDate") == "Mon, 23 Nov 2026 11:30:00 +0700"
