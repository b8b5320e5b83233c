"""What a site's front page says of itself: its title, its own name, and who is responsible for it."""

import re

from lxml import etree

from crawlers.decode.charset import decode
from crawlers.extract import json_ld
from crawlers.extract.markup import lines_of, parse, words
from crawlers.feeds.plain_text import plain
from domain.errors import NotExtractable
from domain.sources import SiteIdentity

MAX_BYTES = 2_000_000
MAX_CHARS = 300  # of each thing it says
MAX_TEXT_CHARS = 400_000  # of the page, for the words in its footer
_NAMES = ("og:site_name", "application-name", "twitter:site:name", "dc.title")
_PUBLISHERS = ("dc.publisher", "article:publisher_name", "copyright")
_RESPONSIBLE = re.compile(
    r"(?:(?:cơ quan|đơn vị) (?:chủ quản|quản lý|chịu trách nhiệm)\s*:|bản quyền (?:thuộc(?: về)?|của)\s*:?)\s*"
    r"(?P<who>[^\n.;©|]{4,120}?)\s*(?:$|[\n.;©|]|\s[-–]\s|,? (?:giấy phép|địa chỉ|điện thoại|đt:|tel|email|người|"
    r"trụ sở|số|ghi rõ|phụ trách)\b)",
    re.IGNORECASE,
)
# An office begins so; what else stands there is a person, or no name at all.
_OFFICE = re.compile(
    r"^(?:ubnd|hđnd|ủy ban|uỷ ban|hội đồng|sở|bộ|cục|tổng cục|chi cục|vụ|công an|văn phòng|tỉnh|thành|huyện|đảng|ban|"
    r"hội|liên|đoàn|trung|trường|đại học|học viện|bệnh viện|viện|báo|đài|tạp chí|thông tấn|cổng|công ty|tổng công ty|"
    r"mặt trận|tòa án|toà án|chính phủ|quân|xã|phường|thị|trạm)\b",
    re.IGNORECASE,
)


def read_identity(content: bytes, *, url: str, content_type: str | None = None) -> SiteIdentity:
    """Nothing but the address for what is no page."""
    try:
        tree, scripts = parse(decode(content[:MAX_BYTES], content_type))
    except NotExtractable:
        return SiteIdentity(url=url)
    meta = _meta(tree)
    return SiteIdentity(
        url=url,
        title=plain(words(tree.find(".//title")), MAX_CHARS),
        site_name=next((meta[name] for name in _NAMES if meta.get(name)), ""),
        publisher=plain(json_ld.publisher(scripts), MAX_CHARS) or next((meta[n] for n in _PUBLISHERS if n in meta), ""),
        responsible=_responsible(tree),
    )


def _meta(tree: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in list(tree.iter("meta"))[:200]:
        name = (node.get("property") or node.get("name") or "").strip().lower()
        if name and name not in found:
            found[name] = plain(node.get("content") or "", MAX_CHARS)
    return found


def _responsible(tree: etree._Element) -> str:
    """Where the page names several, the last: it stands in the footer, an article before it may tell of others."""
    body = tree.find(".//body")
    text = "" if body is None else "\n".join(lines_of(body))[-MAX_TEXT_CHARS:]
    said = [match["who"].strip(" :–-") for match in _RESPONSIBLE.finditer(text)]
    offices = [who for who in said if _OFFICE.match(who)]
    return plain(offices[-1], MAX_CHARS) if offices else ""
