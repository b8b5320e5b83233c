from dataclasses import dataclass, field, replace
from hashlib import sha256
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from alerts.memory import MemoryChannels
from api.main import create_app
from api.pulse import Pulse
from api.rates import Rates
from api.routes.health import Readiness
from api.services import FoundFeed, Web
from crawlers.feeds.opml import outlines_of, read_opml, write_opml
from database.engine import SqlDatabase
from desk.indexing import document
from desk.ranking.ranker import Ranker
from domain.article import Article
from domain.people import Role
from domain.refusals import refuse
from domain.sources import FeedEntry, FeedKind, Source, SourceList
from domain.stage import Outcome, Stage
from domain.store import Store
from domain.work import SearchMark, StepResult
from nlp.claims import PublishedClaims
from nlp.places.choosing import VietnamPlaces
from nlp.warnings.bulletins import VietnamBulletins
from outlets.memory import MemoryOutlets
from tests.fakes import FakeGazetteer, FlakyIndex, MemoryVault
from tests.making import NOON, a_person, an_article, our_desk, with_sources

CSRF = "csrf-of-this-session"


def found_feeds(home_url: str, rule: str = "") -> tuple[Source, tuple[FoundFeed, ...]]:
    refuse(home_url)
    source = Source(id="x", name="Báo X", home_url=home_url, organisation="")
    latest = (FeedEntry(url=f"{home_url}/1", title="Một"),)
    if rule:
        return source, (FoundFeed(url=home_url, kind=FeedKind.LIST_PAGE, latest=latest, entries=1, rule=rule),)
    return source, (FoundFeed(url=f"{home_url}/rss", kind=FeedKind.FEED, title="Tin mới", latest=latest, entries=1),)


@dataclass
class FakeLists:
    """Read and written without the reading process and the proposals of a whole program."""

    def read(self, content: bytes) -> SourceList:
        return read_opml(content)

    def write(self, store: Store) -> bytes:
        outlines = [
            outline
            for source in store.sources.list()
            for outline in outlines_of(
                source, [(feed.url, feed.kind, feed.rule) for feed in store.feeds.list(source.id)]
            )
        ]
        return write_opml(outlines, title="Nguồn tin", now=NOON)


@dataclass
class Desk:
    """A desk over HTTP, with a browser for every role."""

    database: SqlDatabase
    app: FastAPI
    index: FlakyIndex = field(default_factory=FlakyIndex)
    web: Web = field(init=False)
    people: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.database.write() as store:
            store.settings.save(our_desk())
        self.web = Web(
            database=self.database,
            index=self.index,
            gazetteer=FakeGazetteer(),
            places=VietnamPlaces(),
            ranker=Ranker(gazetteer=FakeGazetteer()),
            find_feeds=found_feeds,
            source_lists=FakeLists(),
            claims=PublishedClaims(),
            bulletins=VietnamBulletins(),
            channels=MemoryChannels(),
            outlets=MemoryOutlets(clock=lambda: NOON),
            vault=MemoryVault(),
            clock=lambda: NOON,
            real_time=lambda: NOON,
            hosts=frozenset({"testserver"}),
        )

    def stranger(self, **changes: Any) -> TestClient:
        self.app.state.web = replace(self.web, **changes)
        self.app.state.pulse = Pulse(lambda: self.database, self.web.clock)
        self.app.state.readiness = Readiness()
        self.app.state.rates = Rates()
        client = TestClient(self.app, raise_server_exceptions=False, follow_redirects=False)
        client.headers["Sec-Fetch-Site"] = "same-origin"  # as browsers say of their own forms
        return client

    def browser(self, login: str, role: Role = Role.EDITOR) -> TestClient:
        """Signed in already; it sends the session's token with every request."""
        token = f"token-{login}"
        with self.database.write() as store:
            person = a_person(store, login, role)
            hashed = sha256(token.encode()).hexdigest()
            store.sessions.remove(hashed)
            store.sessions.add(hashed, person.id, CSRF, NOON.replace(year=2027))
        self.people[login] = person.id
        client = self.stranger()
        client.cookies.set("diemtin", token)
        client.headers["X-CSRF-Token"] = CSRF
        return client

    def publish(self, key: str, **more: Any) -> Article:
        """An article that has come all the way to the queue."""
        article = an_article(key, stage=Stage.QUEUED, **more)
        article = replace(article, story_id=article.story_id or article.id)
        with self.database.write() as store:
            with_sources(store)
            store.articles.add([article])
            moved = StepResult(article=article, step=Stage.QUEUED, outcome=Outcome.MOVED_ON)
            store.articles.record([moved], NOON)
            store.search_marks.save([SearchMark.of(article)])
            self.web.ranker.refresh(store, [article.story_id])
        self.index.add([document(article, self.web.gazetteer)])
        return article


@pytest.fixture(scope="session")
def app() -> FastAPI:
    """Made once, because reading sixty routes takes longer than a test; each desk brings its own services."""
    return create_app(cast(Web, SimpleNamespace(database=None)))


@pytest.fixture
def desk(sqlite_database: SqlDatabase, app: FastAPI) -> Desk:
    return Desk(sqlite_database, app)


def picked(editor: TestClient, article_id: str) -> dict[str, Any]:
    """The item of an article that is picked by the API, after a look at what is told of it."""
    path = f"/v1/articles/{article_id}/pick"
    told: dict[str, Any] = editor.post(path).json()
    return cast(dict[str, Any], editor.post(path, json=told["send"]).json()) if "send" in told else told
