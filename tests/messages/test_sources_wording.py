"""Whatever is said of a visit, a feed or a source, both languages have it, with its fields filled."""

from enum import StrEnum
from typing import Any

import pytest

from crawlers.dates.reader import DateNote
from crawlers.feeds.content import FeedNote
from desk.sources.health import HealthReason, HealthWord
from desk.sources.layout_drift import PARTS, DriftFinding
from desk.sources.rhythm import Length
from domain.message import say
from domain.visits import FetchError, VisitMessage, visit_message
from messages.catalogue import LANGUAGES, Catalogue, entries
from tests.messages.test_stories_wording import fields

SAID: tuple[type[StrEnum], ...] = (VisitMessage, HealthWord, HealthReason, DriftFinding, Length, FeedNote, DateNote)
AT = "2026-11-23T05:00:00+00:00"
HOURS = say(Length.HOURS, number=21)
FILLED: dict[StrEnum, dict[str, Any]] = {
    VisitMessage.ENTRIES: {"entries": 20, "new": 3},
    VisitMessage.CHECKED: {"entries": 20},
    VisitMessage.SITEMAP_INDEX: {"sitemaps": 12},
    VisitMessage.SERVER_FAILS: {"status": 502},
    VisitMessage.REFUSED: {"why": visit_message(FetchError.BAD_URL)},
    VisitMessage.FORBIDDEN_NAME: {"why": "10.0.0.1"},
    HealthReason.UNREAD_SINCE: {"since": AT, "length": HOURS},
    HealthReason.TRIED: {"times": 6},
    HealthReason.SOME_UNREAD: {"unread": 1, "addresses": 2, "url": "https://bao.example/2"},
    HealthReason.REDESIGNED: {"findings": [say(DriftFinding.NO_TEXT)]},
    HealthReason.QUIET: {"silence": HOURS, "habit": say(Length.MINUTES, number=5)},
    HealthReason.FLOOD: {"today": 60, "usual": 3},
    HealthReason.READ_WITH_NEWS: {"at": AT, "number": 29},
    HealthReason.READ_WITHOUT_NEWS: {"at": AT},
    DriftFinding.PART_LOST: {"number": 4, "part": "date"},
    DriftFinding.PART_MOSTLY_LOST: {"number": 4, "part": "title"},
    DriftFinding.SHORTER: {"length": 300, "before": 2400},
    DriftFinding.LONGER: {"length": 9000, "before": 2400},
    FeedNote.AND_OTHERS: {"note": say(DateNote.UNREADABLE, words="hôm nào"), "number": 7},
    FeedNote.TOO_LARGE: {"megabytes": 5},
    FeedNote.TOO_MANY_ENTRIES: {"number": 3000, "most": 1000},
    FeedNote.SITEMAP_TOO_LONG: {"most": 2000},
    DateNote.UNREADABLE: {"words": "ngày nào đó"},
    DateNote.FUTURE: {"at": AT},
    Length.MINUTES: {"number": 5},
    Length.HOURS: {"number": 2},
    Length.DAYS: {"number": 2},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", [member for words in SAID for member in words], ids=str)
def test_every_message_has_its_sentence_with_its_fields_filled(language: str, message: StrEnum) -> None:
    filled = FILLED.get(message, {})
    assert fields(entries(language)[message]) == set(filled)
    said = Catalogue(language)(say(message, **filled))
    assert said.strip() == said != ""
    assert not any(mark in said for mark in "{}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_end_of_a_visit_has_a_sentence_of_its_own(language: str) -> None:
    catalogue = Catalogue(language)
    ends = [visit_message(error, 418) for error in FetchError]
    ends += [visit_message(FetchError.HTTP_STATUS, status) for status in (401, 403, 404, 410, 429, 500, 503)]
    ends += [visit_message(None, status) for status in (200, 304)]
    assert {end.code for end in ends} <= set(entries(language))
    assert len({catalogue(end) for end in ends}) == len(ends)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_that_a_page_can_lose_has_its_name(language: str) -> None:
    assert {f"article-part.{part}" for part in PARTS} <= set(entries(language))
