"""Pages made to break a reader: each ends in an article or a clear refusal, within bounded time and memory."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.decode.charset import MAX_BYTES
from crawlers.extract.article import PageExtractor
from domain.errors import NotExtractable
from domain.page import Extraction, FetchedPage
from domain.problems import Unreadable

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LINE = "Trung tâm Kiểm soát bệnh tật tỉnh cho biết chiến dịch tiêm kéo dài ba tuần, ưu tiên các thôn bản ở xa."
ARTICLE = (
    f"<h1>Lào Cai tiêm bổ sung vắc xin sởi cho trẻ</h1><div class='fck_detail'><p>{LINE}</p><p>{LINE[::-1]}</p></div>"
)


def read(html: str | bytes, *, url: str = "https://bao.example.vn/a-1.html", kind: str | None = None) -> Extraction:
    content = html if isinstance(html, bytes) else html.encode("utf-8", "surrogatepass")
    return PageExtractor().extract(FetchedPage(url=url, content=content, fetched_at=NOW, content_type=kind))


@pytest.fixture
def bounded() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < 10


FLOODS = {
    "a million nested tags": "<html><body>" + "<div>" * 1_000_000 + LINE + "</div>" * 1_000_000,
    "a million nested fonts": ARTICLE + "<font>" * 1_000_000,
    "a million siblings": ARTICLE + "<b></b>" * 1_000_000,
    "thirty thousand paragraphs": ARTICLE + "<p>x</p>" * 30_000,
    "thirty thousand breaks": f"<h1>{LINE}</h1><div class='fck_detail'>" + "<br>x" * 30_000 + "</div>",
    "nested lists": ARTICLE + "<ul><li>" * 15_000,
    "nested tables": ARTICLE + "<table><tr><td>" * 10_000,
    "unclosed scripts": ARTICLE + "<script>" * 200_000,
    "unclosed comments": ARTICLE + "<!--" * 200_000,
    "one attribute of 3 MB": f"<body class='{'x ' * 1_500_000}'>{ARTICLE}</body>",
    "ten thousand attributes": f"<body {' '.join(f'a{n}=1' for n in range(10_000))}>{ARTICLE}</body>",
    "an entity bomb": '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + f"]><html><body>{ARTICLE}&a11;</body></html>",
    "a million entities": ARTICLE + "<p>" + "&amp;" * 700_000,
    "deep JSON-LD": f'<script type="application/ld+json">{"[" * 100_000}</script>{ARTICLE}',
    "long JSON-LD": f'<script type="application/ld+json">{{"headline":"{"x" * 2_000_000}</script>{ARTICLE}',
    "many JSON-LD": '<script type="application/ld+json">{"@type":"NewsArticle","author":[{}]}</script>' * 4_000
    + ARTICLE,
    "one endless word": ARTICLE + "<p>" + "a" * 3_000_000,
    "one endless date": ARTICLE.replace("<p>", f"<p class='date'>{'1/' * 500_000}", 1),
    "a long class name": f"<div class='{'tin-' * 100_000}'>{ARTICLE}</div>",
    "many headings": "<h1>Một tựa bài dài hơn hai mươi lăm chữ</h1>" * 5_000 + ARTICLE,
    "many leads": ARTICLE + f"<p class='sapo'>{LINE}</p>" * 5_000,
}


@pytest.mark.parametrize("name", list(FLOODS))
def test_a_flood_ends_in_an_article_or_a_clear_refusal(name: str, bounded: None) -> None:
    try:
        article = read(FLOODS[name])
    except NotExtractable as refusal:
        assert refusal.why
    else:
        assert article.title
        assert len(article.text) <= 200_000


def test_of_fifty_megabytes_only_the_beginning_is_parsed(bounded: None) -> None:
    content = b"<html><body>" + ARTICLE.encode() + b"<p>" + b"x" * 50_000_000

    article = read(content)

    assert LINE in article.text
    assert len(content) / 10 > MAX_BYTES


_READ_AND_TELL_MEMORY = """
from datetime import UTC, datetime
from bench.memory import peak_megabytes
from crawlers.extract.article import PageExtractor
from domain.errors import NotExtractable
from domain.page import FetchedPage

for html in ("<div>" * 10**6, "<p>x</p>" * 15_000, "<b></b>" * 10**6, "<p>" + "a " * 25_000_000):
    try:
        page = FetchedPage(url="https://a.vn/x", content=html.encode(), fetched_at=datetime.now(UTC))
        PageExtractor().extract(page)
    except NotExtractable:
        pass
