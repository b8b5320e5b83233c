"""Tables of data as rows of text, and tables that only place things, as old portals have them, as what they place."""

import re
from collections.abc import Sequence
from itertools import islice

from lxml import etree, html

from crawlers.extract.markup import words

_MAX_TABLES, _MAX_ROWS, _MAX_COLUMNS = 60, 1_000, 30
_LONGEST_CELL = 400  # letters: longer ones are columns of a layout
_LONGEST_REPEATED = 100  # letters of a cell that is said again in each row it spans
_BAR, _NOTHING = " | ", "–"
_MARK = re.compile(r"␞(\d{1,6})␞")  # before the first cell of a row, with its number; no publisher prints such a sign
_BETWEEN = re.compile(r"[\s|]*")
_FILES = (".doc", ".docx", ".xls", ".xlsx", ".pdf", ".odt", ".ods", ".zip", ".rar", ".ppt", ".pptx")


def lay_out(tree: html.HtmlElement) -> list[str]:
    """Make each table of data one of plain cells, with every row marked, and open what is none, in place; the rows."""
    found: list[str] = []
    for table in reversed(list(islice(tree.iter("table"), _MAX_TABLES))):
        rows = [node for node in table.iter("tr") if next(node.iterancestors("table"), None) is table]
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        lines = _lines(cells) if _may_be_data(table, cells) else []
        if _are_data(lines, cells):
            lines = [*filter(None, map(words, table.iterfind("caption"))), *lines]
            _replace(table, lines, len(found))
            found += lines
        elif _only_places(table, cells):
            for node in (table, *table.iterfind("tbody"), *rows, *(cell for row in cells for cell in row)):
                node.tag = "div"
    return found


def rows_again(text: str, rows: Sequence[str]) -> str:
    """What was read off the page, a line for each row: its cells may have come apart or run together."""
    before, *parts = _MARK.split(text)
    whole = [before]
    for number, rest in zip(parts[::2], parts[1::2], strict=True):
        row = rows[int(number)] if int(number) < len(rows) else ""
        whole += [row, _without_cells(rest, row.split(_BAR))]
    return "\n".join(whole)


def _without_cells(text: str, cells: Sequence[str]) -> str:
    at = 0
    for cell in cells:
        start = _BETWEEN.match(text, at)
        if start is None or not text.startswith(cell, start.end()):
            break
        at = start.end() + len(cell)
    return text[at:]


def without_marks(tree: html.HtmlElement) -> None:
    for cell in tree.iter("td"):
        if cell.text and cell.text.startswith("␞"):
            cell.text = _MARK.sub("", cell.text)


def link_letters(node: html.HtmlElement) -> int:
    """Letters inside links to pages; a form to fill in is the article's own."""
    return sum(len(words(link)) for link in node.iter("a") if not _is_file(link))


def _is_file(link: html.HtmlElement) -> bool:
    return (link.get("href") or "").lower().split("?")[0].endswith(_FILES)


def _may_be_data(table: html.HtmlElement, cells: Sequence[Sequence[html.HtmlElement]]) -> bool:
    if not 1 < len(cells) <= _MAX_ROWS or max(map(len, cells)) > _MAX_COLUMNS:
        return False
    holds_more = next(table.iter("h1"), None) is not None or next(table.iterdescendants("table"), None) is not None
    return not holds_more and 2 * link_letters(table) < len(words(table))


def _are_data(lines: Sequence[str], cells: Sequence[Sequence[html.HtmlElement]]) -> bool:
    """Two rows of several cells, or one under a heading where all is short."""
    in_columns = sum(_BAR in line for line in lines)
    longest = max((len(words(cell)) for row in cells for cell in row), default=0) if in_columns else 0
    return longest <= (_LONGEST_CELL if in_columns > 1 else _LONGEST_REPEATED) and bool(in_columns)


def _only_places(table: html.HtmlElement, cells: Sequence[Sequence[html.HtmlElement]]) -> bool:
    if next(table.iter("h1"), None) is not None or any(len(cell.findall("p")) > 1 for row in cells for cell in row):
        return True
    return all(sum(bool(words(cell)) for cell in row) < 2 for row in cells)


def _lines(cells: Sequence[Sequence[html.HtmlElement]]) -> list[str]:
    """Each row in whole: a cell that spans several rows is said in each of them, so that a line can stand alone."""
    found: list[list[str]] = []
    spans: dict[int, tuple[int, str]] = {}  # by column: rows that are still to come, and what they say
    for row in cells:
        line, waiting = [], list(row)
        for column in range(_MAX_COLUMNS):
            left, text = spans.pop(column, (0, ""))
            if not left and not waiting:
                continue
            if not left:
                cell = waiting.pop(0)
                left, text = _span(cell), words(cell).replace("|", "/")
            line.append(text)
            if left > 1:
                spans[column] = (left - 1, text if len(text) <= _LONGEST_REPEATED else "")
        found.append(line)
    return list(filter(None, map(_line, found)))


def _line(cells: list[str]) -> str:
    while cells and not cells[-1]:
        cells.pop()
    filled = [cell for cell in cells if cell]
    return filled[0] if len(filled) == 1 and cells[0] == "" else _BAR.join(cell or _NOTHING for cell in cells)


def _span(cell: html.HtmlElement) -> int:
    given = (cell.get("rowspan") or "1").strip()
    return min(int(given), _MAX_ROWS) if given.isascii() and given.isdigit() and len(given) < 9 else 1


def _replace(table: html.HtmlElement, rows: Sequence[str], number: int) -> None:
    """Cell by cell: what reads the page weighs tables by their cells."""
    plain = etree.Element("table")
    for at, row in enumerate(rows):
        line = etree.SubElement(plain, "tr")
        for text in row.split(_BAR):
            etree.SubElement(line, "td").text = text
        line[0].text = f"␞{number + at}␞{line[0].text}"
    plain.tail = table.tail
    parent = table.getparent()
    if parent is not None:
        parent.replace(table, plain)
        if parent.tag == "figure":
            parent.tag = "div"
