"""Articles on several pages, over real HTTP: each page in its host's lane, each article one visit."""

import base64
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from threading import Thread
from typing import Any

import pytest

from crawlers.decode.parts import parts_of
from domain.message import Message
from domain.page import FetchedPage
from tests.crawlers.fetch.test_fetching import LONG_SECONDS, ran
from tests.making import said
from tests.web_server import QuietServer

HEADLINE = "Hồ thủy điện đổi đời người dân vùng lòng hồ"
Reply = tuple[int, dict[str, str], bytes]
PATH = "/tin/ho-thuy-dien-48213.html"


def page(number: int, link: str = "", extra: str = "") -> bytes:
    return (
        f"<!doctype html><meta charset='utf-8'><title>{HEADLINE}</title><h1>{HEADLINE}</h1>"
        f"<p>Đoạn của trang {number}.</p>{link}{extra}"
    ).encode()


def link(number: int) -> str:
    return f"<a href='{PATH}?page={number}'>Trang {number}</a>"


def number_of(path: str) -> int:
    return int(path.rpartition("=")[2]) if "=" in path else 1


def pages(last: int, marked: Callable[[int], str] = link) -> Callable[[str], Reply]:
    def answer(path: str) -> Reply:
        number = number_of(path)
        return 200, {"ETag": f'"{number}"'}, page(number, marked(number + 1) if number < last else "")

    return answer


def second(reply: Reply) -> Callable[[str], Reply]:
    return lambda path: (200, {"ETag": '"1"'}, page(1, link(2))) if path == PATH else reply


def by_path(**replies: Reply) -> Callable[[str], Reply]:
    return lambda path: replies.get(path, (404, {}, b""))


def slow(path: str) -> Reply:
    if path != PATH:
        time.sleep(2.0)
    return pages(3)(path)


def stuck(path: str) -> Reply:
    if path != PATH:
        time.sleep(30.0)
    return pages(3)(path)


def same_words(path: str) -> Reply:
    """The server does not know of pages: it gives the article again, with links that lead on and on."""
    return 200, {}, page(1, "".join(map(link, range(1, 30))))


FORMS = {  # what marks the second page on the first, and its path
    "query": (f"<a href='{PATH}?page=2'>2</a>", f"{PATH}?page=2"),
    "vietnamese": ("<a href='?trang=2'>Trang 2</a>", f"{PATH}?trang=2"),
    "head": (f"<link rel='next' href='{PATH}?p=2'>", f"{PATH}?p=2"),
    "dash": ("<a href='ho-thuy-dien-48213-p2.html'>Trang sau</a>", "/tin/ho-thuy-dien-48213-p2.html"),
    "below": ("<a href='ho-thuy-dien-48213/trang-2.html'>Tiếp</a>", "/tin/ho-thuy-dien-48213/trang-2.html"),
    "number": (f"<a href='{PATH}/2'>2</a>", f"{PATH}/2"),
    "page": ("<a href='/tin/ho-thuy-dien-48213/page/2/'>Next</a>", "/tin/ho-thuy-dien-48213/page/2/"),
    "arrow": ("<a href='?pg=2'>»</a>", f"{PATH}?pg=2"),
    "label": ("<a href='?page=2' title='Trang kế tiếp'><i></i></a>", f"{PATH}?page=2"),
    "icon": ("<a href='?paged=2' class='next page-numbers'><i></i></a>", f"{PATH}?paged=2"),
    "underscore": ("<a href='ho-thuy-dien-48213_2.html'>2</a>", "/tin/ho-thuy-dien-48213_2.html"),
}
MET: dict[str, Callable[[str], Reply]] = {
    "three": pages(3),
    "endless": pages(10**6),
    "one": pages(3),
    "ended": second((200, {}, page(2))),
    "again": second((302, {"Location": PATH}, b"")),
    "same": same_words,
    "circle": lambda path: (200, {}, page(number_of(path), link(3 - number_of(path)))),
    "moved-page": by_path(**{
        PATH: (200, {}, page(1, link(2))),
        f"{PATH}?page=2": (301, {"Location": "/tin/ho-thuy-dien-48213/trang-2.html"}, b""),
        "/tin/ho-thuy-dien-48213/trang-2.html": (200, {}, page(2)),
    }),
    "denied": pages(3),
    "denied-third": pages(3),
    "failed-500": second((500, {}, b"x")),
    "failed-503": second((503, {"Retry-After": "120"}, b"x")),
    "failed-403": second((403, {}, b"x")),
    "failed-404": second((404, {}, b"x")),
    "failed-410": second((410, {}, b"x")),
    "failed-304": second((304, {}, b"")),
    "failed-cut": second((200, {"Content-Length": "100000"}, b"<html>")),
    "failed-packing": second((200, {"Content-Encoding": "gzip"}, b"not gzip")),
    "failed-file": second((200, {}, b"%PDF-1.7\n\x00\x01" * 20)),
    "failed-home": second((302, {"Location": "/"}, b"")),
    "failed-away": second((302, {"Location": "https://www.facebook.com/x"}, b"")),
    "failed-inside": second((302, {"Location": "http://169.254.169.254/"}, b"")),
    "failed-stuck": stuck,
    "too-much": lambda path: (200, {}, page(number_of(path), link(number_of(path) + 1), "<!--x-->" * 300_000)),
    "crowded": lambda path: (200, {}, page(number_of(path), link(number_of(path) + 1), "x" * 40_000)),
    "slow": slow,
    "delayed": pages(3),
    "known": pages(2),
} | {
    f"form-{name}": by_path(**{PATH: (200, {}, page(1, mark)), path: (200, {}, page(2))})
    for name, (mark, path) in FORMS.items()
}  # fmt: skip
ROBOTS = {
    "denied": "Disallow: /*?page=",
    "denied-third": "Disallow: /*?page=3",
    "delayed": "Crawl-delay: 1",
}
SETTINGS = {"timeout": LONG_SECONDS, "delay": 0.0}


