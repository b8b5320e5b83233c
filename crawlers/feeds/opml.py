"""OPML 2.0: the list of sources, in and out.

What OPML has no word for (who is responsible, what kind of source) stands in attributes of our own namespace; a reader
that does not know them ignores them.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree

from crawlers.decode.inflate import GZIP_MAGIC
from crawlers.decode.mended_xml import lenient_tree, local_name
from crawlers.decode.tags import Tangled, bounded_xml
from crawlers.feeds.plain_text import plain
from crawlers.feeds.xml import readable
from domain.errors import BadInput
from domain.message import say
from domain.problems import Problem, Unreadable
from domain.sources import FeedKind, Outline, RefusedOutline, Source, SourceKind, SourceList
from domain.typed_addresses import typed_address

MAX_BYTES = 5_000_000
MAX_OUTLINES = 5000
MAX_VALUE_CHARS = 2000
NAMESPACE = "https://diemtin.org/opml"
_DECLARATION = re.compile(rb"<\?xml[^>]{0,300}>")
_FEED_TYPES = ("rss", "rss1", "rss2", "atom", "feed", "sitemap", "list-page")
_KINDS = {FeedKind.FEED: "rss", FeedKind.SITEMAP: "sitemap", FeedKind.LIST_PAGE: "list-page"}


def outlines_of(source: Source, feeds: Iterable[tuple[str, FeedKind, str]]) -> tuple[Outline, ...]:
    """One outline for each (url, kind, rule) that the source is read from."""
    return tuple(
        Outline(
            feed_url=url,
            name=source.name,
            home_url=source.home_url,
            feed_kind=kind,
            rule=rule,
            organisation=source.organisation,
            kind=source.kind,
            province=source.province,
        )
        for url, kind, rule in feeds
    )


def read_opml(content: bytes) -> SourceList:
    """The feeds in the list, each address once. Raises BadInput for what is no OPML."""
    found: dict[str, Outline] = {}
    refused: list[RefusedOutline] = []
    outlines = (node for node in _parse(content).iter() if local_name(node) == "outline")
    for count, node in enumerate(outlines):
        if count >= MAX_OUTLINES:
            break
        address = _attribute(node, "xmlurl") or (_attribute(node, "url") if _is_feed(node) else "")
        outline = _outline(node, typed_address(address))
        if outline.feed_url and outline.feed_url not in found:
            found[outline.feed_url] = outline
        elif not outline.feed_url and (address or _is_feed(node)):
            why = say(Problem.NOT_A_WEB_ADDRESS, url=address) if address else say(Problem.LIST_WITHOUT_ADDRESS)
            refused.append(RefusedOutline(line=node.sourceline or 0, name=outline.name, why=why))
    return SourceList(outlines=tuple(found.values()), refused=tuple(refused))


def write_opml(outlines: Sequence[Outline], *, title: str, now: datetime) -> bytes:
    root = etree.Element("opml", version="2.0", nsmap={"diemtin": NAMESPACE})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _legal(title)
    etree.SubElement(head, "dateCreated").text = now.strftime("%a, %d %b %Y %H:%M:%S %z")
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {"": body}
    for outline in outlines:
        if outline.folder not in folders:
            folders[outline.folder] = etree.SubElement(body, "outline", text=_legal(outline.folder))
        etree.SubElement(folders[outline.folder], "outline", _attributes(outline))
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _attributes(outline: Outline) -> dict[str, str]:
    ours = {"organisation": outline.organisation, "province": outline.province, "rule": outline.rule}
    ours["kind"] = outline.kind.value
    named = {
        "type": _KINDS[outline.feed_kind],
        "text": outline.name or outline.feed_url,
        "title": outline.name,
        "xmlUrl": outline.feed_url,
        "htmlUrl": outline.home_url,
    } | {f"{{{NAMESPACE}}}{name}": value for name, value in ours.items()}
    return {name: _legal(value) for name, value in named.items() if value}


def _parse(content: bytes) -> etree._Element:
    """No entities, no network, no depth: a list of sources needs none of them. What is broken is read leniently."""
    if len(content) > MAX_BYTES or content[:2] == GZIP_MAGIC:
        raise BadInput(Unreadable.OPML_TOO_LARGE)
    ready, _ = readable(content, "")
    lines = content.count(b"\n") - ready.count(b"\n")  # before the document, where no parser may see them
    content = ready
    try:
        content = bounded_xml(content)
    except Tangled:
        raise BadInput(Unreadable.TANGLED) from None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(_with_lines(content, lines), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = _leniently(_with_lines(content, lines))
    declares = root.getroottree().docinfo.internalDTD is not None and next(root.iter("outline"), None) is None
    if declares or b"<!ENTITY" in content:  # a document type is harmless where a list follows it
        raise BadInput(Unreadable.OPML_DOCTYPE)
    if local_name(root) != "opml":
        raise BadInput(Unreadable.NOT_OPML)
    return root


def _with_lines(content: bytes, lines: int) -> bytes:
    """The declaration stays first."""
    head = _DECLARATION.match(content) if lines > 0 else None
    at = head.end() if head else 0
    return content[:at] + b"\n" * max(lines, 0) + content[at:]


def _leniently(content: bytes) -> etree._Element:
    root = lenient_tree(content, ("opml",))
    if root is None or not any(_attribute(node, "xmlurl") for node in root.iter() if local_name(node) == "outline"):
        raise BadInput(Unreadable.OPML_BROKEN)
    return root


def _outline(node: etree._Element, address: str) -> Outline:
    """Without an address where it has none that is a web address."""
    parent = node.getparent()
    kinds = {word: kind for kind, word in _KINDS.items()}
    source_kind = _get(node, f"{{{NAMESPACE}}}kind")
    return Outline(
        feed_url=address if _is_web(address) else "",
        name=plain(_attribute(node, "title") or _attribute(node, "text"), 300),
        home_url=home if _is_web(home := typed_address(_attribute(node, "htmlurl"))) else "",
        feed_kind=kinds.get(_attribute(node, "type").lower(), FeedKind.FEED),
        rule=_get(node, f"{{{NAMESPACE}}}rule")[:300],
        organisation=plain(_get(node, f"{{{NAMESPACE}}}organisation"), 300),
        kind=SourceKind(source_kind) if source_kind in set(SourceKind) else SourceKind.PRESS,
        province=_get(node, f"{{{NAMESPACE}}}province")[:10],
        folder=plain(_get(parent, "text"), 100) if parent is not None and local_name(parent) == "outline" else "",
        line=node.sourceline or 0,
    )


def _is_feed(node: etree._Element) -> bool:
    """Whether it means to name a feed, and not a folder or a link."""
    return _attribute(node, "type").lower() in _FEED_TYPES and len(node) == 0


def _attribute(node: etree._Element, name: str) -> str:
    """OPML's own, in the capitals of whoever wrote it."""
    return next((_get(node, key) for key in map(str, node.attrib) if key.lower() == name and _get(node, key)), "")


def _get(node: etree._Element, name: str) -> str:
    return str(node.get(name) or "")[:MAX_VALUE_CHARS].strip()


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _legal(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(
        letter
        for letter in text
        if letter in "\t\n\r" or " " <= letter < "\ud800" or "\ue000" <= letter < "\ufffe" or letter > "\uffff"
    )
