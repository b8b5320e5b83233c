"""One of our own pages for paper as a Word file: the same sentences and numbers, because it is the same page.

Knows the few elements that those pages are made of: h1 to h3, p, ol, ul, table, a, strong. Links lead to the desk.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import html

from api.word_files import LARGE, MARGIN, SHEET, WIDTH, add_link, add_run, legal, new_document, written

HEADINGS = {"h1": "Heading 1", "h2": "Heading 2", "h3": "Heading 3"}
STYLES = {"hint": "Small", "credit": "Small", "said": "Said"}  # of paragraphs, by class
MAX_COLUMN = 30  # mm, of a number
_SPACES = re.compile(r"[ \t\r\n\f]+")  # those that HTML draws as one; not those that hold words together


def word_file(page: str, *, base: str, at: datetime) -> bytes:
    """`base`: this desk's address, for links; `at`: when the page's figures were so."""
    root = html.document_fromstring(legal(page).encode(), parser=html.HTMLParser(encoding="utf-8"))
    sizes = LARGE if "large" in root.get("class", "").split() else SHEET
    made = new_document(sizes, root.get("lang", "vi"))
    made._body.clear_content()
    _Writer(made, base).blocks(root.body)
    desk = "".join(root.body.xpath("string(//p[@class='desk'])")).strip()
    return written(made, title=root.findtext(".//title", ""), author=desk, at=at)


@dataclass
class _Writer:
    made: Document
    base: str
    number: str = ""  # of the list's line that begins now
    breaks: bool = field(default=False)  # the next paragraph begins a page

    def blocks(self, parent: Any) -> None:
        for one in _elements(parent):
            if one.tag == "section" and one.getprevious() is not None:
                self.breaks = True
            if one.tag in HEADINGS:
                self._paragraph(one, HEADINGS[one.tag])
            elif one.tag == "p":
                self._paragraph(one, STYLES.get(one.get("class", ""), "Small" if _is_in(one, "footer") else "Normal"))
            elif one.tag == "ol":
                self._numbered(one)
            elif one.tag == "ul":
                for line in _elements(one):
                    self._paragraph(line, "List Bullet")
            elif one.tag == "table":
                self._table(one)
            else:
                self.blocks(one)

    def _numbered(self, parent: Any) -> None:
        for place, line in enumerate(_elements(parent), 1):
            self.number = f"{place}. "
            self.blocks(line)

    def _paragraph(self, source: Any, style: str) -> None:
        paragraph = self.made.add_paragraph(style=style)
        if self.breaks:
            paragraph.paragraph_format.page_break_before = True
        if self.number:
            add_run(paragraph, self.number)
        self.number, self.breaks = "", False
        self._inline(paragraph, source, bold=source.get("class") == "desk")

    def _inline(self, paragraph: Paragraph, source: Any, *, bold: bool = False) -> None:
        pieces = list(_pieces(source, bold=bold))
        links: dict[Any, Any] = {}
        for piece, text in zip(pieces, _tidy([one.text for one in pieces]), strict=True):
            if text:
                if piece.link is not None and piece.link not in links:
                    links[piece.link] = add_link(paragraph, urljoin(f"{self.base}/", piece.link.get("href", "")))
                add_run(paragraph, text, link=links.get(piece.link), bold=piece.bold, language=piece.language)

    def _table(self, source: Any) -> None:
        rows = source.xpath(".//tr")
        columns = max((len(_elements(row)) for row in rows), default=0)
        if not columns:
            return
        table = self.made.add_table(len(rows), columns)
        _draw(table, columns)
        for row, drawn in zip(rows, table.rows, strict=True):
            about = drawn._tr.get_or_add_trPr()
            about.append(OxmlElement("w:cantSplit"))
            if _is_in(row, "thead"):
                about.append(OxmlElement("w:tblHeader"))
            for cell, to in zip(_elements(row), drawn.cells, strict=False):
                to.paragraphs[0].style = self.made.styles["Cell"]
                self._inline(to.paragraphs[0], cell, bold=cell.tag == "th")


@dataclass(frozen=True)
class _Piece:
    text: str
    link: Any = None  # the element that leads there
    bold: bool = False
    language: str = ""


def _pieces(source: Any, link: Any = None, *, bold: bool = False, language: str = "") -> Iterator[_Piece]:
    link, bold = source if source.tag == "a" else link, bold or source.tag == "strong"
    language = source.get("lang", language)
    yield _Piece(source.text or "", link, bold, language)
    for child in source:
        if isinstance(child.tag, str):
            yield from _pieces(child, link, bold=bold, language=language)
            yield _Piece(child.tail or "", link, bold, language)


def _tidy(texts: list[str]) -> list[str]:
    """Spaces as HTML draws them: one for many, none at both ends."""
    found, before = [], " "
    for text in texts:
        one = _SPACES.sub(" ", text)
        if before.endswith(" "):
            one = one.lstrip(" ")
        found.append(one)
        before = one or before
    for place in reversed(range(len(found))):
        found[place] = found[place].rstrip(" ")
        if found[place]:
            break
    return found


def _draw(table: Table, columns: int) -> None:
    """Thin lines under the rows, and widths that long words cannot change."""
    room = WIDTH - 2 * MARGIN
    narrow = min(MAX_COLUMN, room * 0.77 / max(columns - 1, 1))
    table.autofit = False
    for place, column in enumerate(table.columns):
        column.width = Mm(narrow if place else room - narrow * (columns - 1))
        for cell in column.cells:
            cell.width = column.width
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(_with(f"w:{side}", val="single", sz="4", space="0", color="CCCCCC"))
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    layout.addnext(margins := OxmlElement("w:tblCellMar"))
    for side, room_in_twips in (("left", "0"), ("right", "60")):
        margins.append(_with(f"w:{side}", w=room_in_twips, type="dxa"))


def _with(tag: str, **marks: str) -> Any:
    made = OxmlElement(tag)
    for name, value in marks.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _elements(parent: Any) -> list[Any]:
    return [one for one in parent if isinstance(one.tag, str)]


def _is_in(one: Any, tag: str) -> bool:
    return next(one.iterancestors(tag), None) is not None
