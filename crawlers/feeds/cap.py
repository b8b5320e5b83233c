"""CAP messages that stand whole inside a feed's items, as XML or as escaped text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

NAMESPACE = b"urn:oasis:names:tc:emergency:cap:1."
TYPE = "application/cap+xml"
_ESCAPED = re.compile(r"<(\w+:)?alert\b[^>]{0,500}urn:oasis:names:tc:emergency:cap:1\..*?</\1?alert\s*>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CapMessage:
    """One item's message, b"" for an item without, and the page that the message names ("")."""

    content: bytes = b""
    web: str = ""


def messages(feed: bytes) -> Sequence[CapMessage]:
    """One for each item, in the feed's order; [] for a feed that speaks no CAP, or whose XML is not whole."""
    if NAMESPACE not in feed:
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(feed, parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    return [_of(one) for one in root.iter() if _name(one) in ("item", "entry")]


def _of(item: etree._Element) -> CapMessage:
    for one in item.iter():
        if _name(one) == "alert" and etree.QName(one).namespace.encode().startswith(NAMESPACE):
            web = next((said.text or "" for said in one.iter() if _name(said) == "web"), "")
            one.tail = None
            return CapMessage(bytes(etree.tostring(one, encoding="UTF-8", xml_declaration=True)), web.strip())
        if found := _ESCAPED.search(one.text or ""):
            web = re.search(r"<(?:\w+:)?web>([^<]{1,2000})<", found[0])
            return CapMessage(found[0].encode(), web[1].strip() if web else "")
    return CapMessage()


def _name(one: etree._Element) -> str:
    return etree.QName(one).localname if isinstance(one.tag, str) else ""