print(peak_megabytes())
"""


def test_a_reader_of_floods_stays_under_512_megabytes() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _READ_AND_TELL_MEMORY],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )

    assert int(done.stdout) < 512


def test_control_characters_are_gone_and_the_letters_stay() -> None:
    broken = ARTICLE.replace(LINE, "\x00" + LINE[:40] + "\x00\x08\x1b\ud800" + LINE[40:] + "\ufffe")

    text = read(broken).text

    assert LINE[40:] in text
    assert not [letter for letter in text if (ord(letter) < 32 and letter != "\n") or 0xD800 <= ord(letter) <= 0xDFFF]


@pytest.mark.parametrize(
    ("content", "kind", "why"),
    [
        (b"", None, Unreadable.PAGE_EMPTY),
        (b"  \n ", "text/html", Unreadable.PAGE_EMPTY),
        (b"just words, no page at all", "text/html", Unreadable.PAGE_NOT_HTML),
        (b"<html></html>", "text/html", Unreadable.PAGE_WITHOUT_TEXT),
        (b"<!-- -->", "text/html", Unreadable.PAGE_BROKEN),
        (b"%PDF-1.7 ...", "text/html", Unreadable.PAGE_IS_A_FILE),
        (b"\x89PNG\r\n", None, Unreadable.PAGE_IS_A_FILE),
        (b"<html><body><p>x</p></body></html>", "application/pdf", Unreadable.PAGE_IS_A_FILE),
        (
            "<html><body><h1>Đang bảo trì</h1><p>Mời quay lại sau.</p></body></html>".encode(),
            None,
            Unreadable.PAGE_MAINTENANCE,
        ),
        (
            "<html><body><h1>Tiêm chủng ở Lào Cai</h1><p>Bài đang được biên tập.</p></body></html>".encode(),
            None,
            Unreadable.PAGE_TOO_SHORT,
        ),
    ],
)
def test_what_is_no_article_is_refused_with_a_reason(content: bytes, kind: str | None, why: Unreadable) -> None:
    with pytest.raises(NotExtractable) as refusal:
        read(content, kind=kind)

    assert refusal.value.why
    assert refusal.value.why.code == why


def _list_page() -> str:
    items = "".join(
        f"<div class='item'><h3><a href='/bai-{n}.html'>Tỉnh mở thêm điểm tiêm chủng số {n} cho trẻ vùng cao</a></h3>"
        f"<p>Điểm tiêm mới mở cửa từ sáng nay, phục vụ bà con ở các xã quanh vùng trong ba tuần tới,"
        f" kể cả cuối tuần.</p></div>"
        for n in range(20)
    )
    return f"<html><head><title>Sức khỏe - Báo Ví Dụ</title></head><body><h1>Sức khỏe</h1>{items}</body></html>"


@pytest.mark.parametrize(
    "url", ["https://bao.example.vn/suc-khoe", "https://bao.example.vn/", "https://bao.example.vn"]
)
def test_a_list_of_articles_is_no_article(url: str) -> None:
    with pytest.raises(NotExtractable, match=Unreadable.PAGE_IS_A_LIST):
        read(_list_page(), url=url)


_PIECES = st.sampled_from(
    ["<div>", "</div>", "<p>", "</p>", "<br>", "<table><tr><td>", "</td></tr>", "<ul><li>", "<h1>", "</h1>",
     "<a href='x'>", "</a>", "<article>", "<p class='sapo'>", "<div class='fck_detail'>",
     "<time datetime='2026-11-23'>", "<script>", "-->",
     '<script type="application/ld+json">', '{"@type":"NewsArticle","author":', "[", "</script>", "&#0;",
     "&#xD800;", "\x00",
     "<!DOCTYPE", "<![CDATA[", "<meta charset=utf-7>", "<base href='//['>", "<link rel=canonical href='http://['>",
     "<div style='display:none'>", LINE, LINE.upper(), "23/11/2026 05:10", "Xem thêm", "µ¸·", "\u0301"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(_PIECES, max_size=30).map("".join), st.sampled_from(["https://a.vn/x", "http://[", "", "nonsense"]))
def test_no_page_put_together_at_random_breaks_the_reader(html: str, url: str) -> None:
    try:
        assert read(html, url=url).text
    except NotExtractable as refusal:
        assert refusal.why


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.binary(max_size=300), st.sampled_from([None, "text/html; charset=utf-16", "text/html; charset=zip", "x"]))
def test_no_bytes_break_the_reader(content: bytes, kind: str | None) -> None:
    try:
        read(b"<p>" + content, kind=kind)
    except NotExtractable as refusal:
        assert refusal.why
