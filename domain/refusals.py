"""Says no to addresses of people talking: social networks, forums, messengers, blogs (design §1)."""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote

from domain import not_publishers as data
from domain.errors import RefusedSource
from domain.message import Message, say
from domain.problems import Refusal

_LISTS = {
    "SOCIAL": Refusal.SOCIAL,
    "MESSENGER": Refusal.MESSENGER,
    "FORUM": Refusal.FORUM,
    "VIDEO": Refusal.VIDEO,
    "PERSONAL": Refusal.PERSONAL,
    "SHORTENER": Refusal.SHORTENER,
    "PROXY": Refusal.PROXY,
}
_KIND = {name: refusal for kind, refusal in _LISTS.items() for name in getattr(data, kind)}
_SECOND_LEVEL = frozenset({"ac", "biz", "co", "com", "edu", "gov", "info", "name", "ne", "net", "or", "org"})
# Letters of other scripts that look Latin (a part of Unicode's confusables.txt that domain names can hold).
_LOOKALIKE = str.maketrans(
    {
        letter: latin
        for latin, letters in {
            "a": "аαɑ", "b": "ьƅ", "c": "сϲ", "d": "ԁɗ", "e": "еєҽ", "g": "ɡց", "h": "һհ", "i": "іιıɩ",
            "j": "ј", "k": "кκҡ", "l": "ӏǀ|1", "m": "м", "n": "ոпη", "o": "оοօσ0", "p": "рρ", "q": "ԛգ",
            "r": "гɾ", "s": "ѕʂ", "t": "тτ", "u": "υսʋ",
            "v": "νѵ", "w": "ԝѡω", "x": "хχ", "y": "уγʏ", "z": "ʐᴢ",
        }.items()
        for letter in letters
    }
)  # fmt: skip
_REDIRECT_WORDS = (
    "continue dest destination go goto href link next redir redirect redirect_to redirect_uri rurl rut "
    "target to u uddg uri url"
)
_REDIRECT_NAMES = frozenset(_REDIRECT_WORDS.split())
# With a scheme, or a bare host: «facebook.com/x».
_ADDRESS = re.compile(r"(?i)(https?:)?[/\\]{2}|https?%3a|[\w-]+(\.[\w-]+)*\.[a-z]{2,}([/:?#]|$)")
_MAX_NESTING = 3


def refuse(url: str) -> None:
    """Raise RefusedSource, with the reason, unless the address could be a publisher's."""
    why = refusal(url)
    if why is not None:
        raise RefusedSource(why, url=url)


def refusal(url: str, *, _depth: int = 0) -> Message | None:
    """Why the address is refused, or None. An address carried inside it is looked at too."""
    text = _plain(url)
    scheme, authority, rest = _split(text)
    if scheme in data.APP_SCHEMES:
        return say(Refusal.MESSENGER, name=f"{scheme}:")
    if "@" in authority:
        host = authority.rpartition("@")[2]
        return _host_refusal(host) or say(Refusal.HIDDEN_HOST)
    why = _host_refusal(authority) or _path_refusal(rest)
    if why is None and _depth < _MAX_NESTING:
        inner = (refusal(target, _depth=_depth + 1) for target in _targets(rest))
        why = next((found for found in inner if found), None)
    return why


def _plain(url: str) -> str:
    """The address as a browser would read it: no control characters, backslashes as slashes."""
    kept = "".join(c for c in url if not unicodedata.category(c).startswith("C"))
    return kept.strip().replace("\\", "/")


def _split(text: str) -> tuple[str, str, str]:
    found = re.match(r"(?i)^([a-z][a-z0-9+.-]*):(?!\d+(?:/|$))", text)
    scheme = found.group(1).lower() if found else ""
    rest = text[found.end() :] if found else text
    rest = rest.lstrip("/")
    end = re.search(r"[/?#]", rest)
    cut = end.start() if end else len(rest)
    return scheme, _unquoted(rest[:cut]), rest[cut:]


def _unquoted(text: str) -> str:
    for _ in range(3):  # %2566acebook: encoded more than once
        decoded = unquote(text)
        if decoded == text:
            break
        text = decoded
    return text


def _host_refusal(authority: str) -> Message | None:
    host = re.split(r"[:/?#]", authority.strip("[]"), maxsplit=1)[0]
    for name in dict.fromkeys((_ascii(host), _skeleton(host))):
        labels = [label for label in name.split(".") if label]
        found = _listed(labels)
        if found:
            return say(found[0], name=found[1])
        if len(labels) > 2 and set(labels[:-2]) & set(data.FORUM_LABELS):
            return say(Refusal.FORUM, name=".".join(labels))
    return None


def _listed(labels: list[str]) -> tuple[Refusal, str] | None:
    for start in range(len(labels)):
        name = ".".join(labels[start:])
        if name in _KIND:
            return _KIND[name], name
    brand = _brand(labels)
    return (_LISTS[data.BRANDS[brand]], ".".join(labels)) if brand in data.BRANDS else None


def _brand(labels: list[str]) -> str:
    """The label that was registered: «pinterest» of vi.pinterest.co.uk."""
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL:
        return labels[-3]
    return labels[-2] if len(labels) > 1 else ""


def _ascii(host: str) -> str:
    return unicodedata.normalize("NFKC", host).lower().replace("。", ".").rstrip(".")


def _skeleton(host: str) -> str:
    """The host as people see it: punycode decoded, marks removed, look-alike letters replaced by Latin ones."""
    shown = ".".join(_shown(label) for label in _ascii(host).split("."))
    bare = unicodedata.normalize("NFD", shown.casefold().replace("đ", "d"))
    return "".join(c for c in bare if not unicodedata.combining(c)).translate(_LOOKALIKE)


def _shown(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


def _path_refusal(rest: str) -> Message | None:
    path = _unquoted(re.split(r"[?#]", rest, maxsplit=1)[0]).lower()
    segments = [segment for segment in path.split("/") if segment]
    scripts = set(segments) | {segment.partition(";")[0] for segment in segments}
    if scripts & set(data.FORUM_SCRIPTS) or set(segments[:3]) & set(data.FORUM_SEGMENTS):
        return say(Refusal.FORUM_PATH)
    named = any(re.fullmatch(r"@[\w.\-]+(?:@[\w.\-]+)?", segment) for segment in segments[:2])
    member = len(segments) > 1 and bool(set(segments[:2]) & set(data.PROFILE_SEGMENTS))
    if named or member or scripts & set(data.PROFILE_SCRIPTS):
        return say(Refusal.PROFILE_PATH)
    return None


def _targets(rest: str) -> Iterator[str]:
    """Addresses carried inside this one, as redirectors and mirrors do."""
    before, _, query = rest.partition("?")
    inside = re.search(r"(?i)https?:/+[^/].*", _unquoted(before))
    if inside:
        yield inside.group()
    for name, value in parse_qsl(query.partition("#")[0]):
        if name.lower() in _REDIRECT_NAMES and _ADDRESS.match(value.strip()):
            yield value
