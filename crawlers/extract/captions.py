"""Captions, which are the text of a photo essay and clutter everywhere else."""

import re
from collections.abc import Sequence

from lxml import etree, html

from crawlers.extract import lines
from crawlers.extract.clutter_words import is_credited

_NAME = re.compile(r"caption|_cation|chu-?thich|ck_legend", re.IGNORECASE)
_SENTENCE = 60  # letters: shorter rows beside captions are names and menus
_FEWEST, _SHORTEST = 3, 40  # captions that tell a story; letters of one that says more than who took it
_TOLD = 1.5  # times as long as the rest of the text: then the story stands in the captions
_NAMED = etree.XPath(".//figcaption | .//*[@class]")


def nodes(tree: html.HtmlElement) -> list[html.HtmlElement]:
    """The elements that hold what the page prints under its pictures, in its order."""
    return [
        node
        for node in _NAMED(tree)
        if node.tag == "figcaption" or (_NAME.search(node.get("class")) and node.tag not in ("figure", "body", "table"))
    ]


def texts(named: Sequence[html.HtmlElement]) -> list[str]:
    """Their lines, each once."""
    return list(dict.fromkeys(line for node in named for line in lines.read(node)))


def with_told(rows: Sequence[str], told: Sequence[str], order: Sequence[str]) -> list[str]:
    """The rows, and in a photo essay the captions among them, in the order of the page."""
    long = [text for text in told if len(text) >= _SHORTEST]
    plain = [row for row in rows if row not in told and len(row) >= _SENTENCE]
    if len(long) < _FEWEST or sum(map(len, long)) < _TOLD * sum(map(len, plain)):
        return list(rows)
    return sorted({*plain, *long}, key=lambda text: _place(text, order))


def without_credited(rows: Sequence[str]) -> list[str]:
    """The rows but captions that no element tells from the text, where more than they remains."""
    plain = [row for row in rows if not is_credited(row)]
    return plain if sum(map(len, plain)) > _TOLD * (sum(map(len, rows)) - sum(map(len, plain))) else list(rows)


def _place(text: str, order: Sequence[str]) -> int:
    return next((at for at, line in enumerate(order) if line in text or text in line), len(order))
