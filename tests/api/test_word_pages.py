"""A page for paper as a Word file: what Word can open whatever publishers write, and the same bytes each time."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from lxml import etree
from markupsafe import escape

from api.pages import at_most
from api.word_files import link_address
from api.word_pages import word_file

AT = datetime(2026, 11, 3, 2, 30, tzinfo=UTC)
BASE = "https://tin.example.vn"


def page(title: str = "Tin", more: str = "", kind: str = "") -> str:
    return f"""<!DOCTYPE html><html lang="vi" class="{kind}"><head><title>Bản tin · {escape(title)}</title></head><body>
      <section class="sheet"><p class="desk">Ánh Dương</p><h1>Bản tin</h1>{more}</section>
      <section class="sheet"><h2>Tin</h2><ol><li><h3>{escape(title)}</h3><p class="said">Lời.</p></li></ol></section>
    </body></html>"""


def opened(html: str, at: datetime = AT) -> Any:
    return docx.Document(BytesIO(word_file(html, base=BASE, at=at)))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a\x00b\x01c\x0bd\x1f", "abcd"),
        ("\ud83d một nửa \udc00", "một nửa"),
        ("a\ufffeb\uffffc", "abc"),
        ("W" * 3000, "W" * 3000),
        ("\u202eđảo\u2066 chữ\u202c", "đảo chữ"),
        ("\u200fسلام\u200e và chữ Việt", "\u200fسلام\u200e và chữ Việt"),
        ("👩🏽\u200d🚒 cứu hỏa 🇻🇳", "👩🏽\u200d🚒 cứu hỏa 🇻🇳"),
        ("tie\u0302m chu\u0309ng", "tiêm chủng"),
        ("<b>&lt;đậm&gt;</b> & ]]> <!-- x -->", "<b>&lt;đậm&gt;</b> & ]]> <!-- x -->"),
        ("nhiều\n\n   dòng\tvà\r\ncách", "nhiều dòng và cách"),
        ("10\u00a0km \ufffd \U0001fffe", "10\u00a0km \ufffd \U0001fffe"),
        ("\x85\x7f\u2028x", "\x85\x7f\u2028x"),
    ],
)
def test_whatever_a_publisher_writes_the_file_opens_and_says_it(written: str, read: str) -> None:
    made = opened(page(written))
    assert [one.text for one in made.paragraphs if one.style.name == "Heading 3"] == [f"1. {read}"]


def test_headings_links_and_tables_are_words_own() -> None:
    table = """<div><table><thead><tr><th>Nơi</th><th>Số</th></tr></thead><tbody><tr><th>Trang xã</th>
        <td><a href="/bao-cao/x?a=1&amp;b=2">12</a> / 0</td></tr></tbody></table></div>"""
    made = opened(page(more=f'<p>Có <a href="/bai">3</a> <strong>bài</strong>, <span>–</span>.</p>{table}'))
    assert [(one.style.name, one.text) for one in made.paragraphs] == [
        ("Normal", "Ánh Dương"), ("Heading 1", "Bản tin"), ("Normal", "Có 3 bài, –."), ("Heading 2", "Tin"),
        ("Heading 3", "1. Tin"), ("Said", "Lời."),
    ]  # fmt: skip
    [drawn] = made.tables
    assert [[cell.text for cell in row.cells] for row in drawn.rows] == [["Nơi", "Số"], ["Trang xã", "12 / 0"]]
    assert drawn.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert not drawn.rows[1]._tr.xpath("./w:trPr/w:tblHeader")
    links = [one for paragraph in (made.paragraphs[2], drawn.cell(1, 1).paragraphs[0]) for one in paragraph.hyperlinks]
    assert [(one.text, one.address) for one in links] == [("3", f"{BASE}/bai"), ("12", f"{BASE}/bao-cao/x?a=1&b=2")]
    assert made.paragraphs[3].paragraph_format.page_break_before
    assert (round(made.sections[0].page_width.mm), round(made.sections[0].page_height.mm)) == (210, 297)
    languages = {one.get(docx.oxml.ns.qn("w:val")) for one in made.styles.element.iter(docx.oxml.ns.qn("w:lang"))}
    assert languages == {"vi-VN"}


def test_the_same_report_is_the_same_bytes_with_the_reports_own_time() -> None:
    first, again = (word_file(page(), base=BASE, at=AT) for _ in range(2))
    assert first == again
    about = docx.Document(BytesIO(first)).core_properties
    assert (about.created, about.modified, about.author) == (AT, AT, "Ánh Dương")
    with ZipFile(BytesIO(first)) as package:
        assert {one.date_time for one in package.infolist()} == {(2026, 11, 3, 2, 30, 0)}
        assert not [name for name in package.namelist() if "thumbnail" in name]
    assert word_file(page(), base=BASE, at=AT + timedelta(days=1)) != first
    assert opened(page(), datetime(1970, 1, 1, tzinfo=UTC)), "a clock that was never set"


def test_every_part_of_the_file_is_xml_and_small_for_ten_very_long_titles() -> None:
    many = "".join(f"<p>{escape('chữ ' * 25_000)}{n}</p>" for n in range(10))
    made = word_file(page("Ả" * 100_000, many, "large"), base=BASE, at=AT)
    assert len(made) < 200_000
    with ZipFile(BytesIO(made)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("https://bao.vn/tin nóng?a=b c#đ", "https://bao.vn/tin%20n%C3%B3ng?a=b%20c#%C4%91"),
        ("https://báo.vn:8443/x", "https://xn--bo-mia.vn:8443/x"),
        ("http://[::1]:8000/bai/1", "http://[::1]:8000/bai/1"),
        ("https://bao.vn/a%20b%", "https://bao.vn/a%20b%"),
        ("http://[bad/x", ""), ("http://bao.vn:99999/", ""), ("javascript:alert(1)", ""), ("#", ""), ("https:///x", ""),
        ("https://bao.vn/" + "a" * 3000, ""), ("https://a@b@c/", "https://c/"), ("https://" + "a" * 70 + ".vn/", ""),
    ],
)  # fmt: skip
def test_an_address_is_one_that_word_can_hold_or_no_link(written: str, held: str) -> None:
    assert link_address(written) == held


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("vừa đủ", "vừa đủ"), ("quá dài một chút", "quá dài…"), ("W" * 20, "W" * 9 + "…"), ("", ""),
        ("mười hai a", "mười hai a"), ("mười hai ab", "mười hai…"),
    ],
)  # fmt: skip
def test_a_text_for_paper_ends_between_words(text: str, kept: str) -> None:
    assert at_most(text, 10) == kept
