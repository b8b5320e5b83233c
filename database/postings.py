"""The ledger: one row a posting, and one for each of its articles as it stood then.

`posting_articles` has no foreign key to the articles: the ledger says what was posted whatever becomes of them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    ForeignKey,
    Integer,
    Select,
    String,
    Table,
    Text,
    case,
    func,
    insert,
    select,
)
from sqlalchemy.engine import RowMapping

from database.articles import articles
from database.editorial import items
from database.people import people
from database.rows import known_code, pieces, save_unchanged
from database.stories import stories
from database.tables import Id, UTCDateTime, metadata
from database.versions import versions
from database.warnings import warnings
from domain.errors import NotFound
from domain.flags import Answer, FlagAnswer
from domain.postings import (
    ArticleNow,
    PostedArticle,
    PostedAs,
    Posting,
    PostingKind,
    Telling,
    UnansweredFlag,
    WatchedArticle,
)
from domain.problems import Missing
from domain.story import Flag
from domain.understanding import Section
from domain.versions import Grade

postings = Table(
    "postings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("item_id", ForeignKey(items.c.id), index=True),
    Column("day", Date, index=True),
    Column("follows", ForeignKey("postings.id"), index=True),
    Column("posted_as", String(12), nullable=False),
    Column("outlet", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("posted_by", ForeignKey(people.c.id), nullable=False),
    Column("posted_at", UTCDateTime, nullable=False, index=True),
    Column("answers", JSON, nullable=False),
    Column("unanswered", JSON, nullable=False),
    Column("taken_back_by", ForeignKey(people.c.id)),
    Column("taken_back_at", UTCDateTime),
    Column("reason", Text, nullable=False),
    Column("revision", Integer, nullable=False),
)

posting_articles = Table(
    "posting_articles",
    metadata,
    Column("posting_id", ForeignKey("postings.id", ondelete="CASCADE"), primary_key=True),
    Column("article_id", String(200), primary_key=True, index=True),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("source_name", Text, nullable=False),
)
STANDS = postings.c.taken_back_at.is_(None)


class SqlPostings:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, posting_id: int) -> Posting:
        found = self._read(select(postings).where(postings.c.id == posting_id))
        if not found:
            raise NotFound(Missing.POSTING)
        return found[0]

    def of_ids(self, posting_ids: Sequence[int]) -> list[Posting]:
        found = select(postings).order_by(postings.c.id)
        return [one for ids in pieces(posting_ids) for one in self._read(found.where(postings.c.id.in_(ids)))]

    def add(self, posting: Posting) -> Posting:
        wanted = insert(postings).values(_row(posting)).returning(postings.c.id)
        added = replace(posting, id=self.connection.execute(wanted).scalar_one())
        rows = [asdict(article) | {"posting_id": added.id} for article in posting.articles]
        if rows:
            self.connection.execute(insert(posting_articles), rows)
        return added

    def save(self, posting: Posting) -> Posting:
        """Write it unless somebody changed it since it was read. Its articles stay as they were posted."""
        newer = replace(posting, revision=posting.revision + 1)
        save_unchanged(self.connection, postings, posting.id, posting.revision, _row(newer))
        return newer

    def of_item(self, item_id: int) -> list[Posting]:
        return self._read(select(postings).where(postings.c.item_id == item_id).order_by(postings.c.id))

    def of_day(self, day: date) -> list[Posting]:
        return self._read(select(postings).where(postings.c.day == day).order_by(postings.c.id))

    def of_stories(self, story_ids: Sequence[str], since: datetime) -> Mapping[str, list[Posting]]:
        """Of each story, what stands and was posted since then, newest first."""
        pairs = (
            select(articles.c.story_id, postings.c.id)
            .join(posting_articles, posting_articles.c.article_id == articles.c.id)
            .join(postings, postings.c.id == posting_articles.c.posting_id)
            .where(articles.c.story_id.in_(story_ids), postings.c.posted_at >= since, STANDS)
        )
        told = {(story_id, posting_id) for story_id, posting_id in self.connection.execute(pairs)}
        wanted = select(postings).where(postings.c.id.in_({posting_id for _, posting_id in told}))
        found = {one.id: one for one in self._read(wanted.order_by(postings.c.id.desc()))} if told else {}
        return {
            story_id: [one for one in found.values() if (story_id, one.id) in told] for story_id in dict(sorted(told))
        }

    def following(self, posting_ids: Sequence[int]) -> list[Posting]:
        return self._read(select(postings).where(postings.c.follows.in_(posting_ids)).order_by(postings.c.id))

    def watched(self, since: datetime) -> list[WatchedArticle]:
        """Every article that readers were told of since then, once for each first posting, oldest first."""
        first = postings.alias()
        sibling, corrected = articles.alias(), versions.alias()
        sibling_at = (
            select(func.max(corrected.c.seen_at))
            .join(sibling, sibling.c.id == corrected.c.article_id)
            .where(sibling.c.story_id == articles.c.story_id, sibling.c.story_id != "", sibling.c.id != articles.c.id)
            .where(corrected.c.grade == Grade.CORRECTION.value)
        )
        of_sender = warnings.alias()
        warned_at = select(func.max(of_sender.c.sent)).where(of_sender.c.sender == warnings.c.sender)
        wanted = (
            select(
                first.c.id.label("posting_id"),
                func.max(postings.c.posted_at).label("posted_at"),
                posting_articles.c.article_id,
                func.max(posting_articles.c.version).label("version"),
            )
            .join(posting_articles, posting_articles.c.posting_id == postings.c.id)
            .join(first, first.c.id == func.coalesce(postings.c.follows, postings.c.id))
            .where(STANDS, first.c.taken_back_at.is_(None), postings.c.posted_at >= since)
            .group_by(first.c.id, posting_articles.c.article_id)
            .subquery()
        )
        found = (
            select(
                wanted,
                articles.c.version.label("latest"),
                articles.c.withdrawn_at,
                articles.c.story_id,
                stories.c.flags,
                sibling_at.scalar_subquery().label("sibling_at"),
                case((warnings.c.warns, warnings.c.ended_at), else_=warnings.c.sent).label("warning_over_at"),
                warned_at.scalar_subquery().label("warned_at"),
            )
            .join(articles, articles.c.id == wanted.c.article_id)
            .outerjoin(stories, stories.c.id == articles.c.story_id)
            .outerjoin(warnings, warnings.c.article_id == articles.c.id)
            .order_by(wanted.c.posting_id, wanted.c.article_id)
        )
        rows = self.connection.execute(found).mappings()
        return [WatchedArticle(**(dict(row) | {"flags": _flags(row["flags"] or ())})) for row in rows]

    def told(self, article_id: str) -> Telling | None:
        wanted = (
            select(func.max(postings.c.posted_at).label("last_at"), func.count().label("times"))
            .join(posting_articles, posting_articles.c.posting_id == postings.c.id)
            .where(posting_articles.c.article_id == article_id, STANDS)
        )
        row = self.connection.execute(wanted).mappings().one()
        return Telling(**row) if row["times"] else None

    def now_of(self, article_ids: Sequence[str]) -> Mapping[str, ArticleNow]:
        names = ("id", "title", "version", "withdrawn_at", "section", "source_id")
        wanted = select(*(articles.c[name] for name in names)).where(articles.c.id.in_(set(article_ids)))
        rows = self.connection.execute(wanted).mappings()
        return {
            row["id"]: ArticleNow(**(dict(row) | {"section": Section(row["section"]) if row["section"] else None}))
            for row in rows
        }

    def lock(self, posting_ids: Sequence[int]) -> None:
        wanted = select(postings.c.id).where(postings.c.id.in_(set(posting_ids))).order_by(postings.c.id)
        self.connection.execute(wanted.with_for_update()).all()

    def _read(self, wanted: Select[Any]) -> list[Posting]:
        rows = self.connection.execute(wanted).mappings().all()
        wanted_articles = (
            select(posting_articles)
            .where(posting_articles.c.posting_id.in_([row["id"] for row in rows]))
            .order_by(posting_articles.c.posting_id, posting_articles.c.article_id)
        )
        of: defaultdict[int, list[PostedArticle]] = defaultdict(list)
        for row in self.connection.execute(wanted_articles).mappings() if rows else ():
            values = dict(row)
            of[values.pop("posting_id")].append(PostedArticle(**values))
        return [_posting_of(row, tuple(of[row["id"]])) for row in rows]

    def list(
        self, limit: int, before: int = 0, since: datetime | None = None, until: datetime | None = None
    ) -> list[Posting]:
        """The newest first. `before`: an id, for the page after it."""
        found = select(postings).order_by(postings.c.id.desc()).limit(limit)
        if before:
            found = found.where(postings.c.id < before)
        if since:
            found = found.where(postings.c.posted_at >= since)
        if until:
            found = found.where(postings.c.posted_at < until)
        return self._read(found)


def _flags(stored: Sequence[str]) -> tuple[Flag | str, ...]:
    return tuple(known_code(Flag, flag) for flag in stored)


def _row(posting: Posting) -> dict[str, Any]:
    plain = ("id", "articles", "answers", "unanswered", "kind", "posted_as")
    values = {name: getattr(posting, name) for name in Posting.__dataclass_fields__ if name not in plain}
    return values | {
        "kind": posting.kind.value,
        "posted_as": posting.posted_as.value,
        "answers": [_answer_row(answer) for answer in posting.answers],
        "unanswered": unanswered_row(posting.unanswered),
    }


def unanswered_row(flags: Sequence[UnansweredFlag]) -> list[dict[str, Any]]:
    return [asdict(one) | {"flag": str(one.flag)} for one in flags]


def unanswered_of(stored: Sequence[Mapping[str, Any]]) -> tuple[UnansweredFlag, ...]:
    return tuple(UnansweredFlag(**(dict(one) | {"flag": known_code(Flag, one["flag"])})) for one in stored)


def _answer_row(answer: FlagAnswer) -> dict[str, Any]:
    changed = {"flag": str(answer.flag), "answer": answer.answer.value, "at": answer.at.isoformat()}
    return asdict(answer) | changed


def _posting_of(row: RowMapping, of: tuple[PostedArticle, ...]) -> Posting:
    return Posting(
        **(
            dict(row)
            | {
                "kind": PostingKind(row["kind"]),
                "posted_as": PostedAs(row["posted_as"]),
                "articles": of,
                "answers": tuple(_answer_of(answer) for answer in row["answers"]),
                "unanswered": unanswered_of(row["unanswered"]),
            }
        )
    )


def _answer_of(stored: Mapping[str, Any]) -> FlagAnswer:
    return FlagAnswer(
        **(
            dict(stored)
            | {
                "flag": known_code(Flag, stored["flag"]),
                "answer": Answer(stored["answer"]),
                "at": datetime.fromisoformat(stored["at"]),
            }
        )
    )
