"""What ranking reads of a story's articles. It is read again with each article that joins: its JSON is read once."""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Text, cast
from sqlalchemy.engine import RowMapping

from database.articles import articles
from database.claims import is_refuted
from database.rows import SECTION_COLUMNS, claim_reviews_of, sections_of, signal_of
from domain.page import ClaimReview
from domain.story import StoryMember
from domain.understanding import PlaceMention, Signal

PLAIN_COLUMNS = ("id", "source_id", "title", "lead", "version", "fetched_at", "copy_of", "origin", "withdrawn_at")
ALSO_READ = ("story_id", "published_at", *SECTION_COLUMNS)
JSON_COLUMNS = ("places", "signals", "claim_reviews", "paragraphs")
MAX_REMEMBERED_TEXTS = 4096  # texts of each kind


def member_columns() -> list[ColumnElement[Any]]:
    plain = [articles.c[name] for name in (*PLAIN_COLUMNS, *ALSO_READ)]
    texts = (cast(articles.c[name], Text).label(name) for name in JSON_COLUMNS)
    return [*plain, *texts, is_refuted().label("is_refuted")]


def member_of(row: RowMapping) -> StoryMember:
    """From a row of `member_columns`."""
    sections = sections_of(row)
    return StoryMember(
        **{name: row[name] for name in PLAIN_COLUMNS},
        dated=row["published_at"] or row["fetched_at"],
        section=sections.first,
        second_section=sections.second,
        places=_places(row["places"]),
        signals=_signals(row["signals"]),
        claim_reviews=_claim_reviews(row["claim_reviews"]),
        paragraphs=_paragraphs(row["paragraphs"]),
        is_refuted=bool(row["is_refuted"]),
    )


@lru_cache(MAX_REMEMBERED_TEXTS)
def _places(text: str) -> tuple[PlaceMention, ...]:
    return tuple(PlaceMention(**place) for place in json.loads(text))


@lru_cache(MAX_REMEMBERED_TEXTS)
def _signals(text: str) -> tuple[Signal, ...]:
    return tuple(signal_of(signal) for signal in json.loads(text))


@lru_cache(MAX_REMEMBERED_TEXTS)
def _claim_reviews(text: str) -> tuple[ClaimReview, ...]:
    return claim_reviews_of(json.loads(text))


@lru_cache(MAX_REMEMBERED_TEXTS)
def _paragraphs(text: str) -> tuple[int, ...]:
    return tuple(json.loads(text))
