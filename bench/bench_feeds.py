"""Agreement with the expected values of feedparser's own test feeds, read through our reader.

The expectations are Python expressions in comments. They are never run: a small evaluator over `ast` knows comparisons,
`and`, `not`, subscripts and literals, and nothing else.
"""

import ast
import io
import re
import tarfile
import time
import unicodedata
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

ARCHIVE = Path(__file__).parents[2] / "shared/data/feedparser_tests/feedparser_tests.tar.xz"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
URL = "http://127.0.0.1:8097/feed.xml"

_EXPECTED = re.compile(rb"Expect:\s*(.*?)\s*(?:-->|\n)", re.S)
_HEADER = re.compile(rb"Header:\s*([\w-]+):[ \t]*([^\n]*)")
ENTRY_KEYS = {
    "title": "title", "link": "url", "id": "id", "guid": "id", "summary": "summary", "description": "summary",
    "published_parsed": "published_at", "created_parsed": "published_at", "issued_parsed": "published_at",
    "date_parsed": "updated_at", "updated_parsed": "updated_at", "modified_parsed": "updated_at",
    "published": "published_at", "created": "published_at", "issued": "published_at", "date": "updated_at",
    "updated": "updated_at", "modified": "updated_at", "pubDate": "published_at",
}  # fmt: skip
FEED_KEYS = {
    "title": "title", "link": "link", "id": "id", "guid": "id", "subtitle": "summary", "tagline": "summary",
    "description": "summary", "info": "summary", "updated_parsed": "updated_at", "modified_parsed": "updated_at",
    "date_parsed": "updated_at", "updated": "updated_at", "modified": "updated_at", "date": "updated_at",
    "published_parsed": "updated_at", "published": "updated_at", "pubDate": "updated_at",
    "created_parsed": "updated_at", "created": "updated_at",
}  # fmt: skip


class NotConcerned(Exception):
    """The expectation is about something else than title, link, id, date or summary."""


def run() -> dict[str, object]:
    if not ARCHIVE.exists():
        raise FileNotFoundError(ARCHIVE)
    files = _files()
    some = dict(list(files.items())[:50])
    for reader in (_ours, _feedparser_alone):  # imports and caches are not timed
        _measure(some, reader)
    ours, peer = _measure(files, _ours), _measure(files, _feedparser_alone)
    return {
        "feeds": {kind: sum(name.startswith(kind) for name in files) for kind in ("wellformed", "illformed")},
        "ours, as the desk reads: words": ours,
        "peer feedparser alone": peer,
        "agreement": ours["agreement"],
        "peer_agreement": peer["agreement"],
    }


def _files() -> dict[str, bytes]:
    with tarfile.open(ARCHIVE) as archive:
        members = [member for member in archive.getmembers() if member.isfile() and member.name.endswith(".xml")]
        return {
            member.name.removeprefix("./").removeprefix("tests/"): found.read()
            for member in members
            if (found := archive.extractfile(member))
        }


# File → why we differ. A miss that is not named here is printed as unexplained.
EXPLANATIONS = {
    "wellformed/sanitize/xml_declaration_unexpected_character.xml": "A title that is nothing but an unclosed "
    "declaration, '<!DOCTYPE ~': in words we drop it as half a tag, the expected value shows it.",
}

Reader = Callable[[bytes, dict[str, str]], Any]


def _measure(files: dict[str, bytes], read: Reader) -> dict[str, Any]:
    agreed, other = 0, 0
    misses: dict[str, str] = {}
    crashes: list[str] = []
    refused: list[str] = []
    started = time.perf_counter()
    for name, content in sorted(files.items()):
        try:
            view = read(content, _headers(name, content))
        except Exception as error:  # noqa: BLE001
            (refused if type(error).__name__ == "BadInput" else crashes).append(f"{name}: {error!r}"[:200])
            view = {"feed": {}, "entries": []}
        if not name.startswith("wellformed"):
            continue
        expected = _EXPECTED.search(content)
        try:
            verdict = expected is not None and _agrees(expected[1].decode("utf-8", "replace"), view)
        except NotConcerned:
            other += 1
            continue
        if verdict:
            agreed += 1
        else:
            misses[name] = EXPLANATIONS.get(name, "unexplained")
    seconds = time.perf_counter() - started
    concerned = agreed + len(misses)
    return {
        "concerned": concerned,
        "about something else": other,
        "agreed": agreed,
        "agreement": round(agreed / max(1, concerned), 4),
        "misses": misses,
        "crashes": crashes,
        "refused as no feed": refused,
        "seconds": round(seconds, 2),
    }


