"""What the words and names around a date say it is the date of."""

import re
from enum import Enum

from crawlers.dates.clocks import WEEKDAY
from crawlers.extract.markup import squeeze


class Kind(Enum):
    """Of what a date is the date, by the words before it."""

    PUBLISHED = "published"
    BARE = "bare"  # nothing is said
    CHANGED = "changed"
    OTHER = "other"  # of a licence, an event, a document, a comment, the clock


_PUBLISHED = re.compile(
    r"\b(?:(?:ngày|giờ|thời gian|thời điểm) )?"
    r"(?:đăng(?! (?:ký|kí|cai|kiểm|quang|nhập))|dang tai|xuất bản|đưa tin|phát hành)\b"
    r"|(?<!đào )(?<!sáng )(?<!chế )\b(?:tạo|viết) (?:ngày|lúc|vào)\b"
    r"|\bngay dang\b|\b(?:ngày|được) (?:tạo|viết)\b|\b(?:posted|published|publication)\b"
)
_CHANGED = re.compile(
    r"\b(?:cập nhật|cap nhat|chỉnh sửa|sửa(?: đổi)? (?:lúc|ngày|lần)|sửa(?: lần cuối)?:|thay đổi|lần cuối)"
    r"|\b(?:updated?|modified|edited)\b"
)
# Never of the article, wherever in the line they stand.
_NEVER = re.compile(
    r"giấy phép|cấp phép|gp-|gptt|©|\(c\)|copyright|bản quyền|phiên bản|\bversion\b|ngày cấp"
    r"|\bcấp (?:lại )?ngày"
    r"|khai mạc|bế mạc|diễn ra|khởi (?:công|hành|tranh|chiếu)"
    r"|hạn (?:nộp|chót|cuối|đăng|gửi|nhận)|thời hạn|hết hạn|deadline"
    r"|hiệu lực|ban hành|ngày ký|ký ngày|căn cứ|công văn|quyết định|nghị (?:định|quyết)|thông tư|\bsố:? ?\d+"
    r"|\bsinh\b|\bsn\b|qua đời|thành lập|bắt đầu|kết thúc|tổ chức (?:vào|lúc|ngày)"
    r"|bình luận|trả lời|phản hồi|\bcomment|\breply|\bgửi lúc|đã viết"
    r"|\btrang\b.{0,25}cập nhật|\bwebsite\b|tải (?:về|xuống)|đính kèm|\.(?:pdf|docx?|xlsx?)\b|\bcổng thông tin"
    r"|hôm nay|bây giờ|hiện tại|\btoday\b|\bnow\b|giá (?:vàng|xăng|usd|điện|cà phê)|tỷ giá|tính từ|\btruy cập\b|°c"
    r"|ảnh chụp|\bảnh:|chụp (?:ngày|lúc)|ngày (?:thi|họp|hội|nghỉ|trả|hẹn|lễ|sinh|mất|bay|đi|về|làm việc)"
)
# Of something else where they stand right before the date; names of sections where a bar stands between.
_NOT_BEFORE = re.compile(
    r"sự kiện|thời tiết|dự báo|văn bản|thời gian(?! (?:đăng|xuất|cập))|địa điểm|lịch\b"
    r"|chương trình|\bkỳ\b|\bđợt\b|\bphiên\b|trực tiếp|phát sóng|công chiếu|ra mắt|áp dụng|mở bán|khánh thành"
    r"|khai giảng|tựu trường|đấu giá|mời thầu|mở thầu|xổ số|kết quả|(?:cúp|cắt|mất) (?:điện|nước)"
    r"|hội nghị|hội thảo|\blễ\b"
    r"|(?:^|\s)(?:từ|đến|tới|trước|sau|hết|cho đến|kể từ|vào)(?: hết)?"
    r"(?: \d{1,2}(?:h|g|:)\d{0,2})?(?: (?:ngày|lúc|hôm))?\W*$"
)
_PLACE_BEFORE = re.compile(r"^[^\d|:]{2,40}, ngày$")  # «Mường Hum, ngày 20 tháng 11»: a document's own
_WORD_BEFORE = re.compile(r"\w\w,? (?:lúc|vào|hồi|ngày|on)\W*$")  # «Họp lúc»
_SAID_WHEN = re.compile(  # «Đăng vào», where «vào» alone opens an event's day
    r"(?:đăng(?: tải)?|xuất bản|phát hành|tạo|viết|cập nhật|chỉnh sửa)(?: (?:bài|tin|bởi [^:|]{2,30}))?"
    r" (?:vào|từ|lúc|on)(?: (?:ngày|lúc|hồi|hôm))?\W*$"
)
_WEEKDAY = re.compile(rf"(?<!\w){WEEKDAY}(?!\w)[,.]?")
_BARS = re.compile(r"\||·| - |»|>|/ ")

