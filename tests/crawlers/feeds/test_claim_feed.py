"""A data feed of fact-checks: each check once, the newest first, and no more of them than one visit may bring."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.feeds.content import MAX_ENTRIES, FeedContent
from crawlers.feeds.reader import read_feed

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
HOME = "https://kiemchung.example"


def a_check(number: int, **more: Any) -> dict[str, Any]:
    return {
        "@type": "ClaimReview",
        "claimReviewed": f"Điều thứ {number} được lan truyền",
        "url": f"{HOME}/{number}.html",
        "datePublished": f"2026-{1 + number % 12:02}-01",
        "author": {"@type": "Organization", "name": "Kiểm Chứng 24"},
        "reviewRating": {"alternateName": "Sai"},
    } | more


def a_feed(*checks: Any, **more: Any) -> dict[str, Any]:
    items = [{"@type": "DataFeedItem", "dateCreated": "2026-11-01", "item": [check]} for check in checks]
    return {"@context": "https://schema.org", "@type": "DataFeed", "dataFeedElement": items} | more


def read(found: Any) -> FeedContent:
    content = json.dumps(found, ensure_ascii=False).encode()
    return read_feed(content, url=f"{HOME}/claims.json", content_type="application/json", now=NOW)


@pytest.mark.parametrize(
    "shape",
    [
        lambda check: a_feed(check),
        lambda check: {"@graph": [a_feed(check)]},
        lambda check: [check],
        lambda check: {"@type": "schema:DataFeed", "dataFeedElement": [{"item": check}]},
        lambda check: {"@type": "DataFeed", "dataFeedElement": [check]},
    ],
)
def test_a_check_is_read_in_every_shape_that_publishers_use(shape: Any) -> None:
    content = read(shape(a_check(3)))
    assert [(one.claim, one.rating, one.reviewer) for one in content.claims] == [
        ("Điều thứ 3 được lan truyền", "Sai", "Kiểm Chứng 24")
    ]
    assert [entry.url for entry in content.entries] == [f"{HOME}/3.html"]


def test_a_feed_of_many_thousands_brings_the_newest_and_says_so() -> None:
    content = read(a_feed(*(a_check(number) for number in range(3 * MAX_ENTRIES))))
    assert len(content.claims) == MAX_ENTRIES
    assert min(one.published_at for one in content.claims if one.published_at) >= datetime(2026, 8, 30, tzinfo=UTC)
    assert [note.params["number"] for note in content.notes] == [3 * MAX_ENTRIES]


def test_checks_of_other_sites_are_kept_but_not_visited_from_here() -> None:
    content = read(a_feed(a_check(1, url="https://khac.example/1.html"), a_check(2, claimReviewed="x" * 1_000_000)))
    assert [one.url for one in content.claims] == ["https://khac.example/1.html"]
    assert content.entries == ()


def test_lists_within_lists_end_somewhere() -> None:
    nested: Any = a_check(1)
    for _ in range(50):
        nested = {"@type": "DataFeed", "dataFeedElement": [nested]}
    assert read(nested).claims == ()
