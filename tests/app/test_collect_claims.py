"""A fact-checker's data feed and its page tell of one check: it is kept once, and follows the page's verdict."""

import json
from datetime import UTC, datetime
from pathlib import Path

from domain.claims import Claim
from domain.sources import FeedKind, SourceKind
from domain.verdicts import Direction
from tests.app.collecting import DAY, Desk, a_desk, a_site, a_source, article
from tests.making import TEXT

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)


def claims(desk: Desk) -> list[Claim]:
    with desk.services.database.read() as store:
        return store.claims.list(9)


def test_a_check_of_a_data_feed_and_of_its_page_is_one_and_follows_its_page(tmp_path: Path) -> None:
    verdict = "Sai"

    def answer(path: str, _asked: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        check = {
            "@type": "ClaimReview",
            "url": f"{base}/pha.html",
            "datePublished": "2026-11-22",
            "claimReviewed": "Bến phà Tân Huống ngừng chở khách 20 ngày",
            "author": {"@type": "Organization", "name": "Kiểm Chứng 24"},
            "reviewRating": {"alternateName": verdict},
        }
        if path == "/claims.json":
            feed = {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [check]}]}
            return 200, {"Content-Type": "application/json"}, json.dumps(feed).encode()
        script = f'<script type="application/ld+json">{json.dumps(check)}</script></head>'.encode()
        page = article("Bến phà vẫn chở khách như mọi ngày", TEXT).replace(b"</head>", script)
        return 200, {"Content-Type": "text/html"}, page

    with a_desk(tmp_path, MORNING) as desk, a_site(answer) as base:
        desk.add(a_source(base, kind=SourceKind.FACT_CHECKER), (f"{base}/claims.json", FeedKind.FEED, ""))
        desk.crawl()
        [by_feed] = claims(desk)
        assert (by_feed.verdict, by_feed.publisher, by_feed.article_id) == ("Sai", "Kiểm Chứng 24", "")
        desk.crawl()
        desk.work()
        [by_page] = claims(desk)
        assert (by_page.id, by_page.direction) == (by_feed.id, Direction.CONTRADICTS)
        assert by_page.article_id
        verdict = "Đúng một phần"
        desk.clock.at += DAY
        desk.crawl()
        desk.work()
        [changed] = claims(desk)
        assert (changed.id, changed.verdict, changed.article_id) == (by_feed.id, "Đúng một phần", by_page.article_id)
