"""What saved searches found as it came in, and which article versions they were asked about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.engine import RowMapping

from database.articles import UNMATCHED, articles
from database.rows import article_of, chosen_value
from database.saved_searches import saved_searches
from database.search_marks import SEARCHABLE
from database.tables import UTCDateTime, metadata
from database.warnings import warnings
from domain.article import Article
from domain.saved_searches import MAX_HITS, MAX_HITS_A_DAY, FoundStory, SavedHit

HITS_OF_A_STORY = 6  # hits that are looked at for each story that is wanted

saved_hits = Table(
    "saved_hits",
    metadata,
    Column("search_id", ForeignKey("saved_searches.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # of the search's hits, which are counted up
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", UTCDateTime, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("words", JSON, nullable=False),
    Column("places", JSON, nullable=False),
    Column("source", String(200), nullable=False),
    Column("section", String(40), nullable=False),
    Index("uq_saved_hits_article", "search_id", "article_id", unique=True),
)

STANDS = (articles.c.stopped == "") & articles.c.withdrawn_at.is_(None)
PLACED = case((articles.c.story_id != "", articles.c.story_id), else_=articles.c.id)  # what stands alone, by itself


class SqlSavedHits:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, hits: Sequence[SavedHit], day: str) -> int:
        """Whoever adds hits of a search holds its row: its hits' numbers go up as they are committed."""
        searches = self._held({hit.search_id for hit in hits}, day)
        before = self._before({hit.article_id for hit in hits}) if searches else set()
        rows = []
        for hit in hits:
            search, key = searches.get(hit.search_id), (hit.search_id, hit.article_id)
            if search is None or key in before:
                continue
            before.add(key)
            search.counted += 1
            if search.counted <= MAX_HITS_A_DAY:
                search.last_hit += 1
                rows.append(_row(hit) | {"number": search.last_hit})
        if rows:
            self.connection.execute(insert(saved_hits), rows)
        self._count(searches)
        return len(rows)

    def _held(self, ids: set[int], day: str) -> dict[int, "_Counts"]:
        if not ids:
            return {}
        columns = saved_searches.c
        held = select(columns.id, columns.last_hit, columns.counted_day, columns.counted).where(columns.id.in_(ids))
        rows = self.connection.execute(held.order_by(columns.id).with_for_update()).mappings()
        return {row["id"]: _Counts.of(row, day) for row in rows}

    def _before(self, articles_found: set[str]) -> set[tuple[int, str]]:
        known = select(saved_hits.c.search_id, saved_hits.c.article_id)
        found = self.connection.execute(known.where(saved_hits.c.article_id.in_(articles_found)))
        return {(row[0], row[1]) for row in found}

    def _count(self, searches: Mapping[int, "_Counts"]) -> None:
        """Of each, and remove what it found so long ago that it keeps newer hits enough."""
        changed = [(number, counts) for number, counts in searches.items() if counts.counted > counts.before]
        if changed:
            counted: dict[str, Any] = {
                "last_hit": bindparam("last"),
                "counted_day": bindparam("day"),
                "counted": bindparam("now"),
            }
            self.connection.execute(
                update(saved_searches).where(saved_searches.c.id == bindparam("of")).values(counted),
                [{"of": number, "last": c.last_hit, "day": c.day, "now": c.counted} for number, c in changed],
            )
        if full := [{"of": number, "old": c.last_hit - MAX_HITS} for number, c in changed if c.last_hit > MAX_HITS]:
            hits = saved_hits.c
            old = (hits.search_id == bindparam("of")) & (hits.number <= bindparam("old"))
            self.connection.execute(delete(saved_hits).where(old), full)

    def stories(self, search_id: int, limit: int, after: int = 0) -> list[FoundStory]:
        hits = saved_hits.c
        found = (
            select(saved_hits, articles.c.story_id, articles.c.title, articles.c.url, articles.c.source_id)
            .add_columns(articles.c.published_at, articles.c.fetched_at, PLACED.label("placed"))
            .add_columns(
                select(warnings.c.article_id).where(warnings.c.article_id == hits.article_id).exists().label("warns")
            )
            .join(articles, articles.c.id == hits.article_id)
            .where(hits.search_id == search_id, hits.number > after, STANDS)
            .order_by(hits.number.desc())
            .limit(limit * HITS_OF_A_STORY)
        )
        by_story: dict[str, list[RowMapping]] = {}
        for row in self.connection.execute(found).mappings():
            by_story.setdefault(row["placed"], []).append(row)
        told = self._found_before(search_id, list(by_story), after) if after else set()
        new = [rows for story, rows in by_story.items() if story not in told or any(row["warns"] for row in rows)]
        return [_story(rows) for rows in new[:limit]]

    def _found_before(self, search_id: int, stories: Sequence[str], after: int) -> set[str]:
        found = (
            select(articles.c.story_id)
            .join(saved_hits, saved_hits.c.article_id == articles.c.id)
            .where(saved_hits.c.search_id == search_id, saved_hits.c.number <= after, articles.c.story_id.in_(stories))
        )
        return set(self.connection.execute(found.distinct()).scalars())

    def found_by(self, search_ids: Sequence[int], stories: Sequence[str]) -> Mapping[str, Sequence[int]]:
        of_stories = or_(articles.c.story_id.in_(stories), articles.c.id.in_(stories))
        found = (
            select(PLACED, saved_hits.c.search_id)
            .join(articles, articles.c.id == saved_hits.c.article_id)
            .where(saved_hits.c.search_id.in_(search_ids), of_stories, STANDS)
            .order_by(saved_hits.c.search_id)
            .distinct()
        )
        by_story: defaultdict[str, list[int]] = defaultdict(list)
        for story, search_id in self.connection.execute(found):
            by_story[story].append(search_id)
        return by_story

    def numbers(self, search_ids: Sequence[int], since: datetime) -> Mapping[int, int]:
        hits = saved_hits.c
        counted = (
            select(hits.search_id, func.count(PLACED.distinct()))
            .join(articles, articles.c.id == hits.article_id)
            .where(hits.search_id.in_(search_ids), hits.at >= since, STANDS)
            .group_by(hits.search_id)
        )
        return {row[0]: row[1] for row in self.connection.execute(counted)}

    def remove_before(self, moment: datetime, limit: int) -> None:
        key = (saved_hits.c.search_id, saved_hits.c.number)
        old = select(*key).where(saved_hits.c.at < moment).order_by(saved_hits.c.at).limit(limit)
        self.connection.execute(delete(saved_hits).where(tuple_(*key).in_(old)))

    def behind(self, limit: int) -> list[Article]:
        stage = articles.c.stage.op("||")("")  # else the index of stages is taken, with all that was asked
        found = select(articles).where(UNMATCHED, stage.in_(SEARCHABLE))
        rows = self.connection.execute(found.order_by(articles.c.fetched_at, articles.c.id).limit(limit))
        return [article_of(row) for row in rows.mappings()]

    def mark(self, articles_asked: Iterable[Article]) -> None:
        """One whose section an editor chose meanwhile is asked again."""
        rows = [{"of": a.id, "known": a.version, "chosen": chosen_value(a.section_choice)} for a in articles_asked]
        if rows:
            same = (articles.c.id == bindparam("of")) & (articles.c.editor_section == bindparam("chosen"))
            self.connection.execute(update(articles).where(same).values(matched_version=bindparam("known")), rows)


