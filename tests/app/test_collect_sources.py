"""Adding a source by its home page, checking it, and taking the list elsewhere."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from api.services import FoundFeed
from app.bootstrap import Services
from app.commands.sources import Publisher, sources
from app.feed_finder import find_feeds
from app.readers.feeds import read
from app.settings import Settings
from crawlers.feeds.opml import read_opml
from crawlers.fetch.hosts import Visit
from crawlers.fetch.outcomes import HttpAnswer, ending
from crawlers.fetch.visits import Fetched, FetchJob
from desk.sources.adding import source_id
from domain.errors import BadInput, RefusedSource
from domain.sources import Feed, FeedKind, Source, SourceKind
from domain.visits import FetchError
from tests.app.collecting import Answer, a_site, rss

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
HTML = {"Content-Type": "text/html; charset=utf-8"}
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{0}/1.html</loc></url></urlset>'


Pages = dict[str, tuple[dict[str, str], str]]  # headers and body by path, with `{0}` for the site's address


def found(pages: Pages) -> tuple[str, tuple[tuple[str, FeedKind, str], ...]]:
    source, feeds = of_site(pages)
    base = source.home_url.rstrip("/")
    return base, tuple((feed.url.removeprefix(base), feed.kind, feed.rule) for feed in feeds)


def proposed(pages: Pages) -> Source:
    return of_site(pages)[0]


def of_site(pages: Pages, rule: str = "") -> tuple[Source, tuple[FoundFeed, ...]]:
    """What `find_feeds` finds on a site with these pages."""

    def answer(path: str, asked: dict[str, str]) -> Answer:
        if path not in pages:
            return 404, HTML, b""
        headers, body = pages[path]
        return 200, headers, body.replace("{0}", base).encode()

    with a_site(answer) as base:
        return find_feeds(f"{base}/", read, frozenset({("127.0.0.1", urlsplit(base).port or 0)}), rule)


def test_a_feed_that_the_home_page_states_is_found() -> None:
    home = '<html><link rel="alternate" type="application/rss+xml" href="/tin.rss"><body>x'
    _, feeds = found({"/": (HTML, home), "/tin.rss": ({}, rss("{0}", "a").decode())})
    assert feeds == (("/tin.rss", FeedKind.FEED, ""),)


def test_a_page_that_lists_feeds_is_followed_one_level() -> None:
    pages = {
        "/": (HTML, '<html><body><a href="/rss">RSS</a>'),
        "/rss": (HTML, '<html><body><a href="/rss/suc-khoe.rss">Sức khỏe</a> <a href="/rss/xa-hoi.rss">Xã hội</a>'),
        "/rss/suc-khoe.rss": ({}, rss("{0}", "a").decode()),
        "/rss/xa-hoi.rss": ({}, rss("{0}", "b").decode()),
    }
    _, feeds = found(pages)
    assert {url for url, _, _ in feeds} == {"/rss/suc-khoe.rss", "/rss/xa-hoi.rss"}


def test_the_sitemap_that_robots_txt_names_is_found() -> None:
    pages = {
        "/": (HTML, "<html><body>x"),
        "/robots.txt": ({"Content-Type": "text/plain"}, "User-agent: *\nSitemap: {0}/ban-do.xml\n"),
        "/ban-do.xml": ({}, SITEMAP),
    }
    assert found(pages)[1] == (("/ban-do.xml", FeedKind.SITEMAP, ""),)


def test_where_there_is_no_feed_the_pages_own_list_is_offered_with_its_rule() -> None:
    titles = "".join(f"<h3><a href='/{n}.html'>Thông báo lịch tiêm chủng đợt {n} của phường</a></h3>" for n in range(8))
    assert found({"/": (HTML, f"<html><body><a href='/menu'>Menu</a>{titles}")})[1] == (
        ("/", FeedKind.LIST_PAGE, "h3 a"),
    )
    assert found({"/": (HTML, "<html><body><a href='/menu'>Menu</a>")})[1] == ()


def test_what_the_front_page_says_of_its_site_is_proposed() -> None:
    home = (
        "<html><title>Trang chủ | Đài Khí tượng Thủy văn tỉnh Lào Cai</title><link rel='alternate' "
        "type='application/rss+xml' href='/tin.rss'><body><p>Cơ quan chủ quản: Cục Khí tượng Thủy văn</p>"
    )
    pages = {"/": (HTML, home), "/tin.rss": ({}, rss("{0}", "a").decode())}
    source = proposed(pages)
    assert (source.name, source.organisation) == (
        "Đài Khí tượng Thủy văn tỉnh Lào Cai",
        "Cục Khí tượng Thủy văn",
    )
    assert (source.kind, source.province) == (SourceKind.WARNING_SERVICE, "15")


def test_a_rule_of_ones_own_is_shown_with_what_it_reads() -> None:
    rows = "".join(f"<p><a href='/{n}.html'>Bài số {n}</a></p>" for n in range(12))
    pages = {"/": (HTML, f"<html><body>{rows}")}
    [feed] = of_site(pages, "p > a")[1]
    assert (feed.kind, feed.rule, feed.entries, len(feed.latest)) == (FeedKind.LIST_PAGE, "p > a", 12, 10)
    for wrong in ("p > ", "h3 a"):
        with pytest.raises(BadInput):
            of_site(pages, wrong)


def test_peoples_pages_are_refused_before_anything_is_fetched() -> None:
    with pytest.raises(RefusedSource):
        find_feeds("https://www.facebook.com/bao", read)


@pytest.fixture
def services(tmp_path: Path):
    made = Services(Settings(home=tmp_path), clock=lambda: NOON)
    made.migrate()
    yield made
    made.close()


def keep(services: Services, source: Source, *feeds: tuple[str, FeedKind, str]) -> None:
    with services.database.write() as store:
        store.sources.save(source)
        for url, kind, rule in feeds:
            store.feeds.add(source.id, url, kind, rule, NOON)


def told(services: Services, what: str, value: str = "") -> int:
    return sources(services, what, value, Publisher(), sample=True)


def all_of(services: Services) -> list[tuple[Source, list[tuple[str, FeedKind, str]]]]:
    def plain(feeds: list[Feed]) -> list[tuple[str, FeedKind, str]]:
        return [(feed.url, feed.kind, feed.rule) for feed in feeds]

    with services.database.read() as store:
        return [(source, plain(store.feeds.list(source.id))) for source in store.sources.list()]


def test_a_list_of_sources_goes_out_as_opml_and_comes_in_the_same(services: Services, tmp_path: Path) -> None:
    keep(
        services,
        Source(
            id=source_id("https://bao-a.example/"),
            name="Báo A & B",
            home_url="https://bao-a.example/",
            organisation="Tỉnh ủy",
            province="15",
        ),
        ("https://bao-a.example/rss", FeedKind.FEED, ""),
        ("https://bao-a.example/map.xml", FeedKind.SITEMAP, ""),
    )
    keep(
        services,
        Source(
            id=source_id("https://kt.example/"), name="Khí tượng", home_url="https://kt.example/", organisation="Đài",
            kind=SourceKind.WARNING_SERVICE,
        ),
        ("https://kt.example/ban-tin", FeedKind.LIST_PAGE, ".list > a[href*='tin']"),
    )  # fmt: skip
    file = tmp_path / "nguon.opml"
    assert told(services, "export", str(file)) == 0
    assert len(read_opml(file.read_bytes()).outlines) == 3
    other = Services(Settings(home=tmp_path / "other"), clock=lambda: NOON)
    other.migrate()
    try:
        assert told(other, "import", str(file)) == 0
        assert all_of(other) == all_of(services)
        assert told(other, "import", str(file)) == 0, "twice is harmless"
        assert all_of(other) == all_of(services)
    finally:
        other.close()


def test_an_imported_list_leaves_out_peoples_pages_and_says_so(
    services: Services, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "in.opml"
    file.write_text(
        '<opml version="2.0"><body><outline text="Báo" xmlUrl="https://bao.example/rss" htmlUrl="https://bao.example/"/>'
        '<outline text="Nhóm" xmlUrl="https://www.facebook.com/nhom/rss"/></body></opml>',
        encoding="utf-8",
    )
    assert told(services, "import", str(file)) == 0
    said = capsys.readouterr()
    assert "Đã nhập 1 địa chỉ, từ chối 1." in said.out
    assert "facebook" in said.err
    assert [source.id for source, _ in all_of(services)] == ["bao-example"]


def test_checking_reads_each_address_as_what_it_is_meant_to_be(
    services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(path: str, asked: dict[str, str]) -> Answer:
        bodies = {
            "/map.xml": SITEMAP.replace("{0}", base),
            "/rss": rss(base, "a", "b").decode(),
            "/list": "<html><body><p class=t><a href=/1.html>Một</a></p>",
            "/wrong": "<html><body>x",
        }
        return (200, HTML, bodies[path].encode()) if path in bodies else (404, HTML, b"")

    with a_site(answer) as base:
        home = services.settings.home
        (home / "newsroom.json").write_text(f'{{"ports": {{"x": {urlsplit(base).port}}}}}')
        source = Source(id="bao", name="Báo", home_url=base, organisation="Cơ quan")
        kinds = (("map.xml", FeedKind.SITEMAP), ("rss", FeedKind.FEED), ("list", FeedKind.LIST_PAGE))
        keep(services, source, *((f"{base}/{name}", kind, ".t a") for name, kind in kinds))
        assert told(services, "check", "bao") == 0
        notes = [line.split("\t")[2] for line in capsys.readouterr().out.splitlines()]
        assert notes == ["Đọc được 1 mục.", "Đọc được 2 mục.", "Đọc được 1 mục."]
        keep(services, source, (f"{base}/wrong", FeedKind.FEED, ""))
        assert told(services, "check", "bao") == 1
        assert "không phải nguồn tin" in capsys.readouterr().out


def test_a_check_while_our_own_line_is_away_is_kept_of_nobody(
    services: Services, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def silence(url: str, **_: object) -> Fetched:
        return ending(Visit(job=FetchJob(key=url, url=url), url=url), HttpAnswer(error=FetchError.DNS))

    monkeypatch.setattr("app.commands.sources.fetch_once", silence)
    for name in ("a", "b"):
        url = f"https://bao-{name}.example/"
        source = Source(id=f"bao-{name}", name=name, home_url=url, organisation="Tỉnh ủy")
        keep(services, source, (f"{url}rss", FeedKind.FEED, ""))

    assert told(services, "check") == 1

    assert "Đường mạng của máy này" in capsys.readouterr().err
    with services.database.read() as store:
        assert [store.source_history.visits(f"bao-{name}", 9) for name in "ab"] == [[], []]
