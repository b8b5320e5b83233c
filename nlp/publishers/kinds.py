"""What kind of publisher a name belongs to. Names are compared in lower case, with their accents."""

import re
from collections.abc import Sequence
from functools import cache
from urllib.parse import urlsplit

from domain.sources import SourceKind
from vietnamese.text import fold, nfc

# "Báo cáo", "báo chí", "báo tin"; and without accents "bao hiem", "bao tang", "bao ve".
_NOT_A_NEWSPAPER = r"(?!\s(?:cáo|chí|giá|động|tin(?! tức)|hiệu|hiếu|mộng|hiểm|tàng|vệ|trì|tồn)\b)"
_PRESS = re.compile(
    r"^(?:cơ quan ngôn luận|(?:đài |kênh )?(?:phát thanh|truyền hình|pt-?th|ptth)\b"
    r"|đài (?:tiếng nói|[^ ]+ truyền hình)"
    rf"|báo\b{_NOT_A_NEWSPAPER}"
    r"|(?:nhật|tuần|thời|nguyệt) báo\b|tạp chí\b|tuần san\b|chuyên trang\b|ấn phẩm\b"
    r"|trung tâm (?:văn hóa|văn hoá)?[^,]{0,30}truyền thông\b)"
)
_PRESS_INSIDE = re.compile(
    rf"\b(?:báo điện tử|(?<!thông )(?<!cảnh )(?<!dự )(?<!công )báo\b{_NOT_A_NEWSPAPER} .*điện tử)"
)
_FACT_CHECKER = re.compile(
    r"\btin giả\b|\bkiểm chứng\b|\bfact.?check|\bxác thực (?:thông tin|tin tức)\b|\bchống tin sai"
)
_AGENCY = re.compile(r"\bthông tấn xã\b|\bttxvn\b|\bvietnam news agency\b|\bvnanet\b|\bhãng thông tấn\b")
_WARNS = re.compile(
    r"\bkhí tượng\b|\bthủy văn\b|\bthuỷ văn\b|\bkttv\b|\bpctt\b|\bphòng,? ?chống (?:thiên tai|lụt)|\btìm kiếm cứu nạn\b"
    r"|\bphòng thủ dân sự\b|\bvật lý địa cầu\b|\bđộng đất\b|\bsóng thần\b|\bđê điều\b|\bbão lụt\b|\bhồ chứa\b"
    r"|\b(?:giám sát|quản lý|ứng phó|cảnh báo sớm) thiên tai\b|\bứng phó sự cố\b|\bhydro-?meteorolog"
)
_OFFICES = (  # a state body, or one that is under it, begins so
    "ubnd|hđnd|ủy ban|uỷ ban|hội đồng nhân dân|sở|bộ|cục|tổng cục|chi cục|vụ|thanh tra|công an|cảnh sát|phòng|ban"
    "|văn phòng|cổng (?:thông tin|ttđt|dịch vụ)|cổng điện tử|chính phủ|quốc hội|tỉnh ủy|tỉnh uỷ|thành ủy|thành uỷ"
    "|huyện ủy|đảng (?:ủy|bộ)|đảng uỷ|tòa án|toà án|viện|kho bạc|bảo hiểm xã hội|bhxh|hải quan|thuế|kiểm lâm|công báo"
    "|thông báo của|báo cáo|cảng vụ|đài thông tin|vườn quốc gia|khu bảo tồn"
    "|huyện|thị xã|thành phố|tỉnh|xã|phường|thị trấn|quận|đặc khu"
)
_ASSOCIATIONS = (
    "tỉnh đoàn|thành đoàn|trung ương (?:hội|đoàn)|đoàn (?:thanh niên|tncs|thể|đbqh)|hội (?!viên)|liên đoàn|công đoàn"
    "|mặt trận|mttq"
)
_SERVICES = (
    "bệnh viện|trung tâm|trạm|cdc|trường|đại học|học viện|cao đẳng|mầm non|nhà trường|bảo tàng|nhà thiếu nhi|điện lực"
    "|thư viện (?:tỉnh|thành phố|quốc gia|khoa học|trung ương)"
)
_OFFICIAL = re.compile(rf"^(?:{_OFFICES}|{_ASSOCIATIONS}|{_SERVICES})\b")
_UTILITY = re.compile(r"\b(?:điện lực|cấp nước|thủy điện|thuỷ điện|thủy lợi|thuỷ lợi|thủy nông|evn)\b")
_PRIVATE = re.compile(
    r"\b(?:công ty|cổ phần|tnhh|tập đoàn|doanh nghiệp|tư thục|tư nhân|dân lập|ngoài công lập|jsc|group)\b"
    r"|\b(?:bệnh viện|trường|phòng khám|mầm non)\b.*\bquốc tế\b"
)
_ENGLISH = re.compile(
    r"\b(?:ministry|department of|people'?s committee|university|hospital|primary school|high school|red cross|police|"
    r"national assembly|government|provincial portal|customs)\b"
)
_LEADING = re.compile(
    r"^(?:(?:chào mừng (?:bạn )?(?:đến|đã đến) (?:với )?)?(?:trang (?:chủ|web|nhà)|website)(?: chính thức)?(?: của)?"
    r"|(?:trang|cổng) (?:thông tin(?: điện tử)?|tin(?: điện tử)?|ttđt)(?: tổng hợp| thành phần| nội bộ)?(?: của)?)"
    r"[\s:–-]+"
)

