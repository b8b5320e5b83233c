"""The article's own lines, lead and title left out."""

import logging
import re
from collections.abc import Iterable
from itertools import islice

from lxml import etree, html

from crawlers.extract import clutter, lines
from crawlers.extract.elements import Names
from crawlers.extract.markup import squeeze, words

# Containers that hold the body in the content systems Vietnamese publishers use, most telling first.
_KNOWN = (
    "fck_detail", "detail-content", "singular-content", "article__body", "content-detail-body",
    "art-body", "the-article-body", "detail-cmain", "knc-content", "cms-body", "noidung", "noi-dung", "detail__content",
    "chi-tiet-noi-dung", "content-news-detail", "vnnews-text-post", "news-detail-content",
    "detail-content-body", "article-detail-content", "journal-content-article", "portlet-body-content",
)  # fmt: skip
_ENOUGH = 200
_THIN = 500
_MOST_LISTS = 60
_WHOLE_PAGE = 20_000  # letters: such a neighbour is no paragraph, and reading it sixty times would be slow
_LENGTH = etree.XPath("string-length(normalize-space())")
_HEADINGS = ("h2", "h3", "h4")
_VIETNAMESE = re.compile(r"[\u0103\u0111\u01a1\u01b0\u1ea0-\u1ef9]")


def read(tree: html.HtmlElement, names: Names, *, selector: str = "") -> list[str]:
    """By the publisher's rule, by a known container, else by trafilatura. `tree` is spent afterwards."""
    for node in _containers(tree, names, selector):
        found = _clean(lines.read(node))
        if sum(map(len, found)) >= _ENOUGH:
            return found
    found = _clean(_by_trafilatura(tree, fast=True))
    if sum(map(len, found)) < _THIN:  # its second opinions are slow, so asked only when the first says little
        found = max(found, _clean(_by_trafilatura(tree, fast=False)), key=lambda rows: sum(map(len, rows)))
    return _with_lists(tree, clutter.without_loose_end(found))


def _containers(tree: html.HtmlElement, names: Names, selector: str) -> list[html.HtmlElement]:
    chosen = list(tree.cssselect(selector)) if selector else []
    known = [node for name in _KNOWN for node in names.having((name, f"#{name}"))[:1]]
    return chosen[:1] + [node for node in known if len(_VIETNAMESE.findall("".join(node.itertext()))) >= 20]


def _by_trafilatura(tree: html.HtmlElement, *, fast: bool) -> list[str]:
    from trafilatura import bare_extraction  # takes 0.5 s to load

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of every page without an article
    document = bare_extraction(tree, fast=fast, include_comments=False, include_tables=True)
    text = document.text if document is not None and not isinstance(document, dict) else ""
    return [squeeze(line.strip().strip("|")) for line in (text or "").split("\n")]


def _with_lists(tree: html.HtmlElement, rows: list[str]) -> list[str]:
    """Put back the lists, tables and headings that follow a kept paragraph and that trafilatura took for navigation."""
    rows = _with_rows(tree, rows)
    kept = set(rows)
    for node in islice(tree.iter("ul", "ol", "table", "h2", "h3", "h4"), _MOST_LISTS):
        last, following = _beside(node, before=True), _beside(node, before=False)
        if last not in kept or (node.tag in _HEADINGS and following not in kept):
            continue
        items = [line for line in lines.read(node) if not clutter.is_clutter_line(line)]
        if items and kept.isdisjoint(items) and 2 * _letters(node.iter("a")) < _letters([node]):
            at = rows.index(last) + 1
            rows = rows[:at] + items + rows[at:]
            kept.update(items)
    return rows


def _beside(node: html.HtmlElement, *, before: bool) -> str:
    """The line next to a node: the last of what stands before it, or the first of what follows."""
    other = node.getprevious() if before else node.getnext()
    while other is not None and not _LENGTH(other):
        other = other.getprevious() if before else other.getnext()
    found = lines.read(other) if other is not None and _LENGTH(other) < _WHOLE_PAGE else []
    return found[-1 if before else 0] if found else ""


def _with_rows(tree: html.HtmlElement, rows: list[str]) -> list[str]:
    """Lay out again a table that trafilatura ran together, or cut into single cells."""
    for table in islice(tree.iter("table"), _MOST_LISTS):
        flat, cells = words(table), list(filter(None, map(words, table.iter("td", "th"))))
        at = next((at for at, row in enumerate(rows) if len(flat) > 20 and flat in row), None)
        if at is not None and " | " not in rows[at]:
            before, after = rows[at].split(flat, 1)
            inside = [squeeze(before), *lines.read(table), squeeze(after)]
            rows = rows[:at] + [line for line in inside if line] + rows[at + 1 :]
        elif len(cells) > 1 and cells[0] in rows:
            at = rows.index(cells[0])
            if rows[at : at + len(cells)] == cells:
                rows = rows[:at] + lines.read(table) + rows[at + len(cells) :]
    return rows


def _letters(nodes: Iterable[html.HtmlElement]) -> int:
    return sum(len(words(node)) for node in nodes)


def _clean(found: list[str]) -> list[str]:
    kept = [line for line in found if any(map(str.isalnum, line)) and not clutter.is_clutter_line(line)]
    return clutter.without_tail([line for at, line in enumerate(kept) if at == 0 or line != kept[at - 1]])
