"""The limit (design §1): publishers, never people. These tests are not to be relaxed."""

import re
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from fastapi.testclient import TestClient

import domain.article
import domain.search
import domain.story
import domain.understanding
from alerts.memory import MemoryChannels
from api.main import create_app
from api.services import Web
from app.cli import main
from database.engine import SqlDatabase
from database.store import ALL_TABLES
from desk.ranking.ranker import Ranker
from domain.errors import RefusedSource
from domain.facts import FactKind
from domain.people import Role
from domain.refusals import refuse
from domain.understanding import SignalKind
from nlp.claims import PublishedClaims
from nlp.places.choosing import VietnamPlaces
from nlp.warnings.bulletins import VietnamBulletins
from outlets.memory import MemoryOutlets
from tests.api.conftest import FakeLists
from tests.fakes import FakeGazetteer, FlakyIndex, MemoryVault
from tests.making import NOON, a_person

OPINION = re.compile(
    r"sentiment|(?<!in)stance|opinion|hostil|toxic|emotion|mood|polarity|ideolog|loyal|dissent|negativ|positiv|cam.?xuc|thai.?do",
    re.IGNORECASE,
)
PERSONS = re.compile(
    r"(^|_)(author|person|people|writer|journalist|suspect|victim|citizen|user|face|profile)s?($|_)", re.IGNORECASE
)
OUR_OWN = {
    "people",
    "sessions",
    "second_steps",
    "invites",
    "failed_sign_ins",
    "items",
    "log",
    "story_views",
    "own_notices",
    "told_events",
    "told_stories",
    "follows",
}  # the desk's own accounts
REFUSED = [
    "https://www.facebook.com/baolaocai", "https://m.facebook.com/groups/123", "https://fb.watch/x", "https://fb.me/x",
    "https://web.facebook.com/x", "https://vi-vn.facebook.com/x", "https://twitter.com/x", "https://mobile.twitter.com/x",
    "https://x.com/baochinhphu", "https://t.co/abc", "https://www.instagram.com/x", "https://www.threads.net/@x",
    "https://www.tiktok.com/@x", "https://vm.tiktok.com/abc", "https://www.youtube.com/@x", "https://youtu.be/abc",
    "https://t.me/s/x", "https://zalo.me/123", "https://chat.zalo.me", "https://www.reddit.com/r/VietNam",
    "https://old.reddit.com/r/x", "https://voz.vn/f/x", "https://www.webtretho.com/f", "https://bit.ly/3abc",
    "https://tinyurl.com/abc", "https://ten-toi.blogspot.com", "https://ten-toi.wordpress.com", "https://medium.com/@x",
    "https://x.substack.com", "https://www.linkedin.com/in/x", "https://forum.bao-x.vn", "https://mastodon.social/@x",
    "HTTPS://WWW.FACEBOOK.COM/x", "https://facebook.com:443/x", "https://facebook.com./x",
]  # fmt: skip


def test_there_are_more_than_twenty_addresses_with_short_links_and_subdomains() -> None:
    assert len(set(REFUSED)) > 30


@pytest.mark.parametrize("url", REFUSED)
def test_the_domain_refuses_them(url: str) -> None:
    with pytest.raises(RefusedSource):
        refuse(url)


@pytest.fixture
def boss(sqlite_database: SqlDatabase) -> TestClient:
    from hashlib import sha256

    with sqlite_database.write() as store:
        person = a_person(store, "quan", Role.ADMINISTRATOR)
        store.sessions.add(sha256(b"t").hexdigest(), person.id, "c", NOON.replace(year=2027))

    def never(home_url: str, rule: str = "") -> Any:
        pytest.fail(f"{home_url} was visited")

    web = Web(
        database=sqlite_database,
        index=FlakyIndex(),
        gazetteer=FakeGazetteer(),
        places=VietnamPlaces(),
        ranker=Ranker(gazetteer=FakeGazetteer()),
        claims=PublishedClaims(),
        bulletins=VietnamBulletins(),
        source_lists=FakeLists(),
        find_feeds=never,
        clock=lambda: NOON,
        channels=MemoryChannels(),
        outlets=MemoryOutlets(clock=lambda: NOON),
        vault=MemoryVault(),
    )
    client = TestClient(
        create_app(web), base_url="http://localhost", follow_redirects=False, headers={"X-CSRF-Token": "c"}
    )
    client.cookies.set("diemtin", "t")
    return client


def test_no_route_takes_them_as_a_source_or_a_feed(boss: TestClient) -> None:
    plain = {"name": "X", "organisation": "X", "kind": "press"}
    for url in REFUSED:
        answers = [
            boss.post("/v1/sources", json=plain | {"home_url": url}),
            boss.post("/v1/sources", json=plain | {"home_url": "https://baolaocai.vn", "feeds": [{"url": url}]}),
            boss.post("/nguon-tin", data=plain | {"home_url": url}),
            boss.post("/nguon-tin", data=plain | {"home_url": "https://baolaocai.vn", "feeds": [f"feed {url}"]}),
            boss.post("/nguon-tin/tim", data={"url": url}),
            boss.post("/nguon-tin/tim", data={"url": url.partition("://")[2]}),
        ]
        assert [answer.status_code for answer in answers] == [422] * 6, url
        assert answers[0].json()["type"] == "urn:diemtin:problem:refused-source"
        assert "không đọc mạng xã hội" in answers[0].json()["detail"]
        assert "không đọc mạng xã hội" in answers[2].text
    assert boss.get("/v1/sources").json() == []


def test_the_command_line_takes_none_of_them(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    for url in REFUSED:
        for command in (["sources", "add", url], ["read", url]):
            assert main([*command, "--home", str(tmp_path)]) == 2, (command, url)
            assert "không đọc mạng xã hội" in capsys.readouterr().err


def names_of(value: Any) -> set[str]:
    """Every property name in an OpenAPI document."""
    if isinstance(value, dict):
        own = set(value.get("properties", {})) if isinstance(value.get("properties"), dict) else set()
        return own.union(*(names_of(part) for part in value.values()), set())
    if isinstance(value, list):
        return set().union(*(names_of(part) for part in value), set())
    return set()


def test_no_table_or_column_holds_opinions_or_persons_other_than_the_desks_own() -> None:
    for table in ALL_TABLES.sorted_tables:
        for name in (table.name, *(column.name for column in table.columns)):
            assert not OPINION.search(name), name
            if table.name not in OUR_OWN:
                assert not PERSONS.search(name), f"{table.name}.{name}"


def test_no_field_of_the_api_or_the_domain_is_about_opinions(boss: TestClient) -> None:
    document = boss.get("/v1/openapi.json").json()
    known = names_of(document) | set(document["components"]["schemas"])
    assert "published_at" in known
    for module in (domain.article, domain.search, domain.story, domain.understanding):
        for value in vars(module).values():
            if isinstance(value, type) and is_dataclass(value):
                known |= {field.name for field in fields(value)}
    assert [name for name in known if OPINION.search(name)] == []


def test_signals_are_of_form_and_service_only() -> None:
    kinds = {kind.value for kind in SignalKind}
    assert kinds == {"useful", "good-news", "warning", "old", "advertorial", "correction", "privacy"}
    assert {kind.value for kind in FactKind} == {"number", "date", "contact", "place", "organisation"}


def test_what_search_knows_of_an_article_names_no_one() -> None:
    known = {field.name for field in fields(domain.search.Document)}
    assert known == {"id", "title", "text", "source", "section", "second_section", "places", "published_at"}
    assert not any(PERSONS.search(name) for name in known)
