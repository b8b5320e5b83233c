"""Tags that would take a parser minutes are refused before it sees them, in all that is read from outside.

The bound is on work: what is read is read in a process that may use so many seconds of a processor, however long
they take on a busy machine. Without the check each tag below takes more than a minute, or its harmless twin passes.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from crawlers.decode.tags import MAX_ATTRIBUTES, Tangled, bounded, bounded_xml

PROJECT = Path(__file__).parents[3]
CPU_SECONDS = 20
MANY = 200_000
LINE = "Trung tâm Kiểm soát bệnh tật tỉnh cho biết chiến dịch tiêm kéo dài ba tuần, ưu tiên các thôn bản ở xa."
ARTICLE = (
    f"<h1>Lào Cai tiêm bổ sung vắc xin sởi cho trẻ</h1><div class='fck_detail'><p>{LINE}</p><p>{LINE[::-1]}</p></div>"
)


def many(shape: str, between: str = " ", count: int = MANY) -> str:
    return between.join(shape.format(n) for n in range(count))


def tag(shape: str, between: str = " ", count: int = MANY) -> str:
    return f"<p {many(shape, between, count)}>"


WORDS = many("a{}")
TAGS = {
    "double quotes": tag('a{}="1"'),
    "single quotes": tag("a{}='1'"),
    "no quotes": tag("a{}=1"),
    "no values": tag("a{}"),
    "values without spaces between": tag("a{}='1'", ""),
    "spaces around the sign": tag("a{} = 1"),
    "lines between": tag("a{}", "\n"),
    "tabs and form feeds between": tag("a{}", "\t\f"),
    "slashes between": tag("a{}", "/"),
    "upper case": f"<BODY {many('A{}=X')}>",
    "signs for names": tag("={}"),
    "tags for names": tag("<a{}"),
    "a quote in a name": f"<p a'b {WORDS} c'>",
    "a quote in a value": f"<p a=b' {WORDS} c'>",
    "brackets in values": tag("a{}='>'"),
    "tags in values": tag("a{}='<b>'"),
    "behind a declaration that is none": f"<! a='><p {WORDS}>",
    "behind an instruction with a quote": f"<?a b='><p {WORDS}> ?>'",
    "behind a comment with a quote": f"<!-- <a b='> --><p {WORDS}>",
    "behind a tag with a tag in a value": f"""<p t="<x y=" z='">' {WORDS}>""",
    "never closed": f"<p {WORDS}",
    "never closed, with a quote": f"<p {WORDS} b='",
    "a closing tag": f"</p {WORDS}>",
    "namespaces": tag("xmlns:a{}='u'"),
    "two thousand in each of many tags": tag("a{}", count=2000) * 200,
    "as many as pass in each of many tags": tag("a{}", count=MAX_ATTRIBUTES) * 3000,
    "tags within tags": "<a b=" * 500_000,
    "quotes within quotes": """<a b='<a c=">""" * 250_000,
    "odd tags without number": "<a/b>" * 700_000,
}
ENCLOSED = {
    "a script in a comment": f"<!-- <script> --><p {WORDS}>",
    "a comment in a script": f"<script><!-- </script><p {WORDS}>",
    "a comment that ends at once": f"<!--><p {WORDS}>",
    "a section where there are none": f"<p title='<![CDATA['><p {WORDS}>",
    "a style in a title": f"<title><style></title><p {WORDS}>",
}
READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
from datetime import UTC, datetime
from domain.errors import BadInput, NotExtractable
now, content = datetime(2026, 11, 23, tzinfo=UTC), sys.stdin.buffer.read()
{read}
try:
    read()
except (BadInput, NotExtractable) as error:
    print(error.why.code)
"""
READERS = {
    "article": """
from crawlers.extract.article import PageExtractor
from domain.page import FetchedPage
def read(): PageExtractor().extract(FetchedPage(url="https://a.vn/1", content=content, fetched_at=now))""",
    "list page": """
from crawlers.feeds.list_pages import read_list_page
def read(): read_list_page(content, url="https://a.vn/", rule="a", now=now)""",
    "feed": """
from crawlers.feeds.reader import read_feed
def read(): read_feed(content, url="https://a.vn/rss", content_type="text/xml", now=now)""",
    "sitemap": """
from crawlers.feeds.sitemaps import read_sitemap
def read(): read_sitemap(content, url="https://a.vn/sitemap.xml", now=now)""",
    "OPML": """
from crawlers.feeds.opml import read_opml
def read(): read_opml(content)""",
    "home page of a new source": """
