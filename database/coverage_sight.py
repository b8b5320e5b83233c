"""Which share of each day the desk could see of each source. Visits are kept for a month, and this for good."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import Column, Connection, Date, Float, ForeignKey, String, Table, func, select

from database.articles import articles
from database.rows import pieces, put
from database.source_history import fetches
from database.sources import feeds, sources
from database.tables import metadata
from domain.coverage import Look, Sight

coverage_sight = Table(
    "coverage_sight",
    metadata,
    Column("day", Date, primary_key=True),
    Column(
        "source_id",
        String(80),
        ForeignKey("sources.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    Column("seen", Float, nullable=False),
)

GOOD_BELOW = 400  # HTTP status


class SqlSights:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def looks(self, source_id: str, since: datetime) -> list[Look]:
        found = select(fetches.c.feed_id, fetches.c.at, fetches.c.status, fetches.c.error)
        of_source = found.join(feeds, feeds.c.id == fetches.c.feed_id).where(feeds.c.source_id == source_id)
        rows = self.connection.execute(of_source.where(fetches.c.at >= since).order_by(fetches.c.at, fetches.c.id))
        return [
            Look(feed_id=feed, at=at, is_good=not error and status < GOOD_BELOW) for feed, at, status, error in rows
        ]

    def feeds(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        rows = select(sources.c.id, feeds.c.id.label("feed")).outerjoin(feeds, feeds.c.source_id == sources.c.id)
        for source_id, feed in self.connection.execute(rows.order_by(sources.c.id, feeds.c.id)):
            found.setdefault(source_id, []).extend([feed] if feed is not None else [])
        return found

    def begun(self, source_id: str) -> datetime | None:
        first = select(func.min(articles.c.fetched_at)).where(articles.c.source_id == source_id)
        return self.connection.execute(first).scalar()

    def kept(self) -> Mapping[str, date]:
        latest = select(func.max(coverage_sight.c.day)).where(coverage_sight.c.source_id == sources.c.id)
        found = self.connection.execute(select(sources.c.id, latest.scalar_subquery().label("day")))
        return {source_id: day for source_id, day in found if day is not None}

    def save(self, sights: Sequence[Sight]) -> None:
        known = set(self.connection.execute(select(sources.c.id)).scalars())  # one may have gone meanwhile
        put(self.connection, coverage_sight, [asdict(one) for one in sights if one.source_id in known])

    def shares(self, source_id: str, first: date, last: date) -> dict[date, float]:
        within = (coverage_sight.c.day >= first) & (coverage_sight.c.day <= last)
        if source_id:
            own = select(coverage_sight.c.day, coverage_sight.c.seen).where(coverage_sight.c.source_id == source_id)
            return {row.day: row.seen for row in self.connection.execute(own.where(within))}
        number = self.connection.execute(select(func.count()).select_from(sources)).scalar_one()
        summed = select(coverage_sight.c.day, func.sum(coverage_sight.c.seen)).where(within)
        return {day: seen / number for day, seen in self.connection.execute(summed.group_by(coverage_sight.c.day))}

    def of_sources(self, source_ids: Sequence[str], first: date, last: date) -> Mapping[str, Mapping[date, float]]:
        within = (coverage_sight.c.day >= first) & (coverage_sight.c.day <= last)
        found: dict[str, dict[date, float]] = {}
        for some in pieces(source_ids):
            own = select(coverage_sight).where(coverage_sight.c.source_id.in_(some), within)
            for row in self.connection.execute(own):
                found.setdefault(row.source_id, {})[row.day] = row.seen
        return found
