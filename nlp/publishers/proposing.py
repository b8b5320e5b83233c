"""A source as its own front page describes it: a proposal, which a person sees and may change.

Pure: the words of the page and its address go in. Nothing is fetched.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from domain.sources import SiteIdentity, SourceKind
from nlp.places.gazetteer import PROVINCE, load
from nlp.places.names import split_kind
from nlp.places.units import VietnamGazetteer
from nlp.publishers.kinds import bare, kind_of, lowered
from vietnamese.text import clean, fold

MAX_NAME_CHARS = 120  # letters; what is longer is a slogan
_BETWEEN = re.compile(r"\s+[-–—•/]+\s+(?!truyền hình\b)|\s*(?:\||»|::|\s:|•)\s*|:\s", re.IGNORECASE)
_NO_NAME = re.compile(
    r"^(?:trang (?:chủ|nhất|chính|tin|web|đầu)|home ?(?:page)?|index|website|default|untitled.*|welcome.*|trang không.*"
    r"|just another wordpress site|my (?:site|blog)|joomla!?|wordpress|drupal|liferay|portal|đăng nhập|login|new page.*"
    r"|tin (?:tức|mới|nhanh|nóng|tổng hợp)|thông báo|giới thiệu|tin tức(?: [-–] )?sự kiện)$"
)
_SLOGAN = re.compile(r"mới nhất|nhanh nhất|nóng nhất|\b24[h/]|cập nhật|hôm nay|trong ngày|^tin (?:nhanh|nóng|tức)\b")
_BARE_PREFIX = re.compile(
    r"^(?:trang|cổng) (?:thông tin(?: điện tử)?|tin(?: điện tử)?|ttđt)(?: thành phần| nội bộ)?(?: của)?\s+",
    re.IGNORECASE,
)
MIN_JOINED_CHARS = 5  # of a province's name inside a longer word of an address
CAPITAL = "01"
_ABBREVIATED = {"hcm": "79", "tphcm": "79", "hcmcity": "79", "hochiminhcity": "79", "brvt": "79", "tthue": "46"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedSource:
    name: str
    organisation: str
    kind: SourceKind
    province: str  # code; "" for the whole country, or where nothing tells


def propose(site: SiteIdentity) -> ProposedSource:
    host = (urlsplit(site.url).hostname or "").removeprefix("www.")
    names = tuple(_names(site, host))
    kind = kind_of((*names, clean(site.publisher)), site.url)
    name = names[0] if names else host
    organisation = clean(site.responsible) or _responsible(site, names, kind)
    return ProposedSource(
        name=name,
        organisation=organisation[:300],
        kind=kind,
        province=_province((*names, clean(site.title), organisation), host),
    )


def _names(site: SiteIdentity, host: str) -> Iterator[str]:
    """What may be the site's name, the likeliest first: its own word for it, then parts of the title."""
    parts = [part for text in (site.site_name, site.title) for part in _BETWEEN.split(clean(text))]
    named = [part for part in dict.fromkeys(parts) if _is_name(part, host)]
    slogans = [part for part in named if _SLOGAN.search(lowered(part))]
    return iter([*(part for part in named if part not in slogans), *slogans[:1]])


def _is_name(part: str, host: str) -> bool:
    plain = lowered(part)
    if not plain or len(part) > MAX_NAME_CHARS or _NO_NAME.match(plain):
        return False
    return fold(plain).replace(" ", "") not in (host, f"www.{host}")


def _responsible(site: SiteIdentity, names: tuple[str, ...], kind: SourceKind) -> str:
    publisher = clean(site.publisher)
    if publisher and lowered(publisher) not in {lowered(name) for name in names}:
        return publisher
    if kind not in (SourceKind.OFFICIAL, SourceKind.WARNING_SERVICE) or not names or not bare(names[0]):
        return ""
    office = _BARE_PREFIX.sub("", names[0])  # which answers for its own pages
    unit, _ = split_kind(office)
    return f"UBND {unit.lower()}{office[len(unit) :]}" if unit else office


def _province(texts: tuple[str, ...], host: str) -> str:
    """The province that the names tell, or else the address."""
    units = VietnamGazetteer()
    if any("thủ đô" in lowered(text) for text in texts):
        return CAPITAL
    told = (units.served_by(_capitalised(text)) or _without_accents(text) for text in texts if text)
    return next((code for code in told if code), "") or _province_of_host(host)


def _without_accents(text: str) -> str:
    """ "Bao hiem xa hoi tinh Son La": the province that stands last."""
    words = lowered(text).split() if text.isascii() else []
    ends = ("".join(words[start:]) for start in range(1, len(words)))
    return next((code for end in ends if len(end) >= MIN_JOINED_CHARS and (code := _provinces_joined().get(end))), "")


def _capitalised(text: str) -> str:
    """A name in capitals, as places are written elsewhere."""
    return text.title() if text.isupper() else text


def _province_of_host(host: str) -> str:
    """ "soyte.laocai.gov.vn", "baosonla.vn"; the label nearest to the top counts first."""
    provinces = _provinces_joined()
    for label in reversed(host.split(".")[:-1]):
        words = label.split("-")
        joined = "".join(words)
        for word in (joined, *words):
            if code := provinces.get(word) or _ABBREVIATED.get(word):
                return code
        inside = (
            name
            for name in provinces
            if len(name) >= MIN_JOINED_CHARS and any(word.startswith(name) or word.endswith(name) for word in words)
        )
        if longest := max(inside, key=len, default=""):
            return provinces[longest]
    return ""


@lru_cache(maxsize=1)
def _provinces_joined() -> Mapping[str, str]:
    """Today's and former provinces as addresses write them, with the code of today's."""
    return {
        fold(split_kind(name)[1]).replace(" ", "").replace("-", ""): unit.province or unit.code
        for unit in load().units.values()
        if unit.level == PROVINCE
        for name in unit.names
    }
