"""What is peculiar to one platform."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.message import say
from domain.outlets import Attempt, OutletKind, OutletOutcome, Post, Result, Sent, Unseen, Verb
from outlets.fitting import fit
from tests.making import NOON
from tests.outlets.test_outlets import LATER, POST, opened
from tests.outlets.twins.facebook import PAGE, FacebookTwin
from tests.outlets.twins.server import serving
from tests.outlets.twins.telegram import TelegramTwin
from tests.outlets.twins.wordpress import WordPressTwin
from tests.outlets.twins.zalo import REFRESH, ZaloTwin

PICTURED = replace(POST, picture="https://xa.example/cau.jpg")


def an_attempt(kind: OutletKind, post: Post = POST, key: str = "p1-o1") -> Attempt:
    return Attempt(key=key, fitted=fit(post, kind), at=NOON)


def sent_of(result: Result) -> Sent:
    assert result.sent
    return result.sent


@pytest.fixture(scope="module")
def a_telegram() -> Iterator[TelegramTwin]:
    with serving(TelegramTwin) as twin:
        assert isinstance(twin, TelegramTwin)
        yield twin


@pytest.fixture
def telegram(a_telegram: TelegramTwin) -> TelegramTwin:
    a_telegram.reset()
    return a_telegram


@pytest.fixture(scope="module")
def a_facebook() -> Iterator[FacebookTwin]:
    with serving(FacebookTwin) as twin:
        assert isinstance(twin, FacebookTwin)
        yield twin


@pytest.fixture
def facebook(a_facebook: FacebookTwin) -> FacebookTwin:
    a_facebook.reset()
    return a_facebook


@pytest.fixture(scope="module")
def a_zalo() -> Iterator[ZaloTwin]:
    with serving(ZaloTwin) as twin:
        assert isinstance(twin, ZaloTwin)
        yield twin


@pytest.fixture
def zalo(a_zalo: ZaloTwin) -> ZaloTwin:
    a_zalo.reset()
    return a_zalo


# -- Telegram


def test_a_picture_takes_the_text_as_its_caption_and_is_edited_as_one(telegram: TelegramTwin):
    outlet = opened(telegram)
    sent = sent_of(outlet.publish(an_attempt(OutletKind.TELEGRAM, PICTURED)))
    assert sent == Sent(id="1", address="https://t.me/xabatxat/1", captioned=True)
    assert outlet.edit(sent, fit(LATER, OutletKind.TELEGRAM)).outcome is OutletOutcome.DONE
    assert LATER.text in telegram.messages[1]["caption"]


def test_telegram_tells_in_seconds_when_more_is_taken(telegram: TelegramTwin):
    telegram.fault, telegram.retry_after = "too-many", 37
    result = opened(telegram).publish(an_attempt(OutletKind.TELEGRAM))
    assert result.retry_at == NOON + timedelta(seconds=37)


# -- Facebook


def test_what_visitors_wrote_on_the_page_is_never_asked_for(facebook: FacebookTwin):
    outlet = opened(facebook)
    attempt = an_attempt(OutletKind.FACEBOOK)
    facebook.fault = "drop-after"
    outlet.publish(attempt)
    facebook.fault = ""
    sent = sent_of(outlet.read_back(attempt))
    outlet.read_back(sent)
    read = [asked.path.removeprefix("/v27.0/") for asked in facebook.asked if asked.method == "GET"]
    assert read == [f"{PAGE}/posts", sent.id]


@pytest.mark.parametrize("code", [4, 17, 32, 613, 80001])
def test_each_limit_of_the_graph_api_is_one_to_wait_for(facebook: FacebookTwin, code: int):
    facebook.fault, facebook.limit_code = "too-many", code
    facebook.extra = {"X-Business-Use-Case-Usage": '{"1": [{"type": "pages", "estimated_time_to_regain_access": 42}]}'}
    result = opened(facebook).publish(an_attempt(OutletKind.FACEBOOK))
    assert (result.outcome, result.retry_at) == (OutletOutcome.RATE_LIMITED, NOON + timedelta(minutes=42))


def test_a_text_that_facebook_calls_a_duplicate_may_be_ours_from_before(facebook: FacebookTwin):
    outlet, attempt = opened(facebook), an_attempt(OutletKind.FACEBOOK)
    outlet.publish(attempt)
    facebook.fault = "duplicate"
    assert outlet.publish(attempt).outcome is OutletOutcome.UNKNOWN
    facebook.fault = ""
    assert sent_of(outlet.read_back(attempt)).id == f"{PAGE}_1"


@pytest.mark.parametrize(
    ("post", "why"),
    [
        ({"is_published": False}, Unseen.UNPUBLISHED),
        ({"is_hidden": True}, Unseen.HIDDEN),
        ({"privacy": {"value": "SELF"}}, Unseen.PRIVATE),
    ],
)
def test_a_post_that_strangers_do_not_see_says_why(facebook: FacebookTwin, post: dict[str, object], why: Unseen):
    outlet = opened(facebook)
    sent = sent_of(outlet.publish(an_attempt(OutletKind.FACEBOOK, PICTURED)))
    facebook.posts[sent.id] |= post
    assert outlet.read_back(sent).message == say(OutletOutcome.INVISIBLE, why=say(why))


def test_a_page_token_says_until_when_it_is_good(facebook: FacebookTwin):
    until = datetime(2027, 1, 20, 3, tzinfo=UTC)
    facebook.expires_at = int(until.timestamp())
    health = opened(facebook).check()
    assert (health.name, health.expires_at) == ("Xã Bát Xát", until)


# -- Zalo


def test_an_article_that_zalo_still_works_on_is_asked_for_by_its_ticket(zalo: ZaloTwin):
    outlet, attempt = opened(zalo), an_attempt(OutletKind.ZALO)
    zalo.busy = True
    first = outlet.publish(attempt)
    assert first.outcome is OutletOutcome.PENDING
    assert first.retry_at == NOON + timedelta(seconds=30)
    attempt = replace(attempt, ticket=first.ticket)
    assert outlet.read_back(attempt).outcome is OutletOutcome.PENDING
    zalo.busy = False
    assert sent_of(outlet.read_back(attempt)).id == "bai-1"
    assert [asked.path for asked in zalo.asked].count("/v2.0/article/create") == 1


def test_a_ticket_is_not_waited_for_longer_than_a_person_would(zalo: ZaloTwin):
    outlet, attempt = opened(zalo), an_attempt(OutletKind.ZALO)
    zalo.busy = True
    attempt = replace(attempt, ticket=outlet.publish(attempt).ticket)
    zalo.later(minutes=16)
    assert outlet.read_back(attempt).outcome is OutletOutcome.NEEDS_A_PERSON


def test_a_token_that_runs_out_while_an_article_is_made_does_not_make_it_twice(zalo: ZaloTwin):
    outlet, attempt = opened(zalo), an_attempt(OutletKind.ZALO)
    zalo.busy = True
    attempt = replace(attempt, ticket=outlet.publish(attempt).ticket)
    zalo.fault = "expired"
    assert outlet.read_back(attempt).outcome is OutletOutcome.PENDING
    assert len(zalo.articles) == 1


def test_of_many_articles_the_lost_one_is_found_on_the_lists_second_page(zalo: ZaloTwin):
    outlet, attempt = opened(zalo), an_attempt(OutletKind.ZALO)
    zalo.fault = "drop-after"
    outlet.publish(attempt)
    zalo.fault = ""
    for number in range(12):
        zalo.later(seconds=1)
        outlet.publish(an_attempt(OutletKind.ZALO, replace(POST, title=f"Bài số {number}"), key=f"p{number}"))
    assert sent_of(outlet.read_back(attempt)).id == "bai-1"


def test_an_articles_lines_are_blocks_and_its_picture_or_the_accounts_own_is_the_cover(zalo: ZaloTwin):
    outlet = opened(zalo)
    outlet.publish(an_attempt(OutletKind.ZALO, PICTURED))
    outlet.publish(an_attempt(OutletKind.ZALO))
    first, second = zalo.articles.values()
    assert [block["content"] for block in first["body"]] == [
        "Xe dưới 2 tấn vẫn đi được.",
        "Thôn 1: 7 giờ, cả ngày",
        POST.credit,
        POST.link,
    ]
    assert (first["cover"]["photo_url"], second["cover"]["photo_url"]) == (PICTURED.picture, zalo.typed["cover"])


def test_a_token_of_25_hours_is_renewed_and_the_new_ones_are_handed_out_sealed(zalo: ZaloTwin):
    zalo.fault, zalo.refresh = "expired", REFRESH
    health = opened(zalo).check()
    assert (health.outcome, health.name, health.expires_at) == (
        OutletOutcome.DONE,
        "Xã Bát Xát",
        NOON + timedelta(hours=25),
    )
    assert "ma-moi-cua-ban-tin" in bytes.fromhex(health.sealed[64:]).decode()
    assert "ma-gia-han-moi" in bytes.fromhex(health.sealed[64:]).decode()


# -- WordPress


def test_a_post_that_was_sent_twice_in_spite_of_all_would_be_seen_by_its_slug():
    with serving(WordPressTwin) as twin:
        assert isinstance(twin, WordPressTwin)
        attempt = an_attempt(OutletKind.WORDPRESS, key="p7-O2")
        sent = sent_of(opened(twin).publish(attempt))
        assert twin.posts[sent.id]["slug"] == "diem-tin-p7-o2"
        assert sent_of(opened(twin).read_back(attempt)).id == sent.id


def test_a_reply_on_telegram_stands_under_our_own_message_or_not_at_all(telegram: TelegramTwin):
    outlet = opened(telegram)
    first = sent_of(outlet.publish(an_attempt(OutletKind.TELEGRAM)))
    reply = replace(an_attempt(OutletKind.TELEGRAM, key="p2-o1"), reply_to=first)
    second = sent_of(outlet.publish(reply))
    assert telegram.messages[int(second.id)]["reply_to"] == int(first.id)
    outlet.withdraw(first, Verb.DELETE)
    assert outlet.publish(reply).outcome is OutletOutcome.REFUSED
    assert len(telegram.messages) == 1
