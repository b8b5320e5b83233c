"""Whether a bulletin is for practice: it looks like a warning, and nobody is in danger."""

import re

_HEAD_CHARS = 500  # where a bulletin for practice says what it is
_REAL = re.compile(
    r"(?:không phải(?: là)?|không còn là|chứ không phải|đã|vừa|từng|sau(?: đợt| buổi| cuộc)?|như(?: khi)?) "
    r"(?:(?:được|tổ chức|tham gia|bản tin|buổi|cuộc|tình huống|cảnh báo|đợt) )*"
    r"(?:diễn tập|giả định|thử nghiệm|tập dượt)",
    re.IGNORECASE,
)
_DRILL = re.compile(
    r"diễn tập|tập dượt|thao diễn|giả định|\[\s*(?:thử|test|demo|drill|exercise)[^\]]{0,20}\]"
    r"|\b(?:drill|exercise only)\b|(?:bản )?tin (?:thử(?: nghiệm)?|mẫu)\b"
    r"|thử nghiệm (?:hệ thống|phát|truyền|cảnh báo|kênh|tin)"
    r"|chạy thử|kịch bản (?:ứng phó|huấn luyện)|(?:phục vụ|dùng cho|để) (?:tập huấn|huấn luyện)"
    r"|không phải (?:là )?(?:tình huống|cảnh báo|bản tin|tin|sự việc) (?:có )?(?:thật|thực)",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(
    r"tình huống giả định|(?:bản )?tin (?:này )?(?:chỉ )?(?:là |dùng |phục vụ |để )+(?:cho )?(?:mục đích )?"
    r"(?:diễn tập|tập huấn|huấn luyện|thử nghiệm|giả định)"
    r"|không phải (?:là )?(?:tình huống|cảnh báo|bản tin|tin|sự việc) (?:có )?(?:thật|thực)",
    re.IGNORECASE,
)


def is_drill(title: str, text: str) -> bool:
    """It says so in its title, near its beginning, or plainly anywhere."""
    head = _REAL.sub(" ", f"{title}\n{text[:_HEAD_CHARS]}")
    return bool(_DRILL.search(head) or _ANYWHERE.search(_REAL.sub(" ", text)))
