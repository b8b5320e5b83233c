"""Rows to values and back. Nested values travel as plain JSON."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, insert, select, update
from sqlalchemy.engine import RowMapping

from domain.article import Article
from domain.page import ClaimReview
from domain.stage import Stage
from domain.story import Part, Story, StoryState
from domain.understanding import PlaceMention, Section, Signal, SignalKind, Span

ARTICLE_PLAIN = (
    "id", "source_id", "url", "version", "fetched_at", "published_at", "modified_at", "title", "lead", "text",
    "byline", "publisher_section", "image_url", "language", "story_id", "kinship", "copy_of", "origin", "withdrawn_at",
)  # fmt: skip


def article_of(row: RowMapping) -> Article:
    return Article(
        **{name: row[name] for name in ARTICLE_PLAIN},
        stage=Stage(row["stage"]),
        section=Section(row["section"]) if row["section"] else None,
        places=tuple(PlaceMention(**place) for place in row["places"]),
        summary=tuple(row["summary"]),
        signals=tuple(_signal_of(signal) for signal in row["signals"]),
        claim_reviews=tuple(ClaimReview(**review) for review in row["claim_reviews"]),
        notes=tuple(row["notes"]),
    )


def article_row(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in ARTICLE_PLAIN} | {
        "stage": article.stage.value,
        "section": article.section.value if article.section else "",
        "places": [asdict(place) for place in article.places],
        "summary": list(article.summary),
        "signals": [asdict(signal) for signal in article.signals],
        "claim_reviews": [asdict(review) for review in article.claim_reviews],
        "notes": list(article.notes),
    }


def _signal_of(row: Mapping[str, Any]) -> Signal:
    spans = tuple(Span(**span) for span in row["evidence"])
    return Signal(kind=SignalKind(row["kind"]), why=row["why"], weight=row["weight"], evidence=spans)


STORY_PLAIN = (
    "id", "head_id", "title", "lead", "source_id", "newest_at", "opened_at", "members", "origins", "score",
)  # fmt: skip


def story_of(row: RowMapping) -> Story:
    return Story(
        **{name: row[name] for name in STORY_PLAIN},
        section=Section(row["section"]) if row["section"] else None,
        state=StoryState(row["state"]),
        parts=tuple(Part(**part) for part in row["parts"]),
        places=tuple(row["places"]),
        flags=tuple(row["flags"]),
    )


def story_row(story: Story) -> dict[str, Any]:
    return {name: getattr(story, name) for name in STORY_PLAIN} | {
        "section": story.section.value if story.section else "",
        "state": story.state.value,
        "parts": [asdict(part) for part in story.parts],
        "places": list(story.places),
        "flags": list(story.flags),
    }


def put(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Update the row with this primary key, or insert it."""
    keys = [column.name for column in table.primary_key.columns]
    where: ColumnElement[bool] = and_(*(table.c[key] == values[key] for key in keys))
    if connection.execute(select(1).select_from(table).where(where)).first():
        rest = {name: value for name, value in values.items() if name not in keys}
        connection.execute(update(table).where(where).values(rest))
    else:
        connection.execute(insert(table).values(values))
