"""A block of HTML as readable lines: paragraphs, list items with a dash, table rows with bars."""

from collections.abc import Iterator

from lxml import etree, html

from crawlers.extract.markup import BLOCKS, squeeze, words

_MAX_CELL_CHARS = 400  # a longer cell is layout, as old portals do it, not data


def read(node: html.HtmlElement) -> list[str]:
    return [line for line in _lines(node) if any(letter.isalnum() for letter in line)]


def _lines(node: html.HtmlElement) -> Iterator[str]:
    line: list[str] = []
    walk = etree.iterwalk(node, events=("start", "end"))
    for event, item in walk:
        if event == "start":
            if item.tag in BLOCKS or item.tag == "br":
                yield squeeze("".join(line))
                line = ["- "] if item.tag == "li" else []
            if item.tag == "tr" and _is_data(item):
                yield " | ".join(filter(None, map(words, item)))
                walk.skip_subtree()
                continue
            line.append(item.text or "")
        elif item is not node:
            if item.tag in BLOCKS and not (item.tag in ("p", "div") and line == ["- "]):
                yield squeeze("".join(line))
                line = []
            line.append(item.tail or "")
    yield squeeze("".join(line))


def _is_data(row: html.HtmlElement) -> bool:
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    return (
        len(cells) > 1
        and next(row.iter("table"), None) is None
        and all(len(words(cell)) <= _MAX_CELL_CHARS for cell in cells)
    )
