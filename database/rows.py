"""Rows to values and back. Nested values travel as plain JSON."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Executable, Table, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import RowMapping

from domain.article import Article
from domain.errors import Conflict
from domain.message import Message
from domain.page import ClaimReview, PublishedCorrection
from domain.problems import Problem
from domain.stage import Stage
from domain.story import Flag, ScoreTerm, Story, StoryState, Term
from domain.understanding import OtherChoice, PlaceMention, Section, SectionChoice, Signal, SignalKind, Span
from domain.visits import MAX_WAIT

Code = TypeVar("Code", bound=StrEnum)
IDS_AT_ONCE = 500  # in one statement
ARTICLE_PLAIN = (
    "id", "source_id", "url", "version", "fetched_at", "published_at", "modified_at", "title", "lead", "text",
    "byline", "publisher_section", "image_url", "image_credit", "language", "story_id", "copy_of", "origin",
    "withdrawn_at",
)  # fmt: skip

ARTICLE_NESTED: dict[str, Callable[[Article], Any]] = {
    "stage": lambda article: article.stage.value,
    "section": lambda article: _slug(article.section),
    "second_section": lambda article: _slug(article.second_section),
    "places": lambda article: [asdict(place) for place in article.places],
    "summary": lambda article: list(article.summary),
    "signals": lambda article: [_signal_row(signal) for signal in article.signals],
    "claim_reviews": lambda article: [_dated_row(review) for review in article.claim_reviews],
    "corrections": lambda article: [_dated_row(one) for one in article.corrections],
    "extraction_warnings": lambda article: messages_row(article.extraction_warnings),
    "paragraphs": lambda article: list(article.paragraphs),
    "assignment_reason": lambda article: message_row(article.assignment_reason),
}


@dataclass(frozen=True, slots=True)
class Sections:
    """What an article's three columns say together."""

    first: Section | None
    second: Section | None
    is_chosen: bool


SECTION_COLUMNS = ("section", "second_section", "editor_section")


def sections_of(row: RowMapping) -> Sections:
    if chosen := row["editor_section"]:
        return Sections(None if chosen == OtherChoice.UNCLEAR else Section(chosen), None, is_chosen=True)
    return Sections(_section(row["section"]), _section(row["second_section"]), is_chosen=False)


def _section(slug: str) -> Section | None:
    return Section(slug) if slug else None


def _slug(section: Section | None) -> str:
    return section.value if section else ""


def chosen_value(choice: SectionChoice) -> str:
    return "" if choice is OtherChoice.PROGRAM else choice.value


def article_of(row: RowMapping) -> Article:
    sections = sections_of(row)
    return Article(
        **{name: row[name] for name in ARTICLE_PLAIN},
        stage=Stage(row["stage"]),
        section=sections.first,
        second_section=sections.second,
        is_section_chosen=sections.is_chosen,
        places=tuple(PlaceMention(**place) for place in row["places"]),
        summary=tuple(row["summary"]),
        signals=tuple(signal_of(signal) for signal in row["signals"]),
        claim_reviews=claim_reviews_of(row["claim_reviews"]),
        corrections=tuple(PublishedCorrection(**_redated(one)) for one in row["corrections"]),
        extraction_warnings=messages_of(row["extraction_warnings"]),
        assignment_reason=message_of(row["assignment_reason"]),
        paragraphs=tuple(row["paragraphs"]),
    )


def article_row(article: Article) -> dict[str, Any]:
    return article_values(article, (*ARTICLE_PLAIN, *ARTICLE_NESTED))


def article_values(article: Article, names: Iterable[str]) -> dict[str, Any]:
    """These columns of the article's row."""
    return {name: ARTICLE_NESTED[name](article) if name in ARTICLE_NESTED else getattr(article, name) for name in names}


def claim_reviews_of(stored: Sequence[Mapping[str, Any]]) -> tuple[ClaimReview, ...]:
    """Those that 0.1.0 kept have neither address nor date."""
    return tuple(ClaimReview(**_redated(review)) for review in stored)


def _dated_row(value: ClaimReview | PublishedCorrection) -> dict[str, Any]:
    at = value.published_at
    return asdict(value) | {"published_at": at.isoformat() if at else None}


def _redated(row: Mapping[str, Any]) -> dict[str, Any]:
    at = row.get("published_at")
    return {**row, "published_at": datetime.fromisoformat(at) if at else None}


def signal_of(row: Mapping[str, Any]) -> Signal:
    spans = tuple(Span(**span) for span in row["evidence"])
    reasons = tuple(Message.from_json(reason) for reason in row["reasons"])
    return Signal(kind=SignalKind(row["kind"]), reasons=reasons, weight=row["weight"], evidence=spans)


def _signal_row(signal: Signal) -> dict[str, Any]:
    return {
        "kind": signal.kind.value,
        "reasons": [reason.as_json() for reason in signal.reasons],
        "weight": signal.weight,
        "evidence": [asdict(span) for span in signal.evidence],
    }


