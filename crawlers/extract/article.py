"""One article read off one page: trafilatura for the general case, our repair for what it loses."""

from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlsplit

from lxml import etree, html

from crawlers import quirks
from crawlers.decode import charset
from crawlers.decode.parts import parts_of
from crawlers.extract import (
    body,
    captions,
    clutter,
    image_credit,
    json_ld,
    lead,
    markup,
    metadata,
    related,
    several,
    shape,
    stand_in_pages,
    stand_ins,
)
from crawlers.extract import times as page_times
from crawlers.extract.elements import Names
from crawlers.extract.lead import Lead
from crawlers.extract.metadata import Declared
from crawlers.extract.stand_in_pages import is_declared
from crawlers.quirks import Quirk
from domain.errors import NotExtractable
from domain.page import Extraction, FetchedPage
from domain.problems import Unreadable
from domain.times import VIETNAM

_MIN_TEXT_CHARS = 90  # letters of text: about two lines on a phone
_MAX_LINKED_SHARE = 0.6  # share of a page's letters that are links, on a list of articles
_MIN_HEADLINE_CHARS = 25  # letters: a shorter h1 names a section, «Sức khỏe»
_LITTLE = 0.4  # share of the declared text: below it scripts would have shown the rest
_SHORT_HEADLINE = 18  # letters, where little text stands beside many links
_MIN_LINKED_HEADINGS = 8
_OPENING = 3  # lines: a title that stands further down is a heading
_MAX_ROLE_CHARS = 15  # letters beside a name: «Tác giả: », «Ảnh, bài: »
_FULL_PARAGRAPH_CHARS = 120  # letters of a paragraph that is nobody's caption
_LENGTH = etree.XPath("string-length(normalize-space())")
_NO_HTML = ("image/", "video/", "audio/", "application/pdf", "application/zip", "application/octet-stream")


@dataclass(frozen=True, slots=True)
class PageExtractor:
    """Implements domain.ports.Extractor. Holds nothing between pages."""

    longest: int = field(default=200_000)  # letters of text kept

    def extract(self, page: FetchedPage) -> Extraction:
        try:
            first, *later = map(self._extract, parts_of(page))
        except RecursionError as error:
            raise NotExtractable(Unreadable.PAGE_TOO_DEEP) from error
        found, is_list = first
        if later:
            rows = (other.text.split("\n") for other, is_other in later if not is_other)
            whole = several.joined(found.text.split("\n"), found.title, rows)
            found = replace(found, text="\n".join(whole)[: self.longest])
        _refuse_non_article(found.title, found.text, is_list)
        return found

    def _extract(self, page: FetchedPage) -> tuple[Extraction, bool]:
        """What one page holds, and whether it is a list of articles. Raise NotExtractable for what stands in for it."""
        _refuse_other_kinds(page)
        source = charset.decode(page.content, page.content_type)
        tree, scripts = markup.parse(source)
        declared = Declared(data=json_ld.read(scripts), meta=metadata.metas(tree))
        rule = quirks.find(_host(page.url), on=page.fetched_at.astimezone(VIETNAM).date())
        return self._read(page, _Parsed(tree=tree, source=source, declared=declared), rule or _NO_RULE)

    def _read(self, page: FetchedPage, parsed: "_Parsed", rule: Quirk) -> tuple[Extraction, bool]:
        tree, declared = parsed.tree, parsed.declared
        names = Names(tree)
        title = metadata.title(tree, declared)
        byline = metadata.byline(tree, names, declared, selector=rule.byline)
        section = metadata.section(names, declared)
        times = page_times.read(tree, declared, title, now=page.fetched_at, selector=rule.time)
        seen = stand_in_pages.seen(tree, parsed.source, declared, shape.blocks(tree), is_signed=bool(byline))
        is_list = _looks_like_a_list(tree, declared, page.url)
        is_linky = _is_linky(tree)
        lead.separate_places(tree)
        captioned = captions.nodes(tree)
        told = captions.texts(captioned)
        picture = metadata.image(declared, page.url)
        credit = image_credit.find(captioned, declared, seen.lines, picture)
        clutter.remove(tree, rule.drop)
        related.remove(tree)
        kept = shape.blocks(tree)
        hint = declared.meta.get("description") or declared.meta.get("og:description") or declared.data.description
        found = lead.find(tree, names, selector=rule.lead, hint=hint)
        if found.node is not None:
            markup.drop(found.node)
        rows = body.read(tree)
        found = lead.in_whole(found, rows)
        rows = [*lead.without(rows[:_OPENING], found.text, title), *lead.without(rows[_OPENING:], found.text)]
        rows = _without_frame(rows, byline)
        if not found.text and rows:
            found = lead.above(tree, rows[0])
        rows = shape.without_links(rows, kept)
        has_headline = any(len(heading) >= _SHORT_HEADLINE for heading in seen.headings)
        if has_headline and shape.is_mostly_links(rows, kept):
            rows = shape.without_menu(rows, kept) or rows
        rows = captions.without_credited(captions.with_told(rows, told, seen.lines))
        if sum(map(len, rows)) < _LITTLE * sum(map(len, declared.data.body)):
            found, rows = _from_json_ld(declared, found)
        summary = lead.plain(found.text)
        rows = lead.without(rows, found.text, summary)
        rows = [summary, *rows] if summary else [lead.plain(row) if at == 0 else row for at, row in enumerate(rows)]
        if why := stand_ins.reason(replace(seen, rows=rows)):
            raise NotExtractable(why)
        if sum(len(row) >= 2 * _FULL_PARAGRAPH_CHARS for row in rows) >= 3 and not _is_home(page.url):
            is_list = False  # no list of articles prints three full paragraphs
        is_thin = is_linky and not any(len(row) >= _FULL_PARAGRAPH_CHARS for row in rows[bool(summary) :])
        is_list = is_list or (is_thin and (not has_headline or shape.is_mostly_links(rows, kept)))
        is_list = is_list or (not is_declared(declared) and shape.is_list(kept))
        is_list = is_list or (not _is_titled_article(seen, declared) and shape.is_mostly_links(rows, kept))
        found_here = Extraction(
            title=title,
            lead=summary,
            text="\n".join(rows)[: self.longest],
            url=metadata.canonical(tree, declared, page.url),
            published_at=times.published,
            modified_at=times.modified,
            byline=byline,
            section=section,
            image_url=picture,
            image_credit=credit,
            claim_reviews=declared.data.claim_reviews,
            corrections=declared.data.corrections,
            warnings=times.warnings,
        )
        return found_here, is_list


