"""Articles on several pages, from the feed to the desk: one article, one text, and no half of it."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawlers.fetch import single
from domain.article import Article, article_id
from domain.sources import FeedKind
from tests.app.collecting import HOUR, MINUTE, Answer, Desk, a_desk, a_site, a_source, rss
from tests.app.conftest import Run
from tests.crawlers.extract.test_several_pages import ALL, HEADLINE, LEAD, ROWS, URL, WHOLE, page

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
CAPTCHA = "<title>Just a moment...</title><h1>Just a moment...</h1><p>Checking your browser before accessing.</p>"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path, MORNING) as made:
        yield made


def site(later: Callable[[int], Answer | None]) -> Callable[[str, dict[str, str]], Answer]:
    """A publisher of one article on three pages; `later` may answer for the second and the third."""

    def answer(path: str, asked: dict[str, str]) -> Answer:
        here = f"http://{asked['host']}"
        if path == "/rss":
            return 200, {}, rss(here, "a")
        number = int(path.rpartition("=")[2]) if "=" in path else 1
        other = later(number) if number > 1 else None
        html = ALL[number - 1].content.replace(URL.encode(), f"{here}/a.html".encode())
        return other or (200, {"Content-Type": "text/html; charset=utf-8"}, html)

    return answer


def text(desk: Desk, base: str) -> str:
    return found(desk, base).text


def found(desk: Desk, base: str) -> Article:
    with desk.services.database.read() as store:
        return store.articles.get(article_id(f"{base}/a.html"))


def test_an_article_on_three_pages_is_one_with_the_text_of_all(desk: Desk) -> None:
    with a_site(site(lambda number: None)) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        desk.wait(3 * MINUTE)
        assert text(desk, base) == WHOLE
        assert (found(desk, base).title, found(desk, base).lead) == (HEADLINE, LEAD)
        desk.wait(2 * HOUR, 5 * MINUTE)
        with desk.services.database.read() as store:
            assert store.versions.list(found(desk, base).id) == []


@pytest.mark.parametrize(
    "failing",
    [(404, {}, b"x"), (200, {}, CAPTCHA.encode()), (302, {"Location": "/rss"}, b"")]
)  # fmt: skip
def test_a_known_article_stays_whole_while_a_later_page_fails(desk: Desk, failing: Answer) -> None:
    fails: list[Answer] = []
    with a_site(site(lambda number: fails[0] if fails else None)) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        desk.wait(3 * MINUTE)
        fails.append(failing)
        desk.wait(HOUR)
        assert text(desk, base) == WHOLE
        assert found(desk, base).withdrawn_at is None
        with desk.services.database.read() as store:
            assert store.versions.list(found(desk, base).id) == []
            [target] = store.crawl_queue.list_failing("bao", 9)
        assert target.failures > 2
        fails.clear()
        desk.wait(6 * HOUR, 5 * MINUTE)
        with desk.services.database.read() as store:
            assert store.crawl_queue.list_failing("bao", 9) == []


def test_a_new_article_whose_second_page_never_comes_is_read_without_it(desk: Desk) -> None:
    with a_site(site(lambda number: (404, {}, b""))) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        desk.wait(3 * MINUTE)
        with desk.services.database.read() as store:
            assert store.crawl_queue.find([f"{base}/a.html"])[f"{base}/a.html"].article_id == ""
        desk.wait(12 * MINUTE)
        assert text(desk, base) == "\n".join([LEAD, *ROWS[0]])


def test_reading_one_address_by_hand_reads_that_page_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(path: str, headers: dict[str, str]) -> Answer:
        asked.append(path)
        return (404, {}, b"") if path == "/robots.txt" else (200, {}, ALL[0].content)

    with a_site(answer) as base:
        allow = frozenset({("127.0.0.1", urlsplit(base).port or 0)})
        monkeypatch.setattr(single, "fetch_once", partial(single.fetch_once, allow=allow))
        code, [told], _ = run("read", f"{base}/a.html")
    assert (code, told["text"]) == (0, "\n".join([LEAD, *ROWS[0]]))
    assert asked == ["/robots.txt", "/a.html"]


def test_a_file_is_read_as_it_is(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(page(ROWS[1], 2).content)
    code, [told], _ = run("read", file)
    assert code == 0
    assert json.dumps(told["text"]) == json.dumps("\n".join([LEAD, *ROWS[1]]))
