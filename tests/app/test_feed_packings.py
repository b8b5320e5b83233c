"""`sources add` reads what the crawler reads: packed, misnamed, and behind an address with blanks."""

import gzip
import zlib
from urllib.parse import quote, urlsplit

import brotli  # type: ignore[import-untyped]
import pytest

from app.feed_finder import find_feeds
from app.readers import feeds
from tests.app.collecting import Answer, a_site, rss
from tests.crawlers.fetch.test_fetching import ran

FEED = rss("https://xa.example.vn", "a", "b")
KIND = {"Content-Type": "application/rss+xml"}
ANSWERS: dict[str, Answer] = {
    "/br": (200, KIND | {"Content-Encoding": "br"}, brotli.compress(FEED)),
    "/gzip": (200, KIND | {"Content-Encoding": "gzip"}, gzip.compress(FEED)),
    "/deflate": (200, KIND | {"Content-Encoding": "deflate"}, zlib.compress(FEED)[2:-4]),
    "/none": (200, KIND | {"Content-Encoding": "none"}, FEED),
    "/identity": (200, KIND | {"Content-Encoding": "identity"}, FEED),
    "/utf8": (200, KIND | {"Content-Encoding": "utf8"}, FEED),
    "/unknown": (200, KIND | {"Content-Encoding": "x-cong-xa"}, FEED),
    "/said-gzip": (200, KIND | {"Content-Encoding": "gzip"}, FEED),
    "/said-br": (200, KIND | {"Content-Encoding": "br"}, FEED),
    "/gzip-and-none": (200, KIND | {"Content-Encoding": "gzip, none"}, gzip.compress(FEED)),
    "/blank": (302, {"Location": "/tin moi.xml"}, b""),
    "/accents": (302, {"Location": "/tin mới.xml".encode().decode("latin-1")}, b""),
    "/tin%20moi.xml": (200, KIND, FEED),
    "/" + quote("tin mới.xml"): (200, KIND, FEED),
}
PATHS = [path for path in ANSWERS if "%" not in path]


def answer(path: str, _: dict[str, str]) -> Answer:
    return ANSWERS.get(path, (404, {}, b""))


@pytest.mark.parametrize("path", PATHS)
def test_a_feed_is_found_by_whoever_adds_it(path: str) -> None:
    with a_site(answer) as base:
        allow = frozenset({("127.0.0.1", urlsplit(base).port or 0)})
        _, found = find_feeds(base + path, feeds.read, allow)

    assert [(one.url, [entry.title for entry in one.latest]) for one in found] == [(base + path, ["Tin a", "Tin b"])]


def test_and_read_by_the_crawler_the_same() -> None:
    with a_site(answer) as base:
        port = urlsplit(base).port
        jobs = [{"key": path, "url": base + path, "kind": "feed"} for path in PATHS]
        ends, _ = ran({"allow": [["127.0.0.1", port]], "names": {}, "jobs": jobs, "settings": {"delay": 0.0}})

    assert {path: (ends[path]["error"], ends[path]["size"]) for path in PATHS} == {
        path: (None, len(FEED)) for path in PATHS
    }
