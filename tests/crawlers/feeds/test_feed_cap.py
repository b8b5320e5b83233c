"""CAP messages inside feeds, and items that lead to one. Every text is ours."""

from datetime import datetime
from html import escape

import pytest

from crawlers.feeds.content import FeedNote
from crawlers.feeds.reader import read_feed
from domain.message import say
from domain.sources import FeedEntry
from domain.times import VIETNAM
from nlp.warnings.cap import read_cap

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=VIETNAM)
URL = "https://dai.example.vn/canh-bao.xml"
ALERT = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{id}</identifier>
<sender>dai@example.vn</sender><sent>2026-11-23T09:00:00+07:00</sent><status>Actual</status><msgType>Alert</msgType>
<scope>Public</scope><info><language>vi-VN</language><event>lũ quét</event><severity>Severe</severity>
<headline>Lũ quét &amp; sạt lở ở {id}</headline><web>https://dai.example.vn/tin/{id}</web></info></alert>"""


def atom(*entries: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Đài</title>{"".join(entries)}</feed>'


def rss(*items: str) -> str:
    return f'<rss version="2.0"><channel><title>Đài</title>{"".join(items)}</channel></rss>'


def entries(feed: str) -> tuple[FeedEntry, ...]:
    return read_feed(feed.encode(), url=URL, content_type="text/xml", now=NOW).entries


def headline(entry: FeedEntry) -> str:
    return read_cap(entry.message).headline


@pytest.mark.parametrize(
    "held",
    [
        '<content type="application/cap+xml">{alert}</content>',
        '<content type="text/xml">\n {prefixed}\n</content>',
        '<content type="text">{escaped}</content>',
        '<summary type="html">Bản tin: {escaped} hết.</summary>',
    ],
)
def test_a_message_inside_an_atom_entry_comes_whole(held: str) -> None:
    alert = ALERT.format(id="b1")
    prefixed = alert.replace("<alert xmlns=", "<cap:alert xmlns:cap=").replace("</alert", "</cap:alert")
    for name in ("identifier", "sender", "sent", "status", "msgType", "scope", "info", "language", "event", "severity",
                 "headline", "web"):  # fmt: skip
        prefixed = prefixed.replace(f"<{name}>", f"<cap:{name}>").replace(f"</{name}>", f"</cap:{name}>")
    inside = held.format(alert=alert, prefixed=prefixed, escaped=escape(alert))
    plain = '<entry><title>Tin thường</title><link href="https://dai.example.vn/2"/></entry>'
    [first, second] = entries(atom(f'<entry><title>Lũ</title><link href="/1"/>{inside}</entry>', plain))
    assert (first.url, headline(first)) == ("https://dai.example.vn/1", "Lũ quét & sạt lở ở b1")
    assert second.message == b""


def test_a_message_in_an_rss_item_without_a_link_stands_at_the_page_it_names() -> None:
    feed = rss(f"<item><title>Lũ</title><description>{escape(ALERT.format(id='b2'))}</description></item>")
    assert [(one.url, headline(one)) for one in entries(feed)] == [
        ("https://dai.example.vn/tin/b2", "Lũ quét & sạt lở ở b2")
    ]


def test_a_message_that_stands_nowhere_is_told() -> None:
    alert = ALERT.format(id="b3").replace("<web>https://dai.example.vn/tin/b3</web>", "")
    feed = rss(f"<item><title>Lũ</title><description>{escape(alert)}</description></item>")
    read = read_feed(feed.encode(), url=URL, content_type="text/xml", now=NOW)
    assert read.entries == ()
    assert read.notes == (say(FeedNote.CAP_WITHOUT_LINK),)


@pytest.mark.parametrize(
    "item",
    [
        '<item><link>/tin/1</link><enclosure type="application/cap+xml" length="9" url="/cap/1.xml"/></item>',
        "<item><link>/cap/1.xml</link></item>",
    ],
)
def test_an_item_that_leads_to_its_message_leads_there(item: str) -> None:
    assert [one.url for one in entries(rss(item))] == ["https://dai.example.vn/cap/1.xml"]


def test_of_two_links_the_message_is_the_one_that_counts() -> None:
    links = '<link href="https://dai.example.vn/tin/1"/><link type="application/cap+xml" href="https://dai.example.vn/cap/1"/>'
    assert [one.url for one in entries(atom(f"<entry>{links}</entry>"))] == ["https://dai.example.vn/cap/1"]


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda feed: feed.replace("</feed>", ""),
        lambda feed: (
            '<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + feed.replace("dai@example.vn", "&x;")
        ),
        lambda feed: feed.replace("</alert>", ""),
    ],
    ids=["cut off", "entity", "alert not closed"],
)
def test_a_feed_that_is_not_whole_holds_no_messages_and_stops_nothing(spoilt) -> None:
    alert = ALERT.format(id="b4")
    feed = spoilt(atom(f'<entry><title>Lũ</title><link href="/1"/><content type="text/xml">{alert}</content></entry>'))
    for one in entries(feed):
        assert b"root:" not in one.message
