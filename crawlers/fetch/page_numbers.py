"""Whether an address is a later page of an article: its own address, and the mark of a page's number in it."""

import re
from enum import IntEnum
from urllib.parse import parse_qsl, unquote, urlsplit

from domain.addresses import plain_address

_NAMES = re.compile(
    r"p|pg|pages?|paged|page[-_]?(?:no|num|number|index)|cur(?:rent)?[-_]?page|(?:so[-_]?)?trang|trang[-_]?so", re.I
)
_MARK = re.compile(r"[-/_.,;~](?:so-?trang|trang|pages?|paged|pg|p)[-/_.=,]?0?(\d{1,2})(?=[-/_.,;]|$)")
_BARE = re.compile(r"([-/_.,])0?(\d{1,2})$")
_ENDING = re.compile(r"\.[a-z]{2,6}$")
_PEOPLE = re.compile(r"comment|cmt|binh-?luan|respond|reply|y-?kien", re.IGNORECASE)


class Form(IntEnum):
    """How sure an address is."""

    NAMED = 1  # `?page=2`, `/trang-2`, `-p2.html`
    BELOW = 2  # `/2`
    BARE = 3  # `-2.html`, which may well be another article with the same headline


def numbered(address: str, article: str) -> tuple[int, Form] | None:
    """The page's number in `address`, when it is `article`'s own address but for that."""
    try:
        one, own = urlsplit(plain_address(address)), urlsplit(plain_address(article))
        if (one.hostname, one.port) != (own.hostname, own.port) or not own.path.strip("/"):
            return None
    except ValueError:
        return None
    if _PEOPLE.search(urlsplit(address).fragment) or one.scheme not in ("http", "https"):
        return None
    rest, number = _query(one.query)
    own_rest, own_number = _query(own.query)
    if number and not own_number and rest == own_rest and _plain(one.path) == _plain(own.path):
        return number, Form.NAMED
    if rest != own_rest or number:
        return None
    return _of_path(_plain(one.path), _first(_plain(own.path)))


def is_later(article: str) -> bool:
    """The address of a later page itself: its article begins somewhere else."""
    try:
        parts = urlsplit(plain_address(article))
    except ValueError:
        return True
    found = _MARK.search(_plain(parts.path))
    return _query(parts.query)[1] > 1 or (found is not None and int(found[1]) > 1)


def _query(query: str) -> tuple[list[tuple[str, str]], int]:
    """Without the page's number; that, or 0. `?p=48213` is an article's."""
    pairs = parse_qsl(query.replace(";", "&"), keep_blank_values=True, max_num_fields=100)
    pages = [(name, value) for name, value in pairs if _NAMES.fullmatch(name) and value.isdecimal() and len(value) < 3]
    number = int(pages[0][1]) if len(pages) == 1 else 0
    if not number:
        return sorted(pairs), 0
    return sorted(pair for pair in pairs if pair not in pages), number if number > 1 else 0


def _of_path(path: str, own: str) -> tuple[int, Form] | None:
    for mark in _MARK.finditer(path):
        if path[: mark.start()] + path[mark.end() :] == own:
            return int(mark[1]), Form.NAMED
    bare = _BARE.search(path)
    if bare and path[: bare.start()] == own:
        return int(bare[2]), Form.BELOW if bare[1] == "/" else Form.BARE
    return None


def _plain(path: str) -> str:
    """In one form: `/bai.html`, `/bai.html/`, `/bai/` and `/bai.html/trang-2.html` differ by their endings alone."""
    pieces = unquote(path).casefold().rstrip("/").split("/")
    return "/".join(_ENDING.sub("", piece) for piece in pieces)


def _first(path: str) -> str:
    mark = _MARK.search(path)
    return path[: mark.start()] + path[mark.end() :] if mark and int(mark[1]) == 1 else path
