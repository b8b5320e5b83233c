"""WebSub (W3C Recommendation of 2018), the parts that need no network: who the hub is, what to ask, whom to believe."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import urljoin

from crawlers.feeds.content import FeedContent, web_address
from domain.sources import Hub

LEASE_SECONDS = 5 * 24 * 3600
MIN_LEASE_SECONDS, MAX_LEASE_SECONDS = 3600, 30 * 24 * 3600
_LINK = re.compile(
    r"<([^<>]{1,2000})>((?:\s{0,9};\s{0,9}[\w*]{1,20}\s{0,9}=\s{0,9}(?:\"[^\"]{0,500}\"|[^\s;,\"]{1,200})){0,10})"
)
_REL = re.compile(r";\s{0,9}rel\s{0,9}=\s{0,9}(?:\"([^\"]{0,500})\"|([^\s;,\"]{1,200}))", re.I)
# The commonest hub still signs with sha1, which is broken for documents but not as a key (RFC 6194).
_HASHES = ("sha512", "sha384", "sha256", "sha1")


def find_hub(feed: FeedContent, headers: Mapping[str, str], *, url: str) -> Hub | None:
    """The hub by the Link header, which comes first, or by the feed. None where there is none."""
    links = links_in(headers.get("link", ""), url)
    hub = links.get("hub") or feed.hub
    return Hub(url=hub, topic=links.get("self") or feed.topic or url) if hub else None


def links_in(header: str, base: str) -> dict[str, str]:
    """The first address for each relation of a Link header (RFC 8288)."""
    found: dict[str, str] = {}
    for match in list(_LINK.finditer(header[:20_000]))[:50]:
        rel = _REL.search(match[2])
        address = web_address(urljoin(base, match[1].strip()), base)
        for word in ((rel[1] or rel[2] or "") if rel else "").lower().split():
            if address:
                found.setdefault(word, address)
    return found


def subscription(hub: Hub, *, callback: str, secret: str, lease_seconds: int = LEASE_SECONDS) -> dict[str, str]:
    """The form to post to the hub. The callback is an https address of its own for each topic."""
    return {
        "hub.mode": "subscribe",
        "hub.topic": hub.topic,
        "hub.callback": callback,
        "hub.secret": secret,
        "hub.lease_seconds": str(lease_seconds),
    }


def challenge_answer(query: Mapping[str, str], *, topic: str, wanted: str = "subscribe") -> str | None:
    """What to echo to the hub that verifies our intent; None means: answer 404, we never asked."""
    if query.get("hub.topic") != topic or query.get("hub.mode") != wanted:
        return None
    return query.get("hub.challenge") or None


def lease(query: Mapping[str, str]) -> int:
    """For how many seconds the hub granted the subscription, within reason."""
    said = query.get("hub.lease_seconds", "")
    seconds = int(said[:9]) if said.isascii() and said.isdigit() else LEASE_SECONDS
    return min(max(seconds, MIN_LEASE_SECONDS), MAX_LEASE_SECONDS)


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether an X-Hub-Signature header proves that the body is the hub's."""
    name, _, given = signature.strip().partition("=")
    if name.lower() not in _HASHES or not secret:
        return False
    own = hmac.new(secret.encode(), body, getattr(hashlib, name.lower())).hexdigest()
    return hmac.compare_digest(own.encode(), given.strip().lower().encode())