STORY_PLAIN = (
    "id", "head_id", "title", "lead", "source_id", "newest_at", "opened_at", "members", "origins", "score",
)  # fmt: skip


def story_of(row: RowMapping) -> Story:
    return Story(
        **{name: row[name] for name in STORY_PLAIN},
        section=_section(row["section"]),
        second_section=_section(row["second_section"]),
        state=StoryState(row["state"]),
        terms=tuple(_term_of(term) for term in row["terms"]),
        places=tuple(row["places"]),
        flags=tuple(known_code(Flag, flag) for flag in row["flags"]),
    )


def story_row(story: Story) -> dict[str, Any]:
    return {name: getattr(story, name) for name in STORY_PLAIN} | {
        "section": _slug(story.section),
        "second_section": _slug(story.second_section),
        "state": story.state.value,
        "terms": [
            {"term": str(term.term), "value": term.value, "evidence": message_row(term.evidence)}
            for term in story.terms
        ],
        "places": list(story.places),
        "flags": [str(flag) for flag in story.flags],
    }


def message_of(stored: Mapping[str, Any] | None) -> Message | None:
    return Message.from_json(stored) if stored else None


def message_row(message: Message | None) -> dict[str, Any] | None:
    return message.as_json() if message else None


def _term_of(row: Mapping[str, Any]) -> ScoreTerm:
    return ScoreTerm(term=known_code(Term, row["term"]), value=row["value"], evidence=message_of(row["evidence"]))


def known_code(codes: type[Code], stored: str) -> Code | str:
    """The enum member, or the code itself when a later version stored one that this version does not know."""
    return codes(stored) if stored in set(codes) else stored


def messages_row(messages: Sequence[Message]) -> list[dict[str, Any]]:
    return [message.as_json() for message in messages]


def messages_of(stored: Sequence[Mapping[str, Any]]) -> tuple[Message, ...]:
    return tuple(Message.from_json(one) for one in stored)


def due(due_at: ColumnElement[Any], now: datetime, longest: timedelta = MAX_WAIT) -> ColumnElement[bool]:
    """The condition that a row is due. A time beyond the longest wait counts too: a clock that ran ahead set it."""
    return or_(due_at <= now, due_at > now + longest)


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], **counted: Any) -> None:
    """Insert these rows, or update those whose primary key is there; of two with one key the last counts.

    The rows have the same columns. `counted` gives columns that an update computes from the stored row.
    """
    if not rows:
        return
    keys = [column.name for column in table.primary_key.columns]
    different = list({tuple(row[key] for key in keys): row for row in rows}.values())
    names, dialect = tuple(rows[0]), connection.dialect.name
    wanted = _upsert(dialect, table, names, counted) if counted else _plain_upsert(dialect, table, names)
    connection.execute(wanted, different)


def _upsert(dialect: str, table: Table, names: Sequence[str], counted: Mapping[str, Any]) -> Executable:
    keys = [column.name for column in table.primary_key.columns]
    wanted = _insert_into(dialect, table)
    rest: dict[str, Any] = {name: wanted.excluded[name] for name in names if name not in keys} | dict(counted)
    upsert = wanted.on_conflict_do_update(index_elements=keys, set_=rest) if rest else wanted.on_conflict_do_nothing()
    # What returns something is sent to PostgreSQL a thousand rows a statement, and else one by one.
    return upsert if dialect == "sqlite" else upsert.returning(table.c[keys[0]])


@cache
def _plain_upsert(dialect: str, table: Table, names: tuple[str, ...]) -> Executable:
    """Made once: to make it takes longer than SQLite takes to write a row."""
    return _upsert(dialect, table, names, {})


def pieces(ids: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """As many at a time as one statement takes."""
    return (ids[at : at + IDS_AT_ONCE] for at in range(0, len(ids), IDS_AT_ONCE))


def add_new(connection: Connection, table: Table, values: Mapping[str, Any]) -> Any:
    """The new row's primary key (the first of its columns); None when the row is there already.

    One statement decides, since several may add the same at once: one of them succeeds.
    """
    wanted = insert_into(connection, table).values(values).on_conflict_do_nothing()
    return connection.execute(wanted.returning(*table.primary_key.columns)).scalar()


def save_unchanged(connection: Connection, table: Table, row_id: int, revision: int, values: Mapping[str, Any]) -> None:
    """Write a row unless somebody changed it since it was read at this revision. Raise Conflict.

    `values` hold the next revision: two tabs, or a person and the program, do not undo each other.
    """
    unchanged = (table.c.id == row_id) & (table.c.revision == revision)
    if connection.execute(update(table).where(unchanged).values(values)).rowcount != 1:
        raise Conflict(Problem.CHANGED_ELSEWHERE)


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that may say what becomes of a row that is there already."""
    return _insert_into(connection.dialect.name, table)


def _insert_into(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def one_at_a_time(connection: Connection, number: int) -> None:
    """Whoever else asks with this number waits until the transaction ends. SQLite has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(number)))
