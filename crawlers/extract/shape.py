"""The shape of a page: how headlines that are links and paragraphs follow each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from lxml import etree, html

from crawlers.extract.markup import BREAKS, squeeze

_HEADLINE = 20  # letters: a shorter link is a button or a name in the menu
_PARAGRAPH = 60  # letters
_MOST_LINKED, _LEAST_LINKED = 0.7, 0.4  # share of a block's letters that are links: a link; a paragraph
_TEASERS = 5  # headlines with their summaries; fewer stand under an article, too
_IN_A_ROW = 2  # paragraphs under one teaser, at most
_LONG_LEAD = 400  # letters that stand together: no teaser is so long
_LONG_INTRO = 800  # letters of two paragraphs
_MOSTLY = 0.6
# h2, h3 and items may be the article's own, with a link
_NO_TITLES = frozenset({"", "p", "div", "br", "h4", "h5", "h6", "blockquote"})
_TITLE_WORDS = 5


@dataclass(frozen=True, slots=True)
class Block:
    text: str
    linked: int  # letters inside links
    tag: str

    @property
    def is_headline(self) -> bool:
        return len(self.text) >= _HEADLINE and self.linked > _MOST_LINKED * len(self.text)

    @property
    def is_paragraph(self) -> bool:
        return len(self.text) >= _PARAGRAPH and self.linked < _LEAST_LINKED * len(self.text)


def blocks(tree: html.HtmlElement) -> list[Block]:
    """Every stretch of text in the page's body between two block tags, in its order."""
    body = tree.find("body")
    node = tree if body is None else body
    return [Block(squeeze(text), linked, tag) for text, linked, tag in _stretches(node) if text.strip()]


def _stretches(node: html.HtmlElement) -> Iterator[tuple[str, int, str]]:
    text: list[str] = []
    linked, inside, tag = 0, 0, ""
    for event, item in etree.iterwalk(node, events=("start", "end")):
        begins, named = event == "start", item.tag
        if named in BREAKS:
            if text:
                yield "".join(text), linked, tag
            text, linked, tag = [], 0, str(named) if begins else ""
        elif named == "a":
            inside += 1 if begins else -1
        piece = item.text if begins else item.tail if item is not node else None
        if piece:
            text.append(piece)
            linked += len(" ".join(piece.split())) if inside else 0
    yield "".join(text), linked, tag


def is_list(found: Sequence[Block]) -> bool:
    """Headlines that are links, each with its summary, and nowhere paragraphs that belong together."""
    telling = [one for one in found if one.is_headline or one.is_paragraph]
    teasers = sum(one.is_headline and other.is_paragraph for one, other in pairwise(telling))
    runs = [list(run) for together, run in groupby(telling, key=lambda one: one.is_paragraph) if together]
    return teasers >= _TEASERS and not any(map(_belong_together, runs)) and not _opens_with_text(found)


def _belong_together(run: Sequence[Block]) -> bool:
    return len(run) > _IN_A_ROW or (len(run) > 1 and sum(len(one.text) for one in run) > _LONG_INTRO)


def _opens_with_text(found: Sequence[Block]) -> bool:
    """A long headline of its own, and under it more than a summary: a short article above many teasers."""
    at = next((at for at, one in enumerate(found) if one.tag == "h1" and len(one.text) > _HEADLINE), None)
    if at is None:
        return False
    letters = 0
    for one in found[at + 1 :]:
        if one.is_headline:
            break
        letters += len(one.text) if one.is_paragraph else 0
    return letters > _LONG_LEAD


def without_links(rows: Sequence[str], found: Sequence[Block]) -> list[str]:
    """The rows but those that are headlines of other articles, where enough text remains."""
    links = {one.text for one in found if _is_other_title(one)}
    plain = [row for row in rows if row.lstrip("- ") not in links]
    return plain if 2 * sum(map(len, plain)) > sum(map(len, rows)) else list(rows)


def without_menu(rows: Sequence[str], found: Sequence[Block]) -> list[str]:
    """The few sentences that stand among many headlines; nothing where there are none."""
    links = {one.text for one in found if one.linked > _MOST_LINKED * len(one.text)}
    plain = [row for row in rows if row.lstrip("- ") not in links]
    return plain if any(len(row) >= _PARAGRAPH and row.endswith((".", "!", "?", "…")) for row in plain) else []


def _is_other_title(block: Block) -> bool:
    ends = block.text.endswith((".", ":", ";", "?")) or "://" in block.text
    return block.is_headline and block.tag in _NO_TITLES and len(block.text.split()) >= _TITLE_WORDS and not ends


def is_mostly_links(rows: Sequence[str], found: Sequence[Block]) -> bool:
    """Whether most of what was read as text stands in links: a menu, a column of headlines."""
    links = {one.text for one in found if one.linked > _MOST_LINKED * len(one.text)}
    letters = sum(map(len, rows))
    return bool(letters) and sum(len(row) for row in rows if row.lstrip("- ") in links) > _MOSTLY * letters
