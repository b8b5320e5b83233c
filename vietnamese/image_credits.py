"""Whose picture a caption says it is: «Ảnh: Quỳnh Trần». «Ảnh: Internet» and «Ảnh minh họa» name nobody."""

import re

_PICTURE = r"(?:ảnh|hình(?: ảnh)?|video|clip|đồ h[oọ]a|đồ hoạ|photo|photos|pic|infographic)"
_KIND = (
    r"(?:\s(?:minh h[oọ]a|minh hoạ|tư liệu|chụp(?: lại)?(?: từ)? màn hình|chụp màn hình|cắt(?: ra)? từ (?:clip"
    r"|video|camera)"
    r"|phối cảnh|gốc|chụp|lấy|trích))?"
)
_NAMED = re.compile(
    rf"(?<!trong )(?<!bức )(?<![^\W_])(?P<credit>(?:(?:nguồn )?{_PICTURE}{_KIND}(?: và (?:bài|clip|video))?"
    rf"|nguồn(?: tin)?"
    r"|credits?|source|courtesy(?: of)?)\s?[:;]\s?[^:;\n]{1,70})$",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    rf"(?<![^\W_])(?P<credit>{_PICTURE}(?: (?:do|được|từ|của))?(?: [\w.&-]+){{1,8}} cung cấp(?: cho \S+)?)$",
    re.IGNORECASE,
)
_MADE = re.compile(
    rf"(?<![^\W_])(?P<credit>{_PICTURE}(?: được)? (?:minh h[oọ]a|minh hoạ|tư liệu|cắt|chụp|trích|lấy|sưu tầm|internet"
    r"|trên mạng|mạng|facebook|fb|zalo)(?: [\w./&-]+){0,7})$",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"(?:[(/|–—-]\s?)(?P<credit>(?:AFP|AP|Reuters|EPA|TTXVN|VNA|Xinhua|THX|Tân Hoa xã|Getty(?: Images)?|Shutterstock"
    r"|Bloomberg|NLĐO?|TTO|VOV|VTV)(?:/[\w ]{2,30})?)$",
    re.IGNORECASE,
)
_ALL = re.compile(
    rf"(?<![^\W_])(?:tin|bài(?: viết)?|thực hiện|nội dung|text|clip)(?:,| và| -|/|&| \+)? "
    rf"?{_PICTURE}\s?:\s?(?P<who>[^\n:]{{2,60}})$",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSING = re.compile(r"[\W_]+$")
_MOST_CAPTION_CHARS = 600
# Words that say how a picture came here and not from whom.
_NOBODY_SAID = (
    "ảnh hình video clip đồ họa hoạ minh tư liệu nguồn internet mạng xã hội sưu tầm facebook fb zalo twitter x youtube "
    "tiktok weibo instagram google chụp màn cắt trích xuất từ trên lại lấy của qua camera an ninh được do photo source "
    "credit trang cá nhân t.l tl st cut capture social media web website online net và theo bởi gốc người dùng các một "
    "chỉ mang tính chất phối cảnh illustration đăng tải"
)
_NOBODY = frozenset(_NOBODY_SAID.split())
_WORD = re.compile(r"[^\W_](?:[\w.&]*[^\W_])?")


def credit_in(caption: str) -> str:
    """The part at its end that says where the picture is from; "" where it has none."""
    text = _CLOSING.sub("", " ".join(caption[-_MOST_CAPTION_CHARS:].split()))
    for pattern in (_NAMED, _GIVEN, _MADE, _AGENCY):
        m = pattern.search(text)
        if m:
            return m["credit"]
    return ""


def credit_of_all(text: str) -> str:
    """The line that names who took an article's pictures beside who wrote it: «Bài, ảnh: Hoàng Anh»."""
    m = _ALL.search(text)
    return m[0].strip() if m else ""


def names_somebody(credit: str) -> bool:
    """Whether it says from whom the picture is."""
    words = [word for word in _WORD.findall(credit) if word.lower() not in _NOBODY]
    return any(len(word) > 1 for word in words) or sum(map(str.isupper, words)) > 1  # «Q. L.»
