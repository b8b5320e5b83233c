"""OPML 2.0: the list of sources, in and out.

What OPML has no word for (who is responsible, what kind of source) stands in attributes of our own namespace; a reader
that does not know them ignores them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree

from crawlers.decode.inflate import GZIP_MAGIC
from crawlers.decode.tags import Tangled, bounded_xml
from crawlers.feeds.plain_text import plain
from domain.errors import BadInput
from domain.problems import Unreadable
from domain.sources import FeedKind, Source, SourceKind

MAX_BYTES = 5_000_000
MAX_OUTLINES = 5000
MAX_VALUE_CHARS = 2000
NAMESPACE = "https://diemtin.org/opml"
_KINDS = {FeedKind.FEED: "rss", FeedKind.SITEMAP: "sitemap", FeedKind.LIST_PAGE: "list-page"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of one source, as a list of sources names it."""

    feed_url: str
    name: str = ""
    home_url: str = ""
    feed_kind: FeedKind = FeedKind.FEED
    rule: str = ""
    organisation: str = ""
    kind: SourceKind = SourceKind.PRESS
    province: str = ""
    folder: str = ""


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


def read_opml(content: bytes) -> tuple[Outline, ...]:
    """The feeds in the list, each address once. Raises BadInput for what is no OPML; addresses are not yet vetted."""
    root = _parse(content)
    found: dict[str, Outline] = {}
    for count, node in enumerate(root.iter("outline")):
        if count >= MAX_OUTLINES:
            break
        outline = _outline(node)
        if outline and outline.feed_url not in found:
            found[outline.feed_url] = outline
    return tuple(found.values())


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
    """No entities, no network, no document type, no depth: a list of sources needs none of them."""
    if len(content) > MAX_BYTES or content[:2] == GZIP_MAGIC:
        raise BadInput(Unreadable.OPML_TOO_LARGE)
    try:
        content = bounded_xml(content)
    except Tangled:
        raise BadInput(Unreadable.TANGLED) from None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(content.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise BadInput(Unreadable.OPML_BROKEN) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadInput(Unreadable.OPML_DOCTYPE)
    if root.tag != "opml":
        raise BadInput(Unreadable.NOT_OPML)
    return root


def _outline(node: etree._Element) -> Outline | None:
    address = _get(node, "xmlUrl") or _get(node, "xmlurl")
    if not _is_web(address):
        return None
    parent = node.getparent()
    kinds = {word: kind for kind, word in _KINDS.items()}
    source_kind = _get(node, f"{{{NAMESPACE}}}kind")
    return Outline(
        feed_url=address,
        name=plain(_get(node, "title") or _get(node, "text"), 300),
        home_url=home if _is_web(home := _get(node, "htmlUrl")) else "",
        feed_kind=kinds.get(_get(node, "type").lower(), FeedKind.FEED),
        rule=_get(node, f"{{{NAMESPACE}}}rule")[:300],
        organisation=plain(_get(node, f"{{{NAMESPACE}}}organisation"), 300),
        kind=SourceKind(source_kind) if source_kind in set(SourceKind) else SourceKind.PRESS,
        province=_get(node, f"{{{NAMESPACE}}}province")[:10],
        folder=plain(_get(parent, "text"), 100) if parent is not None and parent.tag == "outline" else "",
    )


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
