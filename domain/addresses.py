"""Addresses as identities: what only counts visitors is left out."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_NAMES = "fbclid gclid dclid msclkid yclid zarsrc zanpid zclid igshid mc_cid mc_eid _ga _gl vero_id spm ncid cmpid"
_TRACKING = frozenset(_NAMES.split())
_TRACKING_BEGINS = ("utm_", "mtm_", "pk_", "hsa_")
_UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def is_writable(url: str) -> bool:
    """False for an address with control characters or half a surrogate pair: nobody can keep or send it."""
    return not _UNWRITABLE.search(url)


def plain_address(url: str) -> str:
    """The address without fragment and tracking parameters; untouched where there are none."""
    if "?" not in url and "#" not in url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = parts.query
    if any(_is_tracking(name) for name, _ in parse_qsl(query, keep_blank_values=True)):
        query = urlencode([(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not _is_tracking(k)])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _is_tracking(name: str) -> bool:
    lower = name.lower()
    return lower in _TRACKING or lower.startswith(_TRACKING_BEGINS)