_FOREIGN_TAGS = frozenset(
    {"footer", "nav", "aside", "dialog", "figcaption", "figure", "select", "blockquote", "marquee"}
)
_FOREIGN = re.compile(
    r"relate|lien-?quan|comment(?!ary)|(?<![a-z])cmt|feed-?back|phan-?hoi|thao-?luan|discuss|binh-?luan|y-?kien|repl(?:y|ies)|foot(?!ball)|copyright|ban-?quyen|giay-?phep"
    r"|licen[sc]e|weather|thoi-?tiet|du-?bao|forecast|widget|side-?bar|popular|most-?|recommend|doc-?nhieu"
    r"|tin-?(?:khac|moi|cu|cung)|bai-?(?:khac|moi|cu)|cung-?chuyen|xem-?them|doc-?them|event|su-?kien"
    r"|calendar|lich-|countdown|clock|dong-?ho|(?:time|date)-?now|now-?(?:time|date)|today|current|gia-?vang|ty-?gia"
    r"|stock|chung-?khoan|poll|(?:^|[\s_-])(?:ads?|adv|banner|top-?bar|menu|nav(?:bar)?|caption|counter|login"
    r"|popup|modal|live)(?:$|[\s_-])"
    r"|attach|dinh-?kem|download|tai-?ve|quang-?cao|thong-?ke|truy-?cap|author-?(?:bio|box)|profile|page-?views?|chu-?thich|van-?ban|document-?info|timeline"
)
# The line with author and date, also where it is an <aside> or a <footer> of the article.
_META = re.compile(r"(?<![\w-])(?:[a-z]{1,3}-)?meta(?![\w])|(?:entry|post|article|news|node)-?_?(?:meta|footer)")
_HINT = re.compile(
    r"(?:^|[\s_-])(?:[a-z]*date(?:d|time|published|created|modified|posted)?|[a-z]*time(?:-?ago)?|timestamp|publish(?:ed)?|posted(?:-on)?|ngay-?\w*|thoi-?gian|gio-?dang)"
    r"(?:$|[\s_-])"
)
_CHANGED_NAME = re.compile(r"modif|update|cap-?nhat|edited|lastmod")
_OTHER_NEWS = re.compile(
    r"(?:các |những )?(?:tin|bài)(?: viết| tức)? (?:đã (?:đưa|đăng)|(?:cũ|mới)(?: hơn| nhất)?|trước|sau|khác|kế|tiếp"
    r"|nổi bật|cùng |liên quan|xem nhiều|đọc nhiều|vừa)|ý kiến (?:bạn đọc|phản hồi)|thảo luận|gửi (?:bình luận|ý kiến)"
)
_MAX_TITLE_CHARS = 60
_MAX_WORDS_BESIDE = 14
_MAX_SENTENCE_WORDS = 5


def kind_of(before: str, names: str = "") -> Kind:
    """By the text before the date (lower case), back to an earlier date, and by the names of its elements."""
    before = _WEEKDAY.sub(" ", before)
    nearest = _BARS.split(before)[-1]
    is_of_event = _NOT_BEFORE.search(nearest) and not _SAID_WHEN.search(nearest)
    if _NEVER.search(before) or is_of_event or _PLACE_BEFORE.search(before.strip()):
        return Kind.OTHER
    if _WORD_BEFORE.search(nearest) and not (_PUBLISHED.search(nearest) or _CHANGED.search(nearest)):
        return Kind.OTHER
    said = [*_PUBLISHED.finditer(before), *_CHANGED.finditer(before)]
    if said:
        last = max(said, key=lambda match: match.end())
        return Kind.CHANGED if last.re is _CHANGED else Kind.PUBLISHED
    is_changed = _CHANGED_NAME.search(names) and "publish" not in names  # «entry-date published updated»
    return Kind.CHANGED if is_changed else Kind.BARE


def is_sentence(line: str, beside: str) -> bool:
    """Whether so much stands beside the dates of a line that they are part of what it tells."""
    words = sum(any(map(str.isalpha, word)) for word in beside.split())
    return words > _MAX_WORDS_BESIDE or (words >= _MAX_SENTENCE_WORDS and line.rstrip().endswith((".", "!", "?", ":")))


def opens_others(line: str) -> bool:
    """A short line under which other articles, or what readers wrote, stand."""
    return len(line) <= _MAX_TITLE_CHARS and bool(_OTHER_NEWS.match(fold(line)))


def has_words(before: str) -> bool:
    """Whether more than the day of the week stands before a date."""
    return any(map(str.isalnum, _WEEKDAY.sub(" ", before)))


def is_foreign(tag: str, names: str) -> bool:
    """Whether an element holds what is not the article, by its tag and its class and id."""
    if tag in _FOREIGN_TAGS and not _META.search(names):
        return True
    return bool(names and _FOREIGN.search(_META.sub(" ", names)))


def is_hint(tag: str, names: str) -> bool:
    return tag in ("time", "abbr") or bool(names and _HINT.search(names))


def fold(text: str) -> str:
    return squeeze(text).casefold()
