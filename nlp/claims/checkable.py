"""Whether a claim holds something that can be checked, and is neither an opinion nor about a person.

What is not checkable is not kept: nothing here says what an opinion is worth (design §1).
"""

import re

from nlp.claims.particulars import names, particulars
from nlp.cues import lower
from nlp.person_names import names as persons
from nlp.places.scan import scan

MIN_SYLLABLES, MAX_SYLLABLES = 5, 120

_OPINION = re.compile(
    r"\b(?:nên|đáng (?:bị|được|khen|trách|xấu hổ|tiếc|lên án)|xứng đáng|(?:tốt|đẹp|tệ|ngon|hay|giỏi|kém|dở|xấu"
    r"|đáng sống|vô lý) nhất"
    r"|quá (?:đáng|tệ|chậm trễ|đắt đỏ|bất công|yếu)|theo tôi|tôi (?:thấy|nghĩ|cho rằng|tin)|chúng ta (?:nên|phải)"
    r"|vô (?:trách nhiệm|cảm|dụng|lý|nghĩa|ơn|đạo đức)|bất (?:tài|công|lực|nhân|lương|hợp lý|minh|xứng)|yếu kém"
    r"|thiếu (?:trách nhiệm|năng lực|đạo đức|minh bạch|tôn trọng|văn hóa)|quan liêu|cửa quyền|độc tài|dân chủ"
    r"|lòng dân|lòng tin|lạc hậu"
    r"|hợp lý|sai lầm|ưu việt|anh minh|sáng suốt|tham lam|dối trá|giả dối|đạo đức giả|phản động|thù địch"
    r"|bán nước|yêu nước|phản bội"
    r"|hèn|ngu|lố bịch|đáng ghét|đáng yêu|tuyệt vời|thảm hại|thất bại|tử tế|tồi tệ|công bằng|có lẽ|tốt hơn"
    r"|đẹp hơn|giỏi hơn)\b"
)
_OF_PERSON = re.compile(
    r"^(?:tin |chuyện )?(?:ông|bà|anh|chị|vợ|chồng|con trai|con gái)\b"
    r"|\b(?:chủ tịch|bí thư|giám đốc|hiệu trưởng|trưởng (?:thôn|phòng|công an|ban)|bộ trưởng|đại biểu|cán bộ"
    r"|thủ tướng|ca sĩ|diễn viên|nghệ sĩ"
    r"|người mẫu|cầu thủ|nhà báo)\b(?: \w+){0,7} (?:là (?:người|kẻ|con|cháu|bồ)|tham ô|tham nhũng|nhận hối lộ"
    r"|ngoại tình|ly hôn|có (?:vợ|bồ|con riêng)"
    r"|giàu|nghiện|mắc bệnh|bỏ trốn|đánh|chửi|lừa|ăn chặn|biển thủ)\b"
)
_TITLED = re.compile(
    r"\b(?:ông|bà|anh|chị|cô|chú|bác|cháu|em|cụ|bé|thầy|giáo sư|bác sĩ|luật sư|nhà báo|ca sĩ|diễn viên|nghệ sĩ"
    r"|chủ tịch|bí thư"
    r"|giám đốc|tướng|thượng tá|đại tá|bộ trưởng|cựu \w+) $"
)
_FULL_NAME = 3  # words
_HAPPENS = re.compile(
    r"\b(?:chữa|khỏi|gây|làm|khiến|lây|nổ|chết|tử vong|cấm|phải|miễn phí|thu phí|bắt buộc|ngừng|dừng|đóng cửa"
    r"|tăng|giảm|vỡ|sập|nứt|hết hạn"
    r"|thu hồi|bị|xả|ngập|cháy|mở bán|tặng|phát|khóa|phạt|đổi|bỏ|xóa|sáp nhập|di dời|tịch thu|thay thế|ngộ độc"
    r"|nhiễm|phòng|ngừa|diệt)\b"
)


def is_checkable(claim: str) -> bool:
    low = lower(claim)
    if not MIN_SYLLABLES <= len(low.split()) <= MAX_SYLLABLES or _OPINION.search(low) or _OF_PERSON.search(low):
        return False
    if _names_a_person(claim):
        return False
    return particulars(claim).any or bool(names(claim)) or bool(_HAPPENS.search(low))


def _names_a_person(claim: str) -> bool:
    """Behind a title, at the head, or in full; what a place is called is no person's name."""
    places = [(one.start, one.end) for one in scan(claim) if " " in claim[one.start : one.end]]
    for name in persons(claim):
        if any(start <= name.start < end for start, end in places):
            continue
        if name.start == 0 or name.length >= _FULL_NAME or _TITLED.search(lower(claim[: name.start])):
            return True
    return False
