"""A hub that tells us of news, from the subscription to the visit, on loopback."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from api.main import create_app
from app.web import web
from app.websub import subscribe
from domain.sources import FeedKind, HubSubscription
from tests.app.collecting import DAY, HOUR, MINUTE, Desk, a_desk, a_site, a_source, rss

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path):
    with a_desk(tmp_path, MORNING) as made:
        made.services.settings.public_url = "https://ban-tin.example"
        yield made


class Hub:
    """Subscribes like the real ones: it asks back, then remembers."""

    def __init__(self, desk: Desk) -> None:
        self.client = TestClient(create_app(web(desk.services)), base_url="http://localhost")
        self.forms: list[dict[str, str]] = []
        self.base = ""

    def answer(self, path: str, asked: dict[str, str]):
        if path == "/hub":
            self.forms.append({name: values[0] for name, values in parse_qs(asked["body"]).items()})
            return 202, {}, b""
        return 200, {"Link": f'<{self.base}/hub>; rel="hub", <{self.base}/rss>; rel="self"'}, rss(self.base, "a")

    def confirm(self, **changed: str):
        form = self.forms[-1]
        query = {
            "hub.mode": "subscribe",
            "hub.topic": form["hub.topic"],
            "hub.challenge": "thử-thách",
            "hub.lease_seconds": "432000",
        }
        return self.client.get(urlsplit(form["hub.callback"]).path, params=query | changed)

    def tell(self, body: bytes = b"<rss/>", secret: str = ""):
        form = self.forms[-1]
        signed = hmac.new((secret or form["hub.secret"]).encode(), body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature": f"sha256={signed}", "Content-Type": "application/rss+xml"}
        return self.client.post(urlsplit(form["hub.callback"]).path, content=body, headers=headers)


@pytest.fixture
def hub(desk: Desk):
    hub = Hub(desk)
    with a_site(hub.answer) as base:
        hub.base = base
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        desk.crawl()
        yield hub


def ask(desk: Desk, hub: Hub) -> int:
    return subscribe(desk.services, allow=frozenset({("127.0.0.1", urlsplit(hub.base).port or 0)}))


def lease(desk: Desk) -> HubSubscription:
    with desk.services.database.read() as store:
        [one] = store.websub_subscriptions.list()
        return one


def test_what_a_hub_tells_makes_the_feed_due_at_once(desk: Desk, hub: Hub) -> None:
    assert ask(desk, hub) == 1
    assert hub.forms[0]["hub.topic"] == f"{hub.base}/rss"
    assert hub.forms[0]["hub.callback"].startswith("https://ban-tin.example/websub/")
    confirmed = hub.confirm()
    assert (confirmed.status_code, confirmed.text) == (200, "thử-thách")
    assert lease(desk).expires_at == MORNING + timedelta(seconds=432_000)
    desk.clock.at += MINUTE
    assert desk.feeds("bao")[0].due_at > desk.clock.at
    assert hub.tell().status_code == 202
    assert desk.feeds("bao")[0].due_at == desk.clock.at
    assert [job.url for job in desk.collector.due() if job.key.startswith("feed")] == [f"{hub.base}/rss"]


def test_a_stranger_can_neither_subscribe_us_nor_hurry_us(desk: Desk, hub: Hub) -> None:
    ask(desk, hub)
    assert hub.confirm(**{"hub.topic": "https://other.example/rss"}).status_code == 404
    assert hub.confirm(**{"hub.mode": "unsubscribe"}).status_code == 404
    assert lease(desk).expires_at is None
    before = desk.feeds("bao")[0].due_at
    assert hub.tell(secret="wrong").status_code == 202  # a hub is answered 2xx all the same
    assert desk.feeds("bao")[0].due_at == before
    assert hub.client.post("/websub/guess", content=b"x").status_code == 404
    assert hub.client.get("/websub/guess").status_code == 404
    assert hub.tell(b"x" * (1024 * 1024 + 1)).status_code == 413


def test_a_lease_is_renewed_before_it_ends_and_a_silent_hub_is_asked_again_later(desk: Desk, hub: Hub) -> None:
    assert ask(desk, hub) == 1
    assert ask(desk, hub) == 0, "it was asked a moment ago"
    desk.clock.at += 2 * HOUR
    assert ask(desk, hub) == 1, "it never came to confirm"
    hub.confirm()
    desk.clock.at += 2 * HOUR
    assert ask(desk, hub) == 0
    desk.clock.at += 4 * DAY
    assert ask(desk, hub) == 1


def test_a_desk_without_a_public_address_asks_no_hub(tmp_path: Path) -> None:
    with a_desk(tmp_path, MORNING) as desk:
        link = {"Link": '<https://hub.example/>; rel="hub"'}
        with a_site(lambda path, asked: (200, link, rss(base, "a"))) as base:
            desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
            desk.crawl()
        with desk.services.database.read() as store:
            assert store.websub_subscriptions.list() == []
        assert (
            TestClient(create_app(web(desk.services)), base_url="http://localhost")
            .post("/websub/x", content=b"")
            .status_code
            == 404
        )