class Site(BaseHTTPRequestHandler):
    seen: dict[str, list[tuple[str, float, dict[str, str]]]]

    def do_GET(self) -> None:
        host = self.headers["Host"].partition(".")[0]
        headers: dict[str, str]
        if self.path == "/robots.txt":
            status, headers, body = 200, {}, f"User-agent: *\n{ROBOTS.get(host, '')}\n".encode()
        else:
            asked = {name.lower(): value for name, value in self.headers.items()}
            self.seen[host].append((self.path, time.monotonic(), asked))
            status, headers, body = MET[host](self.path)
        self.send_response(status)
        for name, value in ({"Content-Type": "text/html", "Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002 - the server's name for it


@pytest.fixture(scope="module")
def crawled() -> Iterator[tuple[dict[str, dict[str, Any]], dict[str, Any]]]:
    """The ends of all visits, in the order in which they came; and what each host was asked."""
    handler = type("Handler", (Site,), {"seen": defaultdict(list)})
    server = QuietServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    port = server.server_port
    jobs = {
        name: {"key": name, "url": f"http://{name}.mau.test:{port}{PATH}", "pages": 1 if name == "one" else 10}
        for name in MET
    }
    jobs["known"] |= {"etag": '"old"', "last_modified": "Mon, 23 Nov 2026 00:00:00 GMT"}
    jobs |= {f"slow-{n}": {"key": f"slow-{n}", "url": f"http://slow.mau.test:{port}/tin/{n}.html"} for n in range(2)}
    MET["slow"] = lambda path: slow(path) if path.startswith(PATH) else (200, {}, page(1))
    plan = {"allow": [[f"{name}.mau.test", port] for name in MET], "names": {}, "shown": 10**7}
    stuck_one = jobs.pop("failed-stuck")
    big = jobs.pop("too-much")
    crowded = jobs.pop("crowded")
    ends, _ = ran(plan | {"jobs": list(jobs.values()), "settings": SETTINGS})
    short, _ = ran(plan | {"jobs": [stuck_one], "settings": SETTINGS | {"timeout": 3.0}})
    large, _ = ran(plan | {"jobs": [big], "settings": SETTINGS | {"page_limit": 6_000_000}})
    held, _ = ran(plan | {"jobs": [crowded], "settings": SETTINGS | {"held_limit": 70_000}})
    yield ends | short | large | held, handler.seen  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


def paths(crawled: Any, name: str) -> list[str]:
    return [path for path, _, _ in crawled[1][name]]


def numbers(end: dict[str, Any]) -> list[int]:
    """Which of the article's pages came, in their order."""
    whole = FetchedPage(
        url=end["final_url"],
        content=base64.b64decode(end["content"]),
        fetched_at=datetime.now(UTC),
        content_type=end["headers"].get("content-type"),
    )
    return [int(part.content.decode().split("Đoạn của trang ")[1].split(".")[0]) for part in parts_of(whole)]


@pytest.mark.parametrize("name", FORMS)
def test_the_pages_of_an_article_come_as_one_visit_however_they_are_marked(crawled: Any, name: str) -> None:
    end = crawled[0][f"form-{name}"]
    assert (end["error"], end["status"], numbers(end)) == (None, 200, [1, 2])
    assert paths(crawled, f"form-{name}") == [PATH, FORMS[name][1]]
    assert end["final_url"].endswith(PATH)


@pytest.mark.parametrize(
    ("name", "came", "asked"),
    [
        ("three", [1, 2, 3], 3), ("endless", [*range(1, 11)], 10), ("one", [1], 1), ("ended", [1, 2], 2),
        ("again", [1], 3), ("same", [1], 2), ("circle", [1, 2], 2), ("moved-page", [1, 2], 3), ("too-much", [1, 2], 3),
        ("denied", [1], 1), ("denied-third", [1, 2], 2), ("delayed", [1, 2, 3], 3), ("known", [1, 2], 2),
    ],
)  # fmt: skip
def test_it_ends_with_its_last_page_with_a_loop_or_with_what_may_be_read(
    crawled: Any, name: str, came: list[int], asked: int
) -> None:
    end = crawled[0][name]
    assert (end["error"], end["status"], numbers(end)) == (None, 200, came)
    assert len(paths(crawled, name)) == asked


@pytest.mark.parametrize("name", [name for name in MET if name.startswith("failed-")])
def test_a_later_page_that_fails_fails_the_visit_and_is_never_told_as_the_articles_own_end(
    crawled: Any, name: str
) -> None:
    end = crawled[0][name]
    assert end["error"]
    assert (end["status"], end["size"]) == (200, 0)
    assert said([Message.from_json(end["message"])]).startswith("Trang 2 của bài không đọc được: ")


def test_what_a_later_page_asks_for_is_heard(crawled: Any) -> None:
    assert crawled[0]["failed-503"]["retry_after_seconds"] == 120


def test_nothing_is_unchanged_because_its_first_page_is(crawled: Any) -> None:
    """The validators of one page are neither kept for all nor sent for another."""
    assert "etag" not in crawled[0]["three"]["headers"]
    assert crawled[0]["one"]["headers"]["etag"] == '"1"'
    first, later = [asked for _, _, asked in crawled[1]["known"]]
    assert first["if-none-match"] == '"old"'
    assert not {"if-none-match", "if-modified-since"} & later.keys()


def test_between_pages_the_publishers_pause_is_kept(crawled: Any) -> None:
    at = [moment for _, moment, _ in crawled[1]["delayed"]]
    assert all(later - earlier >= 0.95 for earlier, later in pairwise(at))


def test_a_slow_second_page_holds_up_nobody_not_even_its_own_publishers_articles(crawled: Any) -> None:
    ends = list(crawled[0])
    assert numbers(crawled[0]["slow"]) == [1, 2, 3]
    assert {"slow-0", "slow-1", "three", "form-query"} <= set(ends[: ends.index("slow")])
    assert [path.partition("?")[0] for path in paths(crawled, "slow")].count(PATH) == 3


def test_pages_that_wait_for_the_next_count_among_what_is_held(crawled: Any) -> None:
    assert (crawled[0]["crowded"]["error"], crawled[0]["crowded"]["size"]) == ("crowded", 0)
    assert len(paths(crawled, "crowded")) == 2
