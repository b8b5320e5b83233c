"""The words of what stands around an article: its player, its buttons, other articles, who made it."""

import re

from vietnamese.text import CAPITALS

_LOWER = "a-z" + CAPITALS.removeprefix("A-Z").lower()
# A line made of these alone belongs to a player or a bar of buttons; the weak ones say so only beside another.
_STRONG = (
    r"(?:nghe )?đọc bài(?: viết| báo)?|nghe(?: đọc)?(?: nội dung)?(?: (?:bài(?: viết| báo)?|tin|podcast))?|"
    r"tốc độ(?: đọc| phát)?|(?:chọn )?giọng(?: đọc)?(?: (?:nam|nữ))?(?: (?:miền )?(?:bắc|trung|nam))?|"
    r"(?:nam|nữ) miền (?:bắc|trung|nam)|\d(?:[.,]\d{1,2})?x|(?:xem với )?cỡ chữ|a[+-]|aa\s?[+-]|"
    r"tải (?:video|audio|mp3|file nghe)|xem (?:video|clip)|sẵn sàng phát|phát(?: lại)?|tạm dừng|(?:tắt|bật) tiếng|"
    r"âm lượng|toàn màn hình|danh sách phát|tự động phát|play(?: video)?|pause|(?:un)?mute|fullscreen|loaded|replay|"
    r"volume|playlist|skip ad|(?:current|remaining|duration|total) time|duration|bỏ qua quảng cáo|quảng cáo|"
    r"chế độ (?:ban đêm|tương phản|đọc)|tương phản|(?:in|lưu)(?: bài(?: viết)?| trang| tin)?|"
    r"gửi (?:email|mail|phản hồi)|copy link|sao chép(?: liên kết| link)?|print|like|share|tweet|thích(?: \d+)?|"
    r"(?:chia sẻ|gửi)(?: bài viết| bài)?(?: (?:lên|qua|trên|cho))?(?: bạn bè)?|quay lại|trở lại|(?:về |lên )?đầu trang|"
    r"bình luận(?: \(\d+\))?|(?:số )?(?:lượt|lần) (?:xem|đọc|truy cập)\s*:?\s*\d[\d.,]*k?|"
    r"\d[\d.,]*k? (?:lượt|lần) (?:xem|đọc|truy cập)|thời gian đọc\s*:?\s*(?:khoảng )?\d{1,3} phút|\d{1,3} phút đọc|"
    r"tổng số điểm của bài viết là\s*:?\s*\d{1,6} trong \d{1,6} đánh giá|xếp hạng\s*:\s*\d[\d.,]* - \d{1,6} phiếu bầu|"
    r"(?:những |các )?tin (?:mới|cũ) hơn|audio|mục lục|nội dung bài viết|"
    r"đánh giá\s*:?\s*[★☆⭐]+(?: \(\d+ (?:lượt|phiếu)\))?"
)
_WEAK = (
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|(?:\d{1,2}:)?\d{1,2}:\d{2}|\d{1,3} (?:phút|giây)|\d{1,3}%|"
    r"(?:nam|nữ) (?:bắc|trung|nam)|aa?|x|auto|\d{3,4}p|"
    r"mail|link|này|bài viết"
)
_NETWORK = r"(?:facebook|twitter|zalo|messenger|telegram|pinterest|linkedin|email)"
_TOOLS = re.compile(rf"(?>(?:{_STRONG}|{_WEAK}|{_NETWORK})(?!(?-i:[{_LOWER}]))[\s|/:,•·()+–-]*)++", re.IGNORECASE)
_TOOL = re.compile(rf"{_STRONG}|{_NETWORK}\W+{_NETWORK}", re.IGNORECASE)
_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}"
_NAME = rf"(?-i:[{CAPITALS}])[^\s,.:;]*"
_ROLE = r"(?:tin|bài(?: viết)?|ảnh|video|clip|thực hiện|đồ họa|tổng hợp|biên tập|nguồn ảnh)"
_OTHERS = (
    r"(?:(?:các |những )?(?:tin|bài)(?: viết| báo| tức)? (?:liên quan|cùng (?:chuyên mục|chủ đề|tác giả)|khác|"
    r"đọc nhiều|xem nhiều|nổi bật|mới(?: nhất| hơn| đăng)?|cũ hơn|tiếp theo|đáng chú ý|nên đọc)(?: nhất)?|"
    r"cùng (?:chuyên mục|tác giả|chủ đề)|(?:video|clip|ảnh) (?:liên quan|khác|nổi bật)|(?:đọc|xem) nhiều(?: nhất)?|"
    r"(?:tin|bài)(?: viết)? (?:trước|sau)|có thể bạn quan tâm|bạn có thể quan tâm)"
)
_NO_SENTENCE = r"(?!.*[.!][\"”)]*$)"  # titles of other articles have no full stop
_MORE = rf"{_NO_SENTENCE}\[?(?:đọc|xem) (?:tiếp|ngay|thêm|lại)\b|(?:đọc|xem) (?:tiếp|ngay|thêm|lại)\s*[:>»…]"
_READERS = r"(?:quý vị|quý độc giả|quý thính giả|bạn đọc|độc giả|các bạn|bạn)"
_LINE = re.compile(
    rf"{_OTHERS}\s*(?::|$)|có thể bạn quan tâm|bài liên quan\b|{_MORE}|"
    rf"mời (?:{_READERS}(?:(?: và|,| cùng) {_READERS})? )?(?:đón |cùng )?(?:xem|đọc|nghe|theo dõi)\b|"
    r"bấm (?:nút )?[\"“]?quan tâm\b|"
    rf"mời {_READERS}\b.{{0,12}}(?:xem|đọc|nghe)|"
    r"theo dõi\b.{0,60}\b(?:google news|facebook|zalo|youtube|tiktok|fanpage)\b|"
    rf"(?:>{{2,}}|»|\+\+) ?|(?:►|▶|👉|➡|➤|☞|☛|▷|→){_NO_SENTENCE}[^:]*$|từ khóa ?:|tags? ?:|advertisement$|"
    rf"nguồn ảnh ?:|ảnh ?: ?[^.]{{1,60}}$|"
    rf"{_ROLE}(?:\s*(?:,|và|-|–|/|&)\s*{_ROLE})*\s*:\s*{_NAME}(?:(?:,| -| –| và)? {_NAME}){{1,8}}$|"
    r"©|\(c\) |copyright\b|(?:foto|photo|bild|crédits? photos?|image(?: credit)?)s? ?:|"
    r"trình duyệt(?: của bạn)?(?: hiện)? không hỗ trợ "
    r"(?:thẻ|phát|xem|nghe|html|video|audio|iframe|java|trình phát|định dạng|âm thanh|flash|pdf|tính năng)|"
    r"your browser does(?: not|n't) support|to view this video|vui lòng bật javascript|"
    r"(?:bấm|nhấn|click)(?: chuột)?(?: vào)?(?: đây| nút play)? ?(?:để )?"
    r"(?:nghe|phóng to|xem (?:video|ảnh|clip)|đánh giá)\b[^.,]{0,40}$|"
    r"[^.;]{0,40}\d{4}[^.;]{0,12}\d{1,2}:\d{2}\s*\(?gmt ?\+ ?0?7\)?$|"  # the article's own stamp
    rf"{_CLOCK}(?: ?/ ?{_CLOCK})?$|(?:video|clip|audio) đang (?:được )?(?:xử lý|tải)|"
    r"đang tải (?:video|audio|dữ liệu|bình luận)|"
    r"quảng cáo sẽ kết thúc|xem bài viết này trên|view this post on|chất lượng\s*:.{0,40}\d{3}p|"
    r"(?:gửi|viết|để lại) (?:bình luận|ý kiến)(?: của bạn)?$|"
    r"(?:vui lòng |bạn cần |bạn phải |hãy )?đăng nhập để (?:gửi |viết )?bình luận|"
    r"chưa có bình luận|chia sẻ(?: bài viết)?(?: này)?\s*:|"
    r"ảnh minh h[oọ]a\.?$|\(?ảnh minh h[oọ]a[^.]{0,40}\)?$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"{_OTHERS}\s*:?$|(?:xem|đọc) thêm\s*:?$|có thể bạn quan tâm|"
    r"(?:ý kiến bạn đọc|bình luận)(?: của bạn)?(?: \(\d+\))?\s*:?$|"
    r"(?:related|recommended) (?:posts|articles|stories|reading)|read (?:more|next|also)|more (?:from|on|stories)\b|"
    r"you (?:may|might) also like|leave a (?:comment|reply)|all rights reserved|(?:\d+ )?comments?$|"
    r"(?:mehr|weitere)s? (?:zum thema|artikel|beiträge|themen|aktuelle)|das könnte (?:sie|dich|ihnen)|"
    r"empfohlene (?:beiträge|artikel)|auch interessant|weiterlesen|(?:\d+ )?kommentare?$|zurück zur|"
    r"(?:à lire|lire) aussi|sur le même sujet|te puede interesar|lea también|más noticias|leer más|"
    r"temas(?: relacionados)?:?$|potrebbe interessarti|leggi anche|czytaj (?:też|także|również)",
    re.IGNORECASE,
)
# Only before links: elsewhere such words may open a part of the text.
_BEFORE_LINKS = re.compile(
    rf"(?:{_OTHERS}|(?:xem|đọc) (?:thêm|tiếp|lại|ngay)|đáng chú ý|chủ đề(?: liên quan)?|(?:dòng )?sự kiện|mới nhất|"
    r"(?:các )?chuyên mục|tin hot|nổi bật)\s*:?",
    re.IGNORECASE,
)
_LONGEST_LINE, _LONGEST_HEADING = 160, 60  # letters


_CREDIT = re.compile(
    rf"[.…”\"]\s*\(?ảnh(?: minh họa)?\s*:\s*{_NAME}(?:(?:,| -| –| và|/)? ?{_NAME}){{0,6}}\)?[.]?$", re.IGNORECASE
)


def is_credited(line: str) -> bool:
    """A sentence with the photographer's name behind it: what stands under a picture."""
    return len(line) < 2 * _LONGEST_LINE and bool(_CREDIT.search(line))


def is_clutter_line(line: str) -> bool:
    """A line of its own that is no sentence of the article."""
    line = line.lstrip("-•* |")
    return len(line) < _LONGEST_LINE and bool(_LINE.match(line) or (_TOOLS.fullmatch(line) and _TOOL.search(line)))


def opens_tail(line: str) -> bool:
    """A short line that announces other articles or comments."""
    return len(line) <= _LONGEST_HEADING and bool(_TAIL.match(line.lstrip("-•* |")))


def announces_links(line: str) -> bool:
    """A short line under which links belong to other articles."""
    return len(line) <= _LONGEST_HEADING and bool(_BEFORE_LINKS.fullmatch(line.strip("-•*| >»►▶👉")))
