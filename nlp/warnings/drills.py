"""Whether a bulletin is for practice: it looks like a warning, and nobody is in danger."""

import re

_HEAD_CHARS = 500  # where a bulletin for practice says what it is
_REAL = re.compile(
    r"(?:không phải(?: là)?|không còn là|chứ không phải|hoãn|dừng|hủy|huỷ|ngừng|thay cho|đã|vừa|từng"
    r"|sau(?: đợt| buổi| cuộc)?"
    r"|như(?: khi)?) "
    r"(?:(?:được|tổ chức|tham gia|bản tin|buổi|cuộc|tình huống|cảnh báo|đợt) )*"
    r"(?:diễn tập|giả định|thử nghiệm|tập dượt|luyện tập|tập huấn|mô phỏng)"
)
_DRILL = re.compile(
    r"diễn tập|tập dượt|thao diễn|giả định|\[\s*(?:thử|test|demo|drill|exercise)[^\]]{0,20}\]"
    r"|\b(?:drill|exercise only)\b|(?:bản )?tin (?:thử(?: nghiệm)?|mẫu)\b"
    r"|thử nghiệm (?:hệ thống|phát|truyền|cảnh báo|kênh|tin)"
    r"|chạy thử|kịch bản (?:ứng phó|huấn luyện)|theo kịch bản,? (?:lúc |vào |khoảng )?\d{1,2} ?(?:giờ|h)"
    r"|(?:phục vụ|dùng cho|dùng trong|để) (?:(?:buổi|lớp|cuộc|việc|mục đích) )?(?:tập huấn|huấn luyện|luyện tập)"
    r"|(?:kiểm tra|test|thử) (?:hoạt động )?(?:của )?(?:hệ thống|loa|còi|đường truyền|kênh)|thao trường"
    r"|tình huống (?:đặt ra|mô phỏng|giả lập)|(?:cuộc|buổi|đợt|chỉ là) luyện tập"
)
_DRILL_TITLE = re.compile(
    r"^\W*test\b|[(\[–-]\s*(?:bản )?(?:tin )?"
    r"(?:tập huấn|huấn luyện|mô phỏng|ví dụ|minh họa|luyện tập|giả lập|thực hành|test)"
)
_ANYWHERE = re.compile(
    r"tình huống giả định|(?:bản )?tin (?:này )?(?:chỉ )?(?:là |dùng |phục vụ |để )+(?:cho )?(?:mục đích )?"
    r"(?:diễn tập|tập huấn|huấn luyện|thử nghiệm|giả định|luyện tập)"
    r"|không phải (?:là )?(?:tình huống|cảnh báo|bản tin|tin|sự việc) (?:có )?thực\b"
    r"|không (?:phải|có) (?:là )?(?:\w+ ){1,4}thật\b"
)

_SAID_ANYWHERE = (  # one of these stands in each of the above
    "diễn tập", "tập huấn", "huấn luyện", "thử nghiệm", "giả định", "luyện tập", "không phải", "thật",
)  # fmt: skip


def is_drill(title: str, text: str) -> bool:
    """It says so in its title, near its beginning, or plainly anywhere."""
    low, low_title = text.lower(), title.lower()  # matching it is faster than ignoring case
    head = _REAL.sub(" ", f"{low_title}\n{text[:_HEAD_CHARS].lower()}")
    if _DRILL_TITLE.search(low_title) or _DRILL.search(head):
        return True
    whole = f"{low_title}\n{low}"
    return any(word in whole for word in _SAID_ANYWHERE) and bool(_ANYWHERE.search(_REAL.sub(" ", whole)))