# "baotang", "baohiem", "baoyen" … are museums, insurances and districts.
_PRESS_HOST = re.compile(
    r"^(?:bao(?!hiem|tang|veo?|tro|yen|thang|lam|loc)\w{3,}|\w*(?:truyenhinh|phatthanh)\w*|ptth\w*|tapchi\w*|\w+tv)$"
)
_WARNING_HOST = re.compile(r"kttv|khituong|pctt|thientai|nchmf|^igp")
_OFFICIAL_HOST = re.compile(r"^(?:ubnd|congan|benhvien|bvdk|ttyt|trungtamyte|cdc|soyte|so[ky]\w{2,})")
_PUBLIC_DOMAINS = (".gov.vn", ".mil.vn", ".edu.vn")


def _says(pattern: re.Pattern[str], name: str) -> bool:
    """Also where the name was typed without accents."""
    return bool(pattern.search(name) or (name.isascii() and _without_accents(pattern).search(name)))


@cache
def _without_accents(pattern: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile("".join(fold(sign) if sign > "\x7f" else sign for sign in pattern.pattern))


def lowered(text: str) -> str:
    return " ".join(nfc(text).lower().split())


def bare(text: str) -> str:
    """The name without "Trang thông tin điện tử" and the like before it; the words that are left may be none."""
    name = f"{lowered(text)} "
    leading = _without_accents(_LEADING) if name.isascii() else _LEADING
    return leading.sub("", name).strip(" -–:|")


def kind_of(names: Sequence[str], url: str) -> SourceKind:
    """What the site's names say, the surest words first; then its address; press where nothing tells."""
    whole = [lowered(name) for name in names]
    heads = [*whole, *(bare(name) for name in names)]
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if any(_says(_FACT_CHECKER, name) for name in whole) or host.startswith("tingia."):
        return SourceKind.FACT_CHECKER
    if any(_says(_AGENCY, name) for name in whole):
        return SourceKind.AGENCY
    if any(_says(_PRESS, name) or _says(_PRESS_INSIDE, name) for name in heads):
        return SourceKind.PRESS
    if any(_says(_WARNS, name) for name in whole):
        return SourceKind.WARNING_SERVICE
    return _of_an_office(whole, heads, host)


def _of_an_office(whole: Sequence[str], heads: Sequence[str], host: str) -> SourceKind:
    labels = host.split(".")
    if any(_WARNING_HOST.search(label) for label in labels):
        return SourceKind.WARNING_SERVICE
    if host.endswith((".gov.vn", ".mil.vn")) or any(_says(_UTILITY, name) for name in whole):
        return SourceKind.OFFICIAL
    if any(_says(_PRIVATE, name) for name in whole):
        return SourceKind.PRESS
    if any(_is_collecting(name) for name in whole):
        return SourceKind.PRESS
    if any(_says(_OFFICIAL, name) or _ENGLISH.search(name) for name in heads) or host.endswith(_PUBLIC_DOMAINS):
        return SourceKind.OFFICIAL
    if _PRESS_HOST.match(labels[0]):
        return SourceKind.PRESS
    return SourceKind.OFFICIAL if _OFFICIAL_HOST.match(labels[0]) else SourceKind.PRESS


def _is_collecting(name: str) -> bool:
    """A company's page that collects what others wrote calls itself so by law (Decree 147/2024)."""
    return "thông tin điện tử tổng hợp" in name or "ttđt tổng hợp" in name
