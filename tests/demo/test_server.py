"""How the publishers' servers behave: the manners a crawler must meet."""

import time
from urllib.parse import urljoin

import httpx
import pytest

from demo.newsroom import Newsroom


def home(newsroom, source_id):
    return next(source.home_url for source in newsroom.sources if source.id == source_id)


def article(newsroom, source_id):
    """A page without refusals or delays."""
    quiet = {"lo-hong-dinh-tuyen", "lich-tiem"}
    return next(e for e in newsroom.expected() if e.publisher == source_id and e.key not in quiet)


def test_an_unchanged_page_answers_304_to_its_etag(newsroom, http):
    url = article(newsroom, "ttm").url
    first = http.get(url)
    again = http.get(url, headers={"If-None-Match": first.headers["etag"]})
    other = http.get(url, headers={"If-None-Match": '"something-else"'})
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


def test_an_unchanged_page_answers_304_to_its_date(newsroom, http):
    url = article(newsroom, "hoang-lien").url
    first = http.get(url)
    assert "etag" not in first.headers
    again = http.get(url, headers={"If-Modified-Since": first.headers["last-modified"]})
    earlier = http.get(url, headers={"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"})
    broken = http.get(url, headers={"If-Modified-Since": "hôm qua".encode()})
    assert [again.status_code, earlier.status_code, broken.status_code] == [304, 200, 200]


def test_the_etag_decides_when_both_are_sent(newsroom, http):
    url = article(newsroom, "som-mai").url
    date = http.get(url).headers["last-modified"]
    reply = http.get(url, headers={"If-None-Match": '"old"', "If-Modified-Since": date})
    assert reply.status_code == 200


def test_a_feed_is_unchanged_until_something_happens(newsroom, clock, http):
    url = next(source.feeds[0][0] for source in newsroom.sources if source.id == "hoang-lien")
    seen = {"If-Modified-Since": http.get(url).headers["last-modified"]}
    assert http.get(url, headers=seen).status_code == 304
    clock.forward(minutes=8)
    assert http.get(url, headers=seen).status_code == 200


def test_a_page_refuses_twice_and_says_when_to_come_back(newsroom, http):
    url = next(e.url for e in newsroom.expected() if e.key == "lo-hong-dinh-tuyen")
    replies = [http.get(url) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [429, 429, 200]
    assert replies[0].headers["retry-after"] == "1"


def test_a_slow_page_is_slow_and_the_others_do_not_wait_for_it(newsroom, http):
    slow = next(e.url for e in newsroom.expected() if e.key == "lich-tiem")
    began = time.monotonic()
    assert http.get(slow).status_code == 200
    assert time.monotonic() - began >= 1


def test_an_old_address_redirects_to_the_canonical_one(newsroom, http):
    moved = next(e for e in newsroom.expected() if e.feed_url != e.url)
    reply = http.get(moved.feed_url)
    assert (reply.status_code, reply.headers["location"]) == (301, moved.url)


def test_a_feed_lists_one_page_that_is_not_there(newsroom, http):
    feed = http.get(next(source.feeds[0][0] for source in newsroom.sources if source.id == "som-mai")).text
    path = "/doi-song/cho-phien-cuoi-tuan-bai-da-xoa-99999.html"
    assert path in feed
    assert http.get(urljoin(home(newsroom, "som-mai"), path)).status_code == 404


@pytest.mark.parametrize(
    ("source_id", "path"),
    [("som-mai", "/noi-bo/"), ("ttm", "/khach-hang/"), ("suc-khoe-tay-bac", "/quan-tri/")],
)
def test_robots_closes_a_folder_that_pages_link_to(newsroom, http, source_id, path):
    base = home(newsroom, source_id)
    robots = http.get(urljoin(base, "/robots.txt"))
    assert robots.headers["content-type"].startswith("text/plain")
    assert f"Disallow: {path}" in robots.text
    assert f'href="{path}' in http.get(base).text


def test_only_one_publisher_asks_for_a_delay_and_none_when_trouble_is_off(clock, http):
    def delays(trouble):
        with Newsroom(clock, trouble=trouble) as newsroom:
            texts = [http.get(urljoin(source.home_url, "/robots.txt")).text for source in newsroom.sources]
        return sum("Crawl-delay" in text for text in texts)

    assert (delays(True), delays(False)) == (1, 0)


def test_head_says_what_get_would_say_without_the_body(newsroom, http):
    url = article(newsroom, "kiem-chung").url
    asked, got = http.head(url), http.get(url)
    assert asked.content == b""
    assert asked.headers["content-length"] == got.headers["content-length"]


def test_a_page_may_come_compressed(newsroom, http):
    url = article(newsroom, "som-mai").url
    packed = http.get(url, headers={"Accept-Encoding": "gzip"})
    plain = http.get(url, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text


def test_unknown_paths_and_methods_are_answered(newsroom, http):
    base = home(newsroom, "ttm")
    assert http.get(urljoin(base, "/khong-co")).status_code == 404
    assert http.get(urljoin(base, "/anh/x.png")).status_code == 404
    assert http.post(base).status_code == 501


def test_pages_have_a_picture(newsroom, http):
    found = article(newsroom, "som-mai")
    picture = http.get(found.url).text.split('og:image" content="')[1].split('"')[0]
    reply = http.get(picture)
    assert reply.headers["content-type"] == "image/png"
    assert reply.content.startswith(b"\x89PNG\r\n")


def test_visits_are_noted_for_tests_to_read(newsroom, http):
    http.get(home(newsroom, "ttm"))
    deadline = time.monotonic() + 5
    while not newsroom.visits and time.monotonic() < deadline:
        time.sleep(0.01)
    visit = newsroom.visits[-1]
    assert (visit.publisher, visit.method, visit.path, visit.status) == ("ttm", "GET", "/", 200)


def test_an_idle_client_does_not_hold_up_the_end(clock):
    with httpx.Client(trust_env=False) as client:
        newsroom = Newsroom(clock)
        newsroom.start()
        client.get(newsroom.sources[0].home_url)  # the connection stays open
        began = time.monotonic()
        newsroom.stop()
        assert time.monotonic() - began < 5
