"""Claims, short articles and labelled pairs: ours (bench/labels/claims.ndjson, invented, a theme wholly in one half),
and those of ../shared/data/notices, which are reported and never tuned on.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

from domain.article import Article, article_id
from domain.stage import Stage

OURS = Path(__file__).parent / "labels" / "claims.ndjson"
NOTICES = Path(__file__).resolve().parents[2] / "shared" / "data" / "notices"
REPEATS, DENIES, RELATED, UNRELATED = "supports-same-claim", "contradicts", "related-only", "unrelated"


@dataclass(frozen=True)
class Pair:
    claim: str
    article: Article
    label: str


def ours(half: str) -> list[Pair]:
    claims, articles, pairs = _read()
    return [
        Pair(claims[one["claim"]]["claim"], _article(articles[one["article"]]), one["label"])
        for one in pairs
        if claims[one["claim"]]["half"] == half
    ]


def across(half: str) -> Iterator[Pair]:
    """Each claim of a half with each article of its other themes: nobody labelled them, and none is of one matter."""
    claims, articles, _ = _read()
    of_half = [[one for one in rows.values() if one["half"] == half] for rows in (claims, articles)]
    for claim, article in product(*of_half):
        if claim["theme"] != article["theme"]:
            yield Pair(claim["claim"], _article(article), UNRELATED)


def notices() -> list[Pair]:
    """Raise FileNotFoundError where the data is absent."""
    claims = {one["id"]: one["claim"] for one in _rows(NOTICES / "claims.ndjson")}
    articles = {one["id"]: one for one in _rows(NOTICES / "articles.ndjson")}
    pairs = _rows(NOTICES / "claim_pairs.ndjson")
    return [Pair(claims[one["claim"]], _article(articles[one["article"]]), one["label"]) for one in pairs]


def _read() -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    rows = list(_rows(OURS))
    claims, articles = ({one["id"]: one for one in rows if one["kind"] == kind} for kind in ("claim", "article"))
    return claims, articles, [one for one in rows if one["kind"] == "pair"]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _article(row: dict[str, Any]) -> Article:
    url = f"https://bao.example/{row['id']}"
    day = datetime(2026, 11, 1, tzinfo=UTC)
    return Article(
        id=article_id(url),
        source_id="bao",
        url=url,
        stage=Stage.QUEUED,
        fetched_at=day,
        title=row["title"],
        text=row["text"],
    )
