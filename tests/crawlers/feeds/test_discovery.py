"""Feeds found from a pasted home page."""

from crawlers.feeds.discovery import find_feeds, guesses, sitemaps_in_robots
from domain.sources import FeedKind

URL = "https://bao.example.vn/"

PAGE = """<html><head>
<link rel="alternate" type="application/rss+xml" title="Trang chủ" href="/rss/home.rss">
<link type='application/atom+xml' href='https://bao.example.vn/atom.xml?a=1&amp;b=2' rel='alternate'/>
<link rel="alternate" type="application/rss+xml" title="Bình luận" href="/comments/feed/">
<link rel="alternate" hreflang="en" href="/en/"><link rel="stylesheet" href="/rss.css">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
</head><body><a href="/thoi-su.rss">Thời sự</a><a href="/rss/home.rss">RSS</a><a href="https://khac.example.com/rss.xml">Khác</a>
<a href="/thoi-su/rss-la-gi.html">RSS là gì</a></body></html>"""


def test_what_the_page_states_comes_first_then_links_that_look_like_feeds() -> None:
    found = find_feeds(PAGE.encode(), url=URL)

    assert [candidate.url for candidate in found] == [
        "https://bao.example.vn/rss/home.rss",
        "https://bao.example.vn/atom.xml?a=1&b=2",
        "https://bao.example.vn/thoi-su.rss",
    ]
    assert found[0].title == "Trang chủ"


def test_readers_comments_are_never_offered() -> None:
    assert not any("comments" in candidate.url for candidate in find_feeds(PAGE.encode(), url=URL))


def test_a_base_element_is_respected() -> None:
    page = '<base href="https://m.example.vn/x/"><link rel=alternate type=application/rss+xml href=tin.rss>'

    assert find_feeds(page.encode(), url=URL)[0].url == "https://m.example.vn/x/tin.rss"


def test_robots_names_sitemaps_and_those_of_news_come_first() -> None:
    robots = "User-agent: *\nSitemap: https://a.vn/sitemap.xml\n sitemap:https://a.vn/news.xml\nSitemap: /rel.xml"

    found = sitemaps_in_robots(robots)

    assert [candidate.url for candidate in found] == ["https://a.vn/news.xml", "https://a.vn/sitemap.xml"]
    assert {candidate.kind for candidate in found} == {FeedKind.SITEMAP}


def test_guesses_say_that_they_are_guesses() -> None:
    found = guesses("https://bao.example.vn/chuyen-muc/")

    assert "https://bao.example.vn/rss" in {candidate.url for candidate in found}
    assert not any(candidate.said for candidate in found)
    assert {candidate.kind for candidate in found if "sitemap" in candidate.url} == {FeedKind.SITEMAP}


def test_a_hostile_page_is_read_in_bounded_time() -> None:
    for piece in (b"<link ", b"<a href=", b"<base ", b"<", b'<link href="'):
        assert find_feeds(piece * (1_000_000 // len(piece)), url=URL) == ()
