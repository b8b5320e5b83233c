"""Whether a whole page stands in for what was asked for: told of an article's page and of a feed's address alike."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lxml import html

from crawlers.decode import charset
from crawlers.extract import clutter, json_ld, markup, metadata, shape, stand_ins
from crawlers.extract.elements import Names
from crawlers.extract.metadata import Declared
from domain.errors import NotExtractable
from domain.problems import Unreadable

MAX_BYTES = 200_000  # a page that says so is short
_NOSCRIPT = re.compile(r"<noscript[^>]*>\s*(?:<[^>]{1,200}>\s*){0,5}([^<]{1,500})", re.IGNORECASE)


def of(content: bytes, content_type: str | None) -> Unreadable | None:
    """What stands at the address of a feed or a sitemap. None for what is no page, and for any other page."""
    source = charset.decode(content[:MAX_BYTES], content_type)
    try:
        tree, scripts = markup.parse(source)
    except (NotExtractable, RecursionError):
        return None
    declared = Declared(data=json_ld.read(scripts), meta=metadata.metas(tree))
    is_signed = bool(metadata.byline(tree, Names(tree), declared))
    found = seen(tree, source, declared, shape.blocks(tree), is_signed=is_signed)
    clutter.remove(tree)
    return stand_ins.reason(replace(found, rows=_told(shape.blocks(tree)) or found.lines))


def seen(
    tree: html.HtmlElement, source: str, declared: Declared, shown: Sequence[shape.Block], *, is_signed: bool
) -> stand_ins.Seen:
    return stand_ins.Seen(
        title=metadata.title_tag(tree),
        headings=[text for text in map(markup.words, tree.iter("h1")) if text],
        lines=_told(shown) or _NOSCRIPT.findall(source),
        rows=(),
        source=source,
        is_declared=is_declared(declared) or is_signed or next(tree.iter("time"), None) is not None,
    )


def is_declared(declared: Declared) -> bool:
    """It calls itself an article with a date; `og:type` alone stands on home pages, too."""
    return declared.data.is_article or "article:published_time" in declared.meta


def _told(shown: Sequence[shape.Block]) -> list[str]:
    return [one.text for one in shown if 2 * one.linked < len(one.text)]
