"""Hubs: found, asked, and believed only with a signature."""

import hashlib
import hmac

import pytest

from crawlers.feeds.content import FeedContent
from crawlers.feeds.websub import challenge_answer, find_hub, is_signed, lease, links_in, subscription
from domain.sources import Hub

URL = "https://bao.example.vn/rss"
FEED = FeedContent(kind="rss20", hub="https://hub.example.org/", topic="https://bao.example.vn/rss.xml")
HUB = Hub(url="https://hub.example.org/", topic=URL)


def test_the_hub_is_found_in_the_feed_and_the_header_comes_first() -> None:
    header = '<https://hub2.example.org/>; rel="hub", </rss?x=1>; rel=self; type="application/rss+xml"'

    assert find_hub(FEED, {}, url=URL) == Hub(url=FEED.hub, topic=FEED.topic)
    assert find_hub(FEED, {"link": header}, url=URL) == Hub(
        url="https://hub2.example.org/", topic="https://bao.example.vn/rss?x=1"
    )
    assert find_hub(FeedContent(kind="rss20"), {}, url=URL) is None


@pytest.mark.parametrize("header", ["<javascript:alert(1)>; rel=hub", "<>; rel=hub", "<" * 20_000, "<a>;" * 5000, ""])
def test_a_hostile_link_header_gives_no_hub(header: str) -> None:
    assert "hub" not in links_in(header, URL)


def test_the_form_names_topic_callback_and_secret() -> None:
    form = subscription(HUB, callback="https://desk.example/websub/1", secret="s", lease_seconds=3600)

    assert form["hub.mode"] == "subscribe"
    assert (form["hub.topic"], form["hub.callback"]) == (URL, "https://desk.example/websub/1")
    assert (form["hub.secret"], form["hub.lease_seconds"]) == ("s", "3600")


def test_only_what_we_asked_for_is_confirmed() -> None:
    query = {"hub.mode": "subscribe", "hub.topic": URL, "hub.challenge": "xyz", "hub.lease_seconds": "99999999999"}

    assert challenge_answer(query, topic=URL) == "xyz"
    assert challenge_answer(query, topic="https://other.vn/") is None
    assert challenge_answer(query | {"hub.mode": "denied"}, topic=URL) is None
    assert lease(query) == 30 * 24 * 3600
    assert lease({"hub.lease_seconds": "x"}) == 5 * 24 * 3600


def test_a_body_is_believed_only_with_the_right_signature() -> None:
    good = hmac.new(b"bi mat", b"body", hashlib.sha256).hexdigest()

    assert is_signed(b"body", f"sha256={good}", "bi mat")
    assert not is_signed(b"body!", f"sha256={good}", "bi mat")
    assert not is_signed(b"body", f"md5={good}", "bi mat")
    assert is_signed(b"body", "sha1=" + hmac.new(b"bi mat", b"body", hashlib.sha1).hexdigest(), "bi mat")
    assert not is_signed(b"body", "sha256=kh\u00f4ng", "bi mat")
    assert not is_signed(b"body", "sha256=" + hmac.new(b"", b"body", hashlib.sha256).hexdigest(), "")
