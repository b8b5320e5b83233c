"""Addresses as people, their keyboards and lists of sources write them."""

import re
import unicodedata

from domain.addresses import unescaped_address

_INVISIBLE = re.compile("[\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_FEED_SCHEME = re.compile(r"^(?:feed|rss|podcast|itpc|pcast):(?!\d)/{0,3}", re.I)
_WEB_SCHEME = re.compile(r"^(https?)\s?(?:[:;]\s?[/\\]+|[:;](?=\w)|[/\\]{2,})\s?", re.I)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:(?!\d)", re.I)
_PAIRS = {"<": ">", "(": ")", "[": "]", "{": "}", '"': '"', "'": "'", "«": "»", "“": "”", "‘": "’"}
_TRAILING = ".,;:!?…'\"”’»>`*| "  # a sentence's, and no address ends with them
_HOST = re.compile(r"^(?:[\w-]+(?:\.[\w-]+)+|localhost|\[[0-9a-f:.]+\])\.?(?::\d{1,5})?$", re.I)
_NUMERIC = re.compile(r"^(?:\d+(?:\.\d+){3}|\[.*\]|localhost)(?::\d+)?$", re.I)
_WIDE_SIGNS = str.maketrans("／？＃＆＝：．％－＿", "/?#&=:.%-_")
_END_OF_HOST = re.compile(r"(?<![/／:：])[/／](?![/／])|[?？#＃]")


def typed_address(text: str) -> str:
    """The web address that is meant by `feed://…`, `bao.vn/rss`, or one between quotes or at a sentence's end.

    What is not an address stays as it is; the caller refuses it.
    """
    written = _unwrapped(_INVISIBLE.sub("", unescaped_address(text)).strip())
    rest = _narrow(written)
    feed = _FEED_SCHEME.match(rest)
    rest, said = (rest[feed.end() :], "http") if feed else (rest, "")
    while web := _WEB_SCHEME.match(rest):  # "http://https://…": an address was pasted after what the field already held
        rest, said = rest[web.end() :], web[1].lower()
    if not said and (_SCHEME.match(rest) or re.match(r"/(?!/)", rest)):
        return written
    rest = rest.lstrip("/\\")
    end = re.search(r"[/?#\\]", rest)
    host, path = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    if not _HOST.match(host):
        return written
    path = re.sub(r"^[\\/]+", "/", path).replace(" ", "%20") or "/"
    return f"{said or _usual_scheme(host)}://{host.lower()}{path}"


def _usual_scheme(host: str) -> str:
    """Numbers and ports of one's own are servers without a certificate; publishers answer at https."""
    port = host.rpartition(":")[2] if ":" in host and not host.endswith("]") else ""
    return "http" if _NUMERIC.match(host) or port not in ("", "443", "8443") else "https"


def _narrow(text: str) -> str:
    """Full-width letters and signs as ordinary ones. Letters of a path stay the publisher's, in the form they have."""
    end = _END_OF_HOST.search(text)
    cut = end.start() if end else len(text)
    return unicodedata.normalize("NFKC", text[:cut]).replace("。", ".") + text[cut:].translate(_WIDE_SIGNS)


def _unwrapped(text: str) -> str:
    """Without quotes and brackets around it, and without the sentence's own signs behind it."""
    before = ""
    while text != before:
        before = text
        if len(text) > 1 and text[0] in _PAIRS and (text[0] != "[" or text[-1] == "]"):
            text = text[1:-1] if text[-1] == _PAIRS[text[0]] else text[1:]
        text = text.strip().rstrip(_TRAILING)
        for opened, closed in (("(", ")"), ("[", "]"), ("{", "}")):
            if text.endswith(closed) and text.count(closed) > text.count(opened):
                text = text[:-1]
    return text
