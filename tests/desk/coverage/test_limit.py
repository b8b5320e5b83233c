"""Design §1: articles and stories of publishers are counted, and nothing that anybody thinks, and no person."""

from dataclasses import fields

from database.store import ALL_TABLES
from desk.coverage.series import Numbers
from domain.analyses import PeriodWord
from domain.coverage import Count, CountedArticle, Kind


def test_nothing_is_counted_but_articles_stories_and_independent_origins() -> None:
    assert set(Kind) == {"all", "section", "place", "source"}
    numbers = {"articles", "stories", "begun", "origins", "first_at", "first_id"}
    assert {field.name for field in fields(Numbers)} == numbers
    assert {field.name for field in fields(Count)} == numbers | {"kind", "value", "grain", "start"}


def test_no_word_of_a_text_and_no_byline_comes_into_the_counters() -> None:
    held = {"id", "dated", "story_id", "source_id", "sections", "places", "copy_of", "origin", "paragraphs"}
    assert {field.name for field in fields(CountedArticle)} == held
    tables = {name: set(table.columns.keys()) for name, table in ALL_TABLES.tables.items() if "coverage" in name}
    assert tables.keys() == {
        "coverage_marks", "coverage_articles", "coverage_weeks", "coverage_counts", "coverage_sight",
        "coverage_analyses", "coverage_words",
    }  # fmt: skip
    assert tables["coverage_articles"] == held
    assert tables["coverage_counts"] == {field.name for field in fields(Count)}
    assert tables["coverage_sight"] == {"day", "source_id", "seen"}
    assert tables["coverage_words"] == {"article_id", "version", "words"}  # of nlp/standing_out/readable.py: no names
    assert {field.name for field in fields(PeriodWord)} == {"word", "articles", "before", "z", "q"}
