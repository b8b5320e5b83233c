"""What a bulletin warns of, in its own words."""

import re

from domain.warning import Hazard

# In order: the first that matches names the hazard, so what is most particular stands first.
_HAZARDS = (
    (
        Hazard.STORM,
        r"bão (?:số \d+|(?-i:[A-ZĐ]\w+(?: [A-ZĐ]\w+){0,2}))",
    ),  # the number or name tells one storm from another
    (Hazard.STORM, r"siêu bão|áp thấp nhiệt đới|(?:tin|cơn) bão|bão (?:khẩn cấp|gần bờ|trên biển)|\bbão\b"),
    (Hazard.FLASH_FLOOD, r"lũ quét|lũ ống|sạt lở đất|sạt lở|sụt lún"),
    (Hazard.FIRE, r"cháy rừng|cháy nổ|nguy cơ cháy"),
    (Hazard.SCAM, r"lừa đảo|giả (?:danh|mạo)|mạo danh|chiếm đoạt"),
    (Hazard.FOOD, r"thu hồi|ngộ độc thực phẩm|ngộ độc|thực phẩm (?:bẩn|không an toàn|nhiễm)|methanol"),
    (
        Hazard.DISEASE,
        r"dịch (?:bệnh|sởi|cúm|tả|sốt|bạch hầu|dại|tay chân miệng)|sốt xuất huyết|bạch hầu"
        r"|tay chân miệng|bệnh (?:dại|sởi|than|tả)|cúm A|viêm não|ca (?:mắc|bệnh)|dịch",
    ),
    (Hazard.FLOOD, r"\blũ\b|ngập lụt|ngập úng|triều cường|xả (?:lũ|mặt|đáy)|cửa xả|báo động (?:1|2|3|I+)"),
    (Hazard.COLD, r"rét (?:đậm|hại)|không khí lạnh|băng giá|sương muối"),
    (Hazard.HEAT, r"nắng nóng"),
    (Hazard.HEAVY_RAIN, r"mưa (?:lớn|to|rất to|đá|dông|giông)|dông|lốc|gió mạnh"),
)
_PATTERNS = tuple((hazard, re.compile(pattern, re.IGNORECASE)) for hazard, pattern in _HAZARDS)


def hazard_of(text: str) -> tuple[Hazard, str] | None:
    """The hazard and the words that name it, lower case; None when none is named."""
    for hazard, pattern in _PATTERNS:
        m = pattern.search(text)
        if m:
            return hazard, m[0].lower()
    return None