@dataclass(slots=True)
class _Counts:
    """Of one search: its newest hit's number, and how many it found on that day."""

    last_hit: int
    day: str
    counted: int
    before: int  # that was counted

    @classmethod
    def of(cls, row: RowMapping, day: str) -> "_Counts":
        """Another worker may have begun the next day already: then it is that day's."""
        counted = row["counted"] if row["counted_day"] >= day else 0
        return cls(row["last_hit"], max(row["counted_day"], day), counted, counted)


def _row(hit: SavedHit) -> dict[str, Any]:
    return {
        "search_id": hit.search_id,
        "article_id": hit.article_id,
        "at": hit.at,
        "version": hit.version,
        "words": list(hit.words),
        "places": list(hit.places),
        "source": hit.source,
        "section": hit.section,
    }


def _story(rows: Sequence[RowMapping]) -> FoundStory:
    """The rows come newest first."""
    first = rows[-1]
    return FoundStory(
        hit=SavedHit(
            number=first["number"],
            search_id=first["search_id"],
            article_id=first["article_id"],
            at=first["at"],
            version=first["version"],
            words=tuple(first["words"]),
            places=tuple(first["places"]),
            source=first["source"],
            section=first["section"],
        ),
        story_id=first["story_id"],
        title=first["title"],
        url=first["url"],
        source_id=first["source_id"],
        dated=first["published_at"] or first["fetched_at"],
        articles=len(rows),
        warning=any(row["warns"] for row in rows),
    )
