"""Dates in feeds and sitemaps with their publishers' habits: the order of figures, the zone, the notation."""

import json
from datetime import datetime

import pytest

from crawlers.dates.reader import DateNote
from crawlers.feeds.content import FeedContent
from crawlers.feeds.json_feed import read_json_feed
from crawlers.feeds.reader import read_feed
from crawlers.feeds.sitemaps import read_sitemap
from domain.times import VIETNAM

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=VIETNAM)
URL = "https://muonghum.example.vn/rss"


def rss(*dates: str) -> FeedContent:
    items = "".join(
        f"<item><title>Tin {at}</title><link>https://muonghum.example.vn/{at}</link><pubDate>{date}</pubDate></item>"
        for at, date in enumerate(dates)
    )
    content = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Tin xã</title>{items}</channel></rss>"
    return read_feed(content.encode(), url=URL, content_type="text/xml", now=NOW)


def moments(feed: FeedContent) -> list[str | None]:
    return [
        f"{one.published_at.astimezone(VIETNAM):%Y-%m-%d %H:%M}" if one.published_at else None for one in feed.entries
    ]


ONE = [
    "24/11/2026 5:30:00 CH", "24/11/2026 5:30 chiều", "17g30 ngày 24/11/2026", "Thứ ba, 24/11/2026, 17g30",
    "24/11/2026 – 17:30", "24/11/2026|17:30", "17h30’ 24/11/2026", "1795516200", "1795516200000", "1795516200.0",
    "/Date(1795516200000)/", "24/11/2026 17.30", "5h kém 15 chiều 24/11/2026", "Tue, 24 Nov 2026 10:30:00 GMT",
    "Tue, 24 Nov 2026 17:30:00 GMT+7", "Tue, 24 Nov 2026 17:30:00 GMT 7", "11/24/2026 5:30:00 PM",
]  # fmt: skip


@pytest.mark.parametrize("date", ONE)
def test_a_feed_reads_the_same_notations_as_a_page(date: str) -> None:
    assert moments(rss(date)) == ["2026-11-24 16:45" if "kém" in date else "2026-11-24 17:30"]


@pytest.mark.parametrize(
    "date", ["Thu, 01 Jan 1970 00:00:00 GMT", "01/01/0001 00:00:00", "1/1/1900", "0", "2000-01-01T00:00:00", "-1"]
)
def test_an_impossible_date_in_a_feed_dates_nothing_and_is_noted(date: str) -> None:
    feed = rss(date)

    assert moments(feed) == [None]
    assert [note.code for note in feed.notes] == [DateNote.UNREADABLE]


ORDERS = [
    (["11/24/2026 5:30 PM", "11/9/2026 5:30 PM"], ["2026-11-24 17:30", "2026-11-09 17:30"]),
    (["11/9/2026 5:30 PM", "10/31/2026 9:00 AM"], ["2026-11-09 17:30", "2026-10-31 09:00"]),
    (["11/09/2026", "10/31/2026"], ["2026-11-09 00:00", "2026-10-31 00:00"]),
    (["11-24-2026 17:30", "11-09-2026 17:30"], ["2026-11-24 17:30", "2026-11-09 17:30"]),
    (["11/12/2026 17:30", "11/05/2026 17:30"], ["2026-11-12 17:30", "2026-11-05 17:30"]),  # day first lies ahead
    (["24/11/2026 17:30", "05/11/2026 17:30"], ["2026-11-24 17:30", "2026-11-05 17:30"]),
    (["24/11/2026 5:30 PM", "5/11/2026 5:30 PM"], ["2026-11-24 17:30", "2026-11-05 17:30"]),
    (["24/11/2026 17:30", "11/12/2026 17:30"], ["2026-11-24 17:30", None]),  # day first is known: ahead
    (["05/11/2026 17:30"], ["2026-11-05 17:30"]),
    (["5/11/2026 5:30 CH"], ["2026-11-05 17:30"]),
    (["11/9/2026 5:30 PM", "8/3/2026 9:00 AM"], [None, None]),  # nothing says which is which
]


@pytest.mark.parametrize(("dates", "expected"), ORDERS)
def test_one_date_of_a_feed_tells_the_order_of_day_and_month_in_all(
    dates: list[str], expected: list[str | None]
) -> None:
    assert moments(rss(*dates)) == expected


ZONES = [
    (["Wed, 25 Nov 2026 09:30:00 GMT", "Tue, 24 Nov 2026 17:30:00 GMT"], ["2026-11-25 09:30", "2026-11-24 17:30"]),
    (["2026-11-25T09:55:00Z", "2026-11-24T17:30:00Z"], ["2026-11-25 09:55", "2026-11-24 17:30"]),
    (["Wed, 25 Nov 2026 09:30:00 +0000"], ["2026-11-25 09:30"]),
    (["Wed, 25 Nov 2026 09:30:00 UT", "Wed, 25 Nov 2026 09:00:00 +0700"], ["2026-11-25 09:30", "2026-11-25 09:00"]),
    (["Wed, 25 Nov 2026 02:30:00 GMT", "Tue, 24 Nov 2026 10:30:00 GMT"], ["2026-11-25 09:30", "2026-11-24 17:30"]),
    (["2026-11-25T02:55:00Z", "2026-11-24T10:30:00Z"], ["2026-11-25 09:55", "2026-11-24 17:30"]),
    (["Wed, 25 Nov 2026 18:30:00 GMT", "Tue, 24 Nov 2026 10:30:00 GMT"], [None, "2026-11-24 17:30"]),  # ahead anyhow
    (["Wed, 25 Nov 2026 10:30:00 +0700"], [None]),
    (["Wed, 25 Nov 2026 05:30:00 EST"], [None]),
    (["Wed, 25 Nov 2026 12:30:00"], [None]),
]


@pytest.mark.parametrize(("dates", "expected"), ZONES)
def test_a_feed_whose_newest_greenwich_times_lie_ahead_means_local_ones(
    dates: list[str], expected: list[str | None]
) -> None:
    assert moments(rss(*dates)) == expected


def test_json_feeds_and_sitemaps_have_the_same_habits() -> None:
    items = [{"url": f"https://muonghum.example.vn/{at}", "date_published": date} for at, date in enumerate(
        ["2026-11-25T09:30:00Z", "2026-11-24T17:30:00Z", 1795516200, 1795516200.0, 1795516200000]
    )]  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    found = read_json_feed(json.dumps(feed).encode(), url=URL, now=NOW)
    assert moments(found) == ["2026-11-25 09:30", *["2026-11-24 17:30"] * 4]

    rows = "".join(
        f"<url><loc>https://muonghum.example.vn/{at}</loc><lastmod>{date}</lastmod></url>"
        for at, date in enumerate(["11/24/2026", "11/09/2026"])
    )
    sitemap = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</urlset>"
    entries = read_sitemap(sitemap.encode(), url="https://muonghum.example.vn/sitemap.xml", now=NOW).entries
    assert [f"{one.published_at:%Y-%m-%d}" for one in entries if one.published_at] == ["2026-11-24", "2026-11-09"]
