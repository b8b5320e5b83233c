"""The article's own lines, lead and title left out."""

import logging
from configparser import ConfigParser
from functools import lru_cache
from itertools import islice

from lxml import etree, html

from crawlers.extract import clutter, lines, tables
from crawlers.extract.clutter_words import is_clutter_line
from crawlers.extract.markup import squeeze, words
from vietnamese.unseen import joined_pictures

_SENTENCE = 30  # letters: shorter lines may be meant twice
_THIN_CHARS = 500
_SHORT_CHARS = 90  # letters of a text that is believed where its paragraphs would else run together
_NEAR = 8  # lines before and behind
_COPIES, _LONG_COPY = 2, 300  # lines that may be the whole text once more; letters of one
_FEWEST_COPIED, _COPIED = 3, 0.6  # other lines in it; their share of it
_MAX_LISTS = 60
_ITEM = 100  # letters of an item that is a paragraph of its own
_WHOLE_PAGE_CHARS = 20_000  # letters: such a neighbour is no paragraph, and reading it sixty times would be slow
_LENGTH = etree.XPath("string-length(normalize-space())")
_HEADINGS = ("h2", "h3", "h4")


def read(tree: html.HtmlElement) -> list[str]:
    """By trafilatura, with what it loses put back. `tree` is spent afterwards.

    Names of containers, a publisher's own or a list of common ones, lost more than they won: a name is no knowledge
    of a page.
    """
    etree.strip_attributes(tree, "style", "hidden", "aria-hidden")  # what they hide is gone: «overflow:hidden» is none
    laid_out = tables.lay_out(tree)
    for paragraph in list(tree.iterfind(".//li/p")):
        if len(paragraph.getparent()) == 1:  # with the tag the item would lose its dash
            paragraph.drop_tag()
    found = _clean(_by_trafilatura(tree, laid_out, fast=True))
    if _letters(found) < _THIN_CHARS:  # its second opinions are slow, so asked only when the first says little
        found = max(found, _clean(_by_trafilatura(tree, laid_out, fast=False)), key=_letters)
    if len(found) == 1:
        found = _parted(tree, laid_out, found[0])
    tables.without_marks(tree)
    return clutter.without_lone_heading(_once(_with_lists(tree, clutter.without_loose_end(found))))


def _parted(tree: html.HtmlElement, laid_out: list[str], row: str) -> list[str]:
    """Its paragraphs, where they are most of it: of a text under 250 letters trafilatura gives the whole page so."""
    found = [one for one in _clean(_by_trafilatura(tree, laid_out, fast=True, shortest=_SHORT_CHARS)) if one in row]
    return found if len(found) > 1 and 2 * _letters(found) >= len(row) else [row]


def _letters(rows: list[str]) -> int:
    """Without tables, which say nothing of what stands around them."""
    return sum(len(row) for row in rows if " | " not in row)


def _once(rows: list[str]) -> list[str]:
    """Slideshows and layouts for phones print a text twice."""
    first = {row: at for at, row in reversed(list(enumerate(rows)))}
    once = [row for at, row in enumerate(rows) if len(row) < _SENTENCE or first[row] == at]
    once = [row for at, row in enumerate(once) if not _is_joined(row, once[max(0, at - _NEAR) : at + _NEAR])]
    longest = [row for row in sorted(once, key=len)[-_COPIES:] if len(row) >= _LONG_COPY and _holds_rest(row, once)]
    return [row for row in once if row not in longest]


def _holds_rest(row: str, others: list[str]) -> bool:
    """Whether a line is most of the text once more, as pages keep it for a voice."""
    inside = [other for other in others if other != row and len(other) >= _SENTENCE and other in row]
    return len(inside) >= _FEWEST_COPIED and sum(map(len, inside)) >= _COPIED * len(row)


def _is_joined(row: str, others: list[str]) -> bool:
    """Whether a line is two or more of its neighbours in a row, run together."""
    for at, other in enumerate(others):
        if _SENTENCE <= len(other) < len(row) and row.startswith(other):
            joined = other
            for more in others[at + 1 :]:
                joined = f"{joined} {more}"
                if not row.startswith(joined):
                    break
                if joined == row:
                    return True
    return False


def _by_trafilatura(tree: html.HtmlElement, laid_out: list[str], *, fast: bool, shortest: int = 0) -> list[str]:
    from trafilatura import bare_extraction  # takes 0.5 s to load

    config = _config(shortest)
    document = bare_extraction(tree, fast=fast, include_comments=False, include_tables=True, config=config)
    text = (document.text if document is not None and not isinstance(document, dict) else "") or ""
    for left, whole in joined_pictures("".join(tree.itertext())).items():
        text = text.replace(left, whole)
    return [squeeze(line.strip(" |\t")) for line in tables.rows_again(text, laid_out).split("\n")]


@lru_cache
def _config(shortest: int) -> ConfigParser:
    """With the default's values, not its file: a reader opens none."""
    from trafilatura.settings import DEFAULT_CONFIG

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of every page without an article
    config = ConfigParser()
    config.read_dict(DEFAULT_CONFIG)
    if shortest:
        config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(shortest))
    return config


def _with_lists(tree: html.HtmlElement, rows: list[str]) -> list[str]:
    """Put back the lists, tables and headings that follow a kept paragraph and that trafilatura took for navigation."""
    rows = _with_items(tree, rows)
    kept = set(rows)
    for node in islice(tree.iter("ul", "ol", "table", "h2", "h3", "h4"), _MAX_LISTS):
        last, following = _beside(node, before=True), _beside(node, before=False)
        if last not in kept or (node.tag in _HEADINGS and following not in kept):
            continue
        items = [line for line in lines.read(node) if not is_clutter_line(line)]
        if items and kept.isdisjoint(items) and 2 * tables.link_letters(node) < len(words(node)):
            at = rows.index(last) + 1
            rows = rows[:at] + items + rows[at:]
            kept.update(items)
    return rows


def _with_items(tree: html.HtmlElement, rows: list[str]) -> list[str]:
    """Put back the short paragraphs that follow one that ends in a colon: the areas of a notice."""
    openers = {row for row in rows if row.endswith(":")}
    short = (node for node in tree.iter("p", "div") if openers and _LENGTH(node) < _ITEM)
    for node, text in islice(((node, words(node)) for node in short if words(node) in openers), _MAX_LISTS):
        items: list[str] = []
        for other in node.itersiblings("p", "div"):
            found = lines.read(other)
            if max(map(len, found), default=0) >= _ITEM or next(other.iter("a", "p", "div"), other) is not other:
                break
            if any(item in rows for item in found):
                break
            items += found
        at = rows.index(text) + 1
        rows = [*rows[:at], *items, *rows[at:]]
    return rows


def _beside(node: html.HtmlElement, *, before: bool) -> str:
    """The line next to a node: the last of what stands before it, or the first of what follows."""
    other = node.getprevious() if before else node.getnext()
    while other is not None and not _LENGTH(other):
        other = other.getprevious() if before else other.getnext()
    found = lines.read(other) if other is not None and _LENGTH(other) < _WHOLE_PAGE_CHARS else []
    return found[-1 if before else 0] if found else ""


def _clean(found: list[str]) -> list[str]:
    kept = [line for line in found if any(map(str.isalnum, line)) and not is_clutter_line(line)]
    return clutter.without_tail([line for at, line in enumerate(kept) if at == 0 or line != kept[at - 1]])
