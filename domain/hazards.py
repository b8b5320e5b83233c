"""The hazards, each with the words by which a bulletin names it. What screens call them is in `messages/`."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

DAY, TWO_DAYS, FORTNIGHT, MONTH = 24, 48, 24 * 14, 24 * 30  # hours


class Hazard(StrEnum):
    """The first whose words a text holds is its hazard, so what is most particular stands first.

    `words` are regular expressions, tried one after the other; `category` is CAP's; `holds_hours` is how long a warning
    holds when its bulletin does not say: an old one must never look current.
    """

    words: tuple[str, ...]
    category: str
    holds_hours: int

    def __new__(cls, code: str, words: tuple[str, ...] = (), category: str = "Met", holds_hours: int = DAY) -> Self:
        made = str.__new__(cls, code)
        made._value_ = code
        made.words, made.category, made.holds_hours = words, category, holds_hours
        return made

    STORM = (
        "storm",
        (
            r"bão (?:số \d+|(?-i:[A-ZĐ]\w+(?: [A-ZĐ]\w+){0,2}))",  # the number or name tells one storm from another
            r"siêu bão|áp thấp nhiệt đới|(?:tin|cơn) bão|bão (?:khẩn cấp|gần bờ|trên biển)|\bbão\b",
        ),
    )
    FLASH_FLOOD = "flash-flood", (r"lũ quét|lũ ống|sạt lở đất|sạt lở|sụt lún",), "Geo"  # bulletins name both together
    FIRE = "fire", (r"cháy rừng|cháy nổ|nguy cơ cháy",), "Fire", TWO_DAYS
    SCAM = "scam", (r"lừa đảo|giả (?:danh|mạo)|mạo danh|chiếm đoạt",), "Security", MONTH
    FOOD = (
        "food",
        (r"thu hồi|ngộ độc thực phẩm|ngộ độc|thực phẩm (?:bẩn|không an toàn|nhiễm)|methanol",),
        "Health",
        MONTH,
    )
    DISEASE = (
        "disease",
        (
            r"dịch (?:bệnh|sởi|cúm|tả|sốt|bạch hầu|dại|tay chân miệng)|sốt xuất huyết|bạch hầu"
            r"|tay chân miệng|bệnh (?:dại|sởi|than|tả)|cúm A|viêm não|ca (?:mắc|bệnh)"
            # Alone it is an epidemic; in "dịch vụ", "giao dịch", "chiến dịch" it is a part of another word.
            r"|(?<!giao )(?<!chiến )(?<!phiên )(?<!thông )(?<!biên )(?<!xê )(?<!tịnh )(?<!kịch )(?<!dung )"
            r"(?<!tràn )(?<!hút )(?<!truyền )"
            r"\bdịch\b(?! (?:vụ|thuật|chuyển|giả|truyền|vị|nhầy|khớp|ra|sang|thơ|sách|phẩm|từ|lại|máu))",
        ),
        "Health",
        FORTNIGHT,
    )
    FLOOD = "flood", (r"\blũ\b|ngập lụt|ngập úng|triều cường|xả (?:lũ|mặt|đáy)|cửa xả|báo động (?:1|2|3|I+)",)
    COLD = "cold", (r"rét (?:đậm|hại)|không khí lạnh|băng giá|sương muối",)
    HEAT = "heat", (r"nắng nóng",)
    HEAVY_RAIN = "heavy-rain", (r"mưa (?:lớn|to|rất to|đá|dông|giông)|dông|lốc|gió mạnh",)
    OTHER = "other", (), "Other"  # a CAP feed may warn of what our own readers do not know


# Decision 18/2021/QĐ-TTg, article 4.3 and appendix XII: the colour of each level of risk.
RISK_COLOURS = {1: "light-blue", 2: "light-yellow", 3: "orange", 4: "red", 5: "purple"}
MAX_RISK_LEVEL = 5
NATURAL_HAZARDS = frozenset(
    (Hazard.STORM, Hazard.FLASH_FLOOD, Hazard.FIRE, Hazard.FLOOD, Hazard.COLD, Hazard.HEAT, Hazard.HEAVY_RAIN)
)


def combined_level(levels: Mapping[Hazard, int]) -> int | None:
    """Article 4.4: of two or more natural hazards at once the level may rise by one, to 5 at most; None for fewer."""
    natural = [level for hazard, level in levels.items() if hazard in NATURAL_HAZARDS]
    return min(max(natural) + 1, MAX_RISK_LEVEL) if len(natural) >= 2 else None
