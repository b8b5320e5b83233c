"""Which publishers a desk reads, and which addresses it never will."""

from datetime import timedelta

import pytest

from desk.sources import adding
from domain.errors import BadInput, NotAllowed, NotFound, RefusedSource
from domain.sources import FeedKind, Source
from tests.desk.conftest import Office
from tests.making import NOON, PAPER, acting


def a_source(url: str = "https://bao-x.vn", **more: str) -> Source:
    return Source(**({"id": adding.source_id(url), "name": "Báo X", "home_url": url, "organisation": "Tỉnh ủy"} | more))  # type: ignore[arg-type]


def add(office: Office, source: Source, *feeds: str) -> None:
    with office.database.write() as store:
        wanted = [(url, FeedKind.FEED, "") for url in feeds]
        adding.add(acting(store, office.boss), source, wanted)


def test_a_publisher_is_added_with_its_feeds_and_logged(office: Office) -> None:
    add(office, a_source(), "https://bao-x.vn/rss")
    with office.database.read() as store:
        [page] = adding.list_sources(store, NOON, only="bao--x-vn")
        assert [feed.url for feed in page.feeds] == ["https://bao-x.vn/rss"]
        assert store.log.list(1)[0].action == "add-source"


def test_adding_it_again_adds_only_what_is_new(office: Office) -> None:
    add(office, a_source(), "https://bao-x.vn/rss")
    add(office, a_source(name="Tên khác"), "https://bao-x.vn/rss", "https://bao-x.vn/suc-khoe.rss")
    with office.database.read() as store:
        [page] = adding.list_sources(store, NOON, only="bao--x-vn")
    assert (page.source.name, len(page.feeds)) == ("Báo X", 2)


@pytest.mark.parametrize(
    "url", ["https://www.facebook.com/bao", "https://t.me/bao", "https://voz.vn", "https://bit.ly/x"]
)
def test_people_talking_are_refused_as_home_and_as_feed(office: Office, url: str) -> None:
    with pytest.raises(RefusedSource):
        add(office, a_source(url))
    with pytest.raises(RefusedSource):
        add(office, a_source(), url)
    with office.database.read() as store:
        assert "bao--x-vn" not in {source.id for source in store.sources.list()}


@pytest.mark.parametrize(
    "url", ["", "bao-x.vn", "ftp://bao-x.vn", "https://", "https://x:99999", "https://[::1", "file:///etc/passwd"]
)
def test_what_is_no_web_address_is_refused(office: Office, url: str) -> None:
    with pytest.raises(BadInput):
        adding.source_id(url)
    with pytest.raises(BadInput):
        add(office, a_source(), url)


def test_somebody_must_be_responsible(office: Office) -> None:
    with pytest.raises(BadInput, match="no-organisation"):
        add(office, a_source(organisation=" "))


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://www.baolaocai.vn/", "baolaocai-vn"),
        ("http://suckhoedoisong.vn:80", "suckhoedoisong-vn"),
        ("http://127.0.0.1:8123/", "127-0-0-1-8123"),
    ],
)
def test_a_source_is_named_by_its_host(url: str, slug: str) -> None:
    assert adding.source_id(url) == slug


def test_a_source_is_stopped_and_tried_again(office: Office) -> None:
    with office.database.write() as store:
        store.feeds.add(PAPER.id, "https://bao-a.example/rss", FeedKind.FEED, "", NOON + timedelta(hours=9))
        assert store.feeds.due(NOON, 9) == []
        adding.try_now(acting(store, office.boss), PAPER.id)
        assert len(store.feeds.due(NOON, 9)) == 1
        assert not adding.set_active(acting(store, office.boss), PAPER.id, False).active
        assert store.feeds.due(NOON, 9) == []
        assert [entry.action for entry in store.log.list(2)] == ["source-active", "try-now"]
        with pytest.raises(NotFound):
            adding.try_now(acting(store, office.boss), "none")
        with pytest.raises(NotAllowed):
            adding.set_active(acting(store, office.lan), PAPER.id, True)
