"""What a page says of whose its picture is: under it, in its JSON-LD, or in the line that signs the article."""

from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from crawlers.extract.markup import words
from crawlers.extract.metadata import Declared
from vietnamese.image_credits import credit_in, credit_of_all, names_somebody

_SOURCES = etree.XPath("(.//img | .//source)/@src | .//img/@data-src | .//img/@data-original | .//img/@srcset")
_MOST_LEVELS = 4  # from a caption up to what holds its picture
_MOST_CAPTIONS = 40
_STEM_CHARS = 24  # of a file's name: what follows is the size it was cut to
_LONGEST = 200  # letters kept


def find(nodes: Sequence[html.HtmlElement], declared: Declared, lines: Iterable[str], image_url: str) -> str:
    """As the publisher wrote it; "" where the page says nothing. The first that names somebody comes first."""
    if not image_url:
        return ""
    shown = _under(nodes[:_MOST_CAPTIONS], image_url)
    found = (shown, declared.data.image_credit, *(credit_of_all(line) for line in lines if "nh:" in line))
    return next(filter(names_somebody, found), shown)[:_LONGEST]


def _under(nodes: Sequence[html.HtmlElement], image_url: str) -> str:
    """Of the caption under this picture, or else the first credit, where the picture was cut and named anew."""
    stem = _stem(image_url)
    own = next((node for node in nodes if stem and stem in map(_stem, _pictures(node))), None)
    return next(filter(None, (credit_in(words(node)) for node in (nodes if own is None else [own]))), "")


def _pictures(caption: html.HtmlElement) -> list[str]:
    """Addresses in the nearest element around it that holds any."""
    for level, above in enumerate(caption.iterancestors()):
        if level == _MOST_LEVELS or above.tag in ("body", "article", "main"):
            break
        if found := _SOURCES(above):
            return [str(one).split(" ")[0] for one in found[:3]]
    return []


def _stem(address: str) -> str:
    try:
        name = unquote(urlsplit(address).path).rpartition("/")[2]
    except ValueError:
        return ""
    return name.rpartition(".")[0][:_STEM_CHARS] or name[:_STEM_CHARS]
