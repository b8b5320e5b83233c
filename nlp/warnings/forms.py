"""Whether a text is an official bulletin by its form.

Its title announces a bulletin or a warning, and its text names the office that issues it, a level of risk or the next
bulletin. Two kinds say none of these: a nowcast tells what radar and satellites show, and a notice of forest-fire
danger states a level of the forest's own scale.
"""

import re

from domain.hazards import Hazard
from domain.warning import Bulletin
from nlp.warnings.hazards import hazard_of
from vietnamese.numerals import roman

_TITLE = re.compile(
    r"^\W*(?:cập nhật:? |khẩn:? |mới nhất:? )?"
    r"(?:tin (?:bão|áp thấp|cuối cùng|dự báo|cảnh báo|lũ|mưa|nắng|rét|không khí|gió|khẩn|hủy|nhanh"
    r"|thời tiết|phát)|bản tin|cảnh báo|dự báo|thông báo|thu hồi|hủy|kết thúc|chấm dứt|khuyến cáo|công điện|dỡ bỏ)",
    re.IGNORECASE,
)
OFFICE = re.compile(
    r"trung tâm (?:dự báo|khí tượng|quốc gia|kiểm soát bệnh tật)|đài khí tượng|khí tượng thủy văn|CDC"
    r"|cục (?:an toàn thực phẩm|quản lý|an toàn thông tin|an ninh mạng|kiểm lâm|y tế|phòng bệnh|thú y|quản lý đê)"
    r"|sở (?:y tế|nông nghiệp|công thương)|bộ (?:y tế|công an|nông nghiệp)"
    r"|công an (?:tỉnh|thành phố|TP|xã|phường)|chi cục|ban chỉ (?:huy|đạo)|kiểm lâm|hiệp hội an ninh mạng",
    re.IGNORECASE,
)
FORM = re.compile(
    r"cấp độ rủi ro|(?:bản )?tin (?:tiếp theo|kế tiếp)|tin (?:phát|cuối cùng)"
    r"|ban hành (?:bản tin|lệnh)|phát (?:đi )?lúc|bản tin số",
    re.IGNORECASE,
)
_WARNS = re.compile(
    r"^\W*(?:cập nhật:? |khẩn:? |mới nhất:? )?(?:tin |bản tin|cảnh báo|dự báo|khuyến cáo|công điện)", re.IGNORECASE
)
_NOWCAST_TITLE = re.compile(
    r"^\W*(?:mưa|dông|giông|lốc|sét|thông tin|tin dông|tin giông|tin sét|nguy cơ)", re.IGNORECASE
)
_REPORT_TITLE = re.compile(r"khiến|\blàm \w+|thiệt hại|\bsau\b|\bhoãn\b|\bcuốn\b|\bđánh\b", re.IGNORECASE)
_TOLD_TITLE = re.compile(  # an event that is told, where no bulletin is announced
    r"\bgây (?:ngập|thiệt|sập|tốc|tắc|hư|chết|mất|thương)"
    r"|\b(?:người|hộ|nhà|em|trẻ) (?:được|bị|chết|mất tích|thiệt mạng)",
    re.IGNORECASE,
)
_SKY = re.compile(
    r"vùng mây|mây (?:dông|giông|đối lưu|gây mưa)|ổ (?:mây|dông|giông)|ảnh (?:mây|vệ tinh)|\bra[- ]?đa\b|\bradar\b"
    r"|định vị sét",
    re.IGNORECASE,
)
_FIRE_TITLE = re.compile(
    r"^\W*(?:khẩn:? )?(?:nguy cơ cháy rừng|thông tin|cháy rừng:? (?:cảnh báo|dự báo|nguy cơ)|rừng [^.]{0,40}?ở cấp"
    r"|cấp (?:độ )?(?:dự báo |báo động |cảnh báo )?(?:nguy cơ )?cháy rừng)",
    re.IGNORECASE,
)
_FOREST = re.compile(r"cháy rừng|\brừng\b.*\bcấp cháy", re.IGNORECASE)
_FIRE_LEVEL = re.compile(
    r"(?<!nhà )(?<!đường )(?<!trình )\bcấp(?: độ)?"
    r"(?: (?:dự báo|báo động|cảnh báo|nguy cơ|cháy rừng|cháy|hiện tại)){0,4}"
    r"(?: là| ở|:)* ?(IV|V|I{1,3}|[1-5])\b(?! rủi ro)(?! (?:máy|trạm|xe|bộ|tổ|đội|người|chiếc|phương tiện))",
    re.IGNORECASE,
)
_FIRE_WORDS = re.compile(r"\b(?:cấp|mức)(?: độ)? (cực kỳ )?nguy hiểm", re.IGNORECASE)


def is_bulletin(bulletin: Bulletin) -> bool:
    title, text = bulletin.title, bulletin.text
    if _TITLE.match(title) and (OFFICE.search(text) or FORM.search(text)):
        return True
    if _WARNS.match(title) and OFFICE.search(bulletin.source) and hazard_of(title):
        return True  # the office need not name itself on its own page
    return _is_nowcast(title, text) or fire_level(bulletin) > 0


def _is_nowcast(title: str, text: str) -> bool:
    form = _TITLE.match(title) or _NOWCAST_TITLE.match(title)
    if not form or _REPORT_TITLE.search(title) or not _SKY.search(text):
        return False
    if _TOLD_TITLE.search(title) and not _TITLE.match(title):
        return False
    hazard = hazard_of(title)
    return hazard is not None and hazard[0] in (Hazard.HEAVY_RAIN, Hazard.FLOOD, Hazard.FLASH_FLOOD)


def fire_level(bulletin: Bulletin) -> int:
    """1 to 5 on the forest's scale, as the title states it or else the text; 0 for what is no notice of it."""
    title = bulletin.title
    if not _FOREST.search(title) or not (_TITLE.match(title) or _FIRE_TITLE.match(title)):
        return 0
    return max(_levels(title) or _levels(bulletin.text), default=0)


def _levels(text: str) -> list[int]:
    stated = [int(said) if said.isdigit() else roman(said.upper()) for said in _FIRE_LEVEL.findall(text)]
    return stated or [5 if utmost else 4 for utmost in _FIRE_WORDS.findall(text)]
