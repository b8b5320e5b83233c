"""Published claims with their verdicts, the keys by which articles find them, and what people say of each pair."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    delete,
    exists,
    func,
    select,
)
from sqlalchemy.engine import RowMapping

from database.articles import articles
from database.rows import add_new, put
from database.tables import UTCDateTime, metadata
from domain.claims import REFUTING, Claim, ClaimDecision, ClaimKind, MatchState
from domain.errors import NotFound
from domain.flags import Part
from domain.problems import Missing
from domain.understanding import Span
from domain.verdicts import Direction

claims = Table(
    "claims",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("claim", Text, nullable=False),
    Column("verdict", Text, nullable=False),  # as its publisher worded it
    Column("direction", String(12), nullable=False),
    Column("publisher", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), index=True),  # that published it
    Column("published_at", UTCDateTime),
    Column("seen_at", UTCDateTime, nullable=False),
    Index("ix_claims_seen_at", "seen_at", "id"),
)

claim_keys = Table(
    "claim_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("claim_id", ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_claim_keys_claim_id", "claim_id"),
)

claim_decisions = Table(
    "claim_decisions",
    metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("claim_id", ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True),
    Column("state", String(12), nullable=False),
    Column("part", String(12), nullable=False),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("decided_by", ForeignKey("people.id"), nullable=False),
    Column("decided_at", UTCDateTime, nullable=False),
    Index("ix_claim_decisions_claim_id", "claim_id"),
)


def is_refuted() -> Any:
    """The condition, beside a row of articles, that a person confirmed a claim in it which its check refutes."""
    found = select(claims.c.id).join(claim_decisions, claim_decisions.c.claim_id == claims.c.id)
    return exists(
        found.where(
            claim_decisions.c.article_id == articles.c.id,
            claim_decisions.c.state == MatchState.CONFIRMED.value,
            claims.c.direction.in_([one.value for one in REFUTING]),
        )
    )


class SqlClaims:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, claim_id: str) -> Claim:
        row = self.connection.execute(select(claims).where(claims.c.id == claim_id)).mappings().first()
        if row is None:
            raise NotFound(Missing.CLAIM)
        return _claim_of(row)

    def save(self, kept: Mapping[Claim, Sequence[int]]) -> None:
        """When it was first seen stays, and so does the article that published it where a feed tells of it again."""
        ids = sorted({one.id for one in kept})
        stored = select(claims.c.id, claims.c.article_id).where(claims.c.id.in_(ids))
        told_by = {row.id: row.article_id for row in self.connection.execute(stored)}
        rows = [_claim_row(one) for one in sorted(kept, key=lambda one: one.id)]
        rows = [row | {"article_id": row["article_id"] or told_by.get(row["id"])} for row in rows]
        put(self.connection, claims, rows, seen_at=claims.c.seen_at)
        self.connection.execute(delete(claim_keys).where(claim_keys.c.claim_id.in_(ids)))
        pairs = sorted({(key, one.id) for one, keys in kept.items() for key in keys})
        put(self.connection, claim_keys, [{"key": key, "claim_id": claim_id} for key, claim_id in pairs])

    def of_articles(self, article_ids: Sequence[str]) -> list[Claim]:
        found = select(claims).where(claims.c.article_id.in_(article_ids))
        return self._found(found.order_by(claims.c.published_at.desc(), claims.c.id))

    def remove(self, claim_ids: Sequence[str]) -> None:
        self.connection.execute(delete(claims).where(claims.c.id.in_(claim_ids)))

    def near(self, keys: Sequence[int], limit: int) -> list[Claim]:
        number = func.count().label("number")
        nearest = (
            select(claim_keys.c.claim_id, number).where(claim_keys.c.key.in_(keys)).group_by(claim_keys.c.claim_id)
        )
        best = nearest.order_by(number.desc(), claim_keys.c.claim_id).limit(limit).subquery()
        found = select(claims).join(best, best.c.claim_id == claims.c.id)
        found = found.outerjoin(articles, articles.c.id == claims.c.article_id).where(articles.c.withdrawn_at.is_(None))
        return self._found(found.order_by(best.c.number.desc(), claims.c.id))

    def _found(self, found: Select[Any]) -> list[Claim]:
        return [_claim_of(row) for row in self.connection.execute(found).mappings()]

    def list(self, limit: int, kind: ClaimKind | None = None) -> list[Claim]:
        found = select(claims).order_by(claims.c.seen_at.desc(), claims.c.id.desc()).limit(limit)
        return self._found(found.where(claims.c.kind == kind.value) if kind else found)


class SqlClaimDecisions:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def find(self, claim_id: str, article_id: str) -> ClaimDecision | None:
        row = self.connection.execute(select(claim_decisions).where(_pair(claim_id, article_id))).mappings().first()
        return _decision_of(row) if row else None

    def add(self, decision: ClaimDecision) -> bool:
        """One statement decides, since two may click at once: one of them succeeds."""
        row = {
            "article_id": decision.article_id,
            "claim_id": decision.claim_id,
            "state": decision.state.value,
            "part": decision.part.value,
            "span_start": decision.span.start,
            "span_end": decision.span.end,
            "quote": decision.span.quote,
            "decided_by": decision.decided_by,
            "decided_at": decision.decided_at,
        }
        return add_new(self.connection, claim_decisions, row) is not None

    def remove(self, claim_id: str, article_id: str) -> bool:
        gone = delete(claim_decisions).where(_pair(claim_id, article_id)).returning(claim_decisions.c.claim_id)
        return self.connection.execute(gone).first() is not None

    def of_articles(self, article_ids: Sequence[str]) -> list[ClaimDecision]:
        found = select(claim_decisions).where(claim_decisions.c.article_id.in_(article_ids))
        ordered = found.order_by(claim_decisions.c.decided_at, claim_decisions.c.claim_id)
        return [_decision_of(row) for row in self.connection.execute(ordered).mappings()]

    def stories(self, claim_ids: Sequence[str]) -> list[str]:
        decided = select(claim_decisions.c.article_id).where(
            claim_decisions.c.claim_id.in_(claim_ids), claim_decisions.c.state == MatchState.CONFIRMED.value
        )
        found = select(articles.c.story_id).where(articles.c.id.in_(decided), articles.c.story_id != "").distinct()
        return list(self.connection.execute(found.order_by(articles.c.story_id)).scalars())


def _pair(claim_id: str, article_id: str) -> Any:
    return (claim_decisions.c.claim_id == claim_id) & (claim_decisions.c.article_id == article_id)


def _claim_row(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "kind": claim.kind.value,
        "claim": claim.claim,
        "verdict": claim.verdict,
        "direction": claim.direction.value,
        "publisher": claim.publisher,
        "url": claim.url,
        "source_id": claim.source_id,
        "article_id": claim.article_id or None,
        "published_at": claim.published_at,
        "seen_at": claim.seen_at,
    }


def _claim_of(row: RowMapping) -> Claim:
    return Claim(
        **{
            name: row[name]
            for name in ("id", "claim", "verdict", "publisher", "url", "source_id", "published_at", "seen_at")
        },
        kind=ClaimKind(row["kind"]),
        direction=Direction(row["direction"]),
        article_id=row["article_id"] or "",
    )


def _decision_of(row: RowMapping) -> ClaimDecision:
    return ClaimDecision(
        claim_id=row["claim_id"],
        article_id=row["article_id"],
        state=MatchState(row["state"]),
        part=Part(row["part"]),
        span=Span(row["span_start"], row["span_end"], row["quote"]),
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
    )
