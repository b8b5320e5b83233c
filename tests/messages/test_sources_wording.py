"""Whatever is said of a visit or a source, both languages have it. Members of `Code` are walked in test_problems.py."""

import pytest

from desk.sources.layout_drift import PARTS
from domain.visits import FetchError, visit_message
from messages.catalogue import LANGUAGES, Catalogue, entries
from tests.messages.letters import vietnamese_letters


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_end_of_a_visit_has_a_sentence_of_its_own(language: str) -> None:
    ends = [visit_message(error, 418) for error in FetchError]
    ends += [visit_message(FetchError.HTTP_STATUS, status) for status in (401, 403, 404, 410, 429, 500, 503)]
    ends += [visit_message(None, status) for status in (200, 304)]
    said = [Catalogue(language)(end) for end in ends]
    assert {end.code for end in ends} <= set(entries(language))
    assert len(set(said)) == len(ends)
    if language == "en":
        assert vietnamese_letters("".join(said)) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_that_a_page_can_lose_has_its_name(language: str) -> None:
    assert {f"article-part.{part}" for part in PARTS} <= set(entries(language))