def _headers(name: str, content: bytes) -> dict[str, str]:
    """As feedparser's own test run: only the files about HTTP are served and so have an address."""
    found = _HEADER.findall(content.split(b"-->")[0])
    headers = {name.decode().lower(): value.decode().strip() for name, value in found}
    if not re.search(r"/http[/_]", name):
        return headers | {"content-location": ""}
    location = urljoin(URL, headers.get("content-location", URL))
    return headers | {"content-location": location if location.startswith("http") else URL}


def _ours(content: bytes, headers: dict[str, str]) -> Any:
    from crawlers.feeds.reader import read_feed

    url, content_type = headers["content-location"], headers.get("content-type")
    found = read_feed(content, url=url, content_type=content_type, now=NOW)
    return {"feed": found, "entries": found.items}


def _feedparser_alone(content: bytes, headers: dict[str, str]) -> Any:
    import feedparser

    headers = {"content-type": "application/xml"} | headers
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return feedparser.parse(io.BytesIO(content), response_headers=headers)


def _agrees(expression: str, view: Any) -> bool:
    expression = re.sub(r"\bnot bozo and\b", "", expression).strip()
    try:
        tree = ast.parse(expression, mode="eval").body
    except SyntaxError:
        raise NotConcerned from None
    parts = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
    pairs = [pair for part in parts if (pair := _sides(part))]
    if not pairs:
        raise NotConcerned
    return all(_same(view, path, wanted) for path, wanted in pairs)


Path_ = tuple[str, int, str]


def _sides(node: ast.expr) -> tuple[Path_, Any] | None:
    """`entries[0]['title'] == 'x'` becomes (("entries", 0, "title"), "x"); None for anything else."""
    if not (isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq)):
        return None
    try:
        return _path(node.left), ast.literal_eval(node.comparators[0])
    except (ValueError, NotConcerned):
        return None


def _path(node: ast.expr) -> Path_:
    key = _key(node)
    inner = node.value if isinstance(node, ast.Subscript | ast.Attribute) else node
    if isinstance(inner, ast.Name) and inner.id == "feed" and key in FEED_KEYS:
        return "feed", 0, key
    if isinstance(inner, ast.Subscript) and isinstance(inner.value, ast.Name) and inner.value.id == "entries":
        index = ast.literal_eval(inner.slice)
        if isinstance(index, int) and key in ENTRY_KEYS:
            return "entries", index, key
    raise NotConcerned


def _key(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    raise NotConcerned


def _same(view: Any, path: Path_, wanted: Any) -> bool:
    where, index, key = path
    try:
        holder = view["feed"] if where == "feed" else view["entries"][index]
    except IndexError:
        return False
    if type(holder).__name__ in {"FeedContent", "FeedItem"}:
        name = (FEED_KEYS if where == "feed" else ENTRY_KEYS)[key]
        found = getattr(holder, name)
        if isinstance(found, str) and name in {"title", "summary"}:
            return found == _words(wanted)  # the words of the expected HTML
        return _same_as_ours(found, wanted, key)
    return bool(holder.get(key) == wanted)


def _same_as_ours(found: Any, wanted: Any, key: str) -> bool:
    if isinstance(found, datetime):
        if isinstance(wanted, tuple):
            return tuple(found.utctimetuple()) == wanted
        return found == _moment(wanted)
    return bool((found or "") == (wanted or ""))


def _words(html: Any) -> str:
    """What lxml, not our own code, finds to read in the expected HTML; spaces are squeezed."""
    from lxml import html as parser

    if not isinstance(html, str) or not html.strip():
        return ""
    tree = parser.fragment_fromstring(f"<div>{html}</div>")
    for unseen in tree.xpath("//script|//style|//comment()"):
        unseen.drop_tree()
    for line_break in tree.iter("br"):
        line_break.tail = " " + (line_break.tail or "")
    return unicodedata.normalize("NFC", " ".join(tree.text_content().split()))


def _moment(text: str) -> datetime | None:
    """The standard library's reading of a raw date, to compare ours with."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(text)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