def _from_json_ld(declared: Declared, found: Lead) -> tuple[Lead, list[str]]:
    """The text that stands for machines only, on pages that scripts fill."""
    rows = list(declared.data.body)
    hint = declared.data.description
    summary = found.text or (hint if not rows[0].startswith(hint[:-1]) or lead.same(rows[0], hint) else "")
    return Lead(text=summary, node=None), rows


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parsed:
    tree: html.HtmlElement
    source: str
    declared: Declared


def _is_titled_article(seen: stand_ins.Seen, declared: Declared) -> bool:
    """Its headline stands on it, and it calls itself an article: so what was read in links are captions and names."""
    stated = is_declared(declared) or declared.meta.get("og:type", "").lower() == "article"
    return stated and any(len(heading) >= _MIN_HEADLINE_CHARS for heading in seen.headings)


_NO_RULE = Quirk(host="", valid_until=date.max)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_home(url: str) -> bool:
    try:
        return not urlsplit(url).path.strip("/")
    except ValueError:
        return False


def _refuse_other_kinds(page: FetchedPage) -> None:
    kind = (page.content_type or "").lower()
    if not page.content.strip():
        raise NotExtractable(Unreadable.PAGE_EMPTY)
    if kind.startswith(_NO_HTML) or page.content[:5] in (b"%PDF-", b"\x89PNG\r", b"PK\x03\x04\x14"):
        raise NotExtractable(Unreadable.PAGE_IS_A_FILE)


def _looks_like_a_list(tree: html.HtmlElement, declared: Declared, url: str) -> bool:
    """Headings that are links, many of them, and nothing that says this is one article."""
    stated = (
        declared.data.is_article
        or declared.meta.get("og:type", "").lower() == "article"
        or "article:published_time" in declared.meta
    )
    is_home = _is_home(url)
    if stated and not is_home:
        return False
    if not is_home and any(len(markup.words(node)) >= _MIN_HEADLINE_CHARS for node in tree.iter("h1")):
        return False
    headings = [node for node in tree.iter("h2", "h3", "h4") if _is_link(node)]
    return len(headings) >= _MIN_LINKED_HEADINGS


def _is_link(heading: html.HtmlElement) -> bool:
    parent = heading.getparent()
    return next(heading.iter("a"), None) is not None or (parent is not None and parent.tag == "a")


def _is_linky(tree: html.HtmlElement) -> bool:
    linked = sum(map(_LENGTH, tree.iter("a")))
    return bool(linked > _MAX_LINKED_SHARE * _LENGTH(tree))


def _without_frame(rows: list[str], byline: str) -> list[str]:
    """Drop the newsroom's mark where it opens the text, and the byline where it closes it."""
    while rows and lead.is_mark(rows[0]):
        rows = rows[1:]
    while rows and byline and byline in rows[-1] and len(rows[-1]) <= len(byline) + _MAX_ROLE_CHARS:
        rows = rows[:-1]
    return rows


def _refuse_non_article(title: str, text: str, is_list: bool) -> None:
    if is_list:
        raise NotExtractable(Unreadable.PAGE_IS_A_LIST)
    if not text:
        raise NotExtractable(Unreadable.PAGE_WITHOUT_TEXT)
    if len(text) < _MIN_TEXT_CHARS:
        raise NotExtractable(Unreadable.PAGE_TOO_SHORT, characters=len(text))
    if not title:
        raise NotExtractable(Unreadable.PAGE_WITHOUT_TITLE)