from crawlers.feeds.discovery import find_feeds
def read(): find_feeds(content, url="https://a.vn/")""",
}


def refusal(reader: str, content: bytes) -> str:
    """The code of what was said, "" for what was read. Fails when reading takes more than CPU_SECONDS."""
    program = READ.format(read=READERS[reader], seconds=CPU_SECONDS)
    done = subprocess.run([sys.executable, "-c", program], input=content, cwd=PROJECT, capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.mark.parametrize("name", TAGS)
def test_such_a_tag_is_refused(name: str) -> None:
    with pytest.raises(Tangled):
        bounded(f"<html><body>{TAGS[name]}{ARTICLE}")


@pytest.mark.parametrize(
    "name", ["no quotes", "never closed", "slashes between", "brackets in values", "tags within tags"]
)
def test_an_article_page_with_such_a_tag_is_refused_at_once(name: str) -> None:
    assert refusal("article", f"<html><body>{TAGS[name]}{ARTICLE}".encode()) == "unreadable.tangled"


# A feed is read as far as it goes: what no text is as long as is cut out of it, and said so.
REFUSED = {"feed": ("", "unreadable.tangled"), "sitemap": ("unreadable.tangled",), "OPML": ("unreadable.tangled",)}
XML = {
    "feed": "<rss version='2.0'><channel><title>x</title><item {}/></channel></rss>",
    "sitemap": "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url {}><loc>https://a.vn/1</loc></url></urlset>",
    "OPML": "<opml version='2.0'><body><outline {}/></body></opml>",
}


@pytest.mark.parametrize("reader", XML)
@pytest.mark.parametrize("shape", ["a{}='1'", "a{}", "xmlns:a{}='u'"])
def test_such_a_tag_in_a_list_of_news_or_sources_is_refused_at_once(reader: str, shape: str) -> None:
    assert refusal(reader, XML[reader].format(many(shape)).encode()) in REFUSED[reader]


@pytest.mark.parametrize("reader", XML)
def test_utf_16_hides_no_tag(reader: str) -> None:
    content = XML[reader].format(many("a{}='1'", count=20_000)).encode("utf-16")

    assert refusal(reader, content).startswith("unreadable.")


@pytest.mark.parametrize("reader", XML)
def test_attributes_that_a_document_declares_are_refused_at_once(reader: str) -> None:
    declared = "".join(f"<!ATTLIST item a{n} CDATA '1'>" for n in range(60_000))
    assert refusal(reader, f"<!DOCTYPE x [{declared}]>{XML[reader].format('')}".encode()) in REFUSED[reader]


def test_such_a_tag_on_a_list_page_is_refused_at_once() -> None:
    assert refusal("list page", f"<html><body><a {many('a{}')} href='/1'>x</a>".encode()) == "unreadable.tangled"


def test_looking_for_the_feeds_of_a_home_page_with_such_a_tag_takes_no_time() -> None:
    assert refusal("home page of a new source", f"<html><link {many('a{}')} href='/1'>".encode()) == ""


SHAPES = {
    "an endless comment": ("sitemap", "<urlset><!--" + "x" * 19_000_000),
    "an endless tag": ("sitemap", "<urlset><url a='" + "x" * 19_000_000),
    "an endless instruction": ("sitemap", "<urlset><?a " + "b='1' " * 3_000_000),
    "nested without end": ("article", "<html><body>" + "<div>" * 800_000),
    "a namespace for each of many elements": (
        "feed", "<rss version='2.0'><channel>" + many("<a{0}:b xmlns:a{0}='u{0}'/>", "", 40_000) + "</channel></rss>",
    ),
    "a namespace for each of many elements, under one name": (
        "feed", "<rss version='2.0'><channel>" + many("<a:b xmlns:a='u{}'/>", "", 40_000) + "</channel></rss>",
    ),
    "a namespace in each of many levels": ("OPML", many("<a{0}:b xmlns:a{0}='u{0}'>", "", 100_000)),
    "one endless value": ("article", f"<p title='{'x ' * 1_900_000}'>{ARTICLE}"),
    "a document type with many words": ("article", f"<!DOCTYPE html {many('a{}')}>{ARTICLE}"),
    "an instruction with many words": ("article", f"<?xml {many('a{}')}?>{ARTICLE}"),
    "references to nothing": ("article", f"<p>{many('&a{};', '')}</p>{ARTICLE}"),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_other_shapes_are_read_or_refused_within_the_same_work(name: str) -> None:
    reader, content = SHAPES[name]
    refusal(reader, content.encode())


def test_what_only_looks_like_such_a_tag_in_a_script_is_opened_up_and_the_page_is_read() -> None:
    script = f"<script>for(i=0;i<n;i++)f({many('a{}', ' ', 400)});</script>"

    assert bounded(script + ARTICLE) == script.replace("<n", " n") + ARTICLE


def test_a_page_of_ordinary_tags_stays_as_it_is() -> None:
    attributes = many("data-{}='x > y'", count=60)
    page = f"<p {attributes} disabled>{ARTICLE}<a href=/x/ title='<b>'>x</a>" * 100

    assert bounded(page) is page
    assert bounded_xml(page.encode()) == page.encode()
