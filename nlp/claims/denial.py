"""Whether an article says that a claim is not so: in words of refutation, by how a check is told, or by a negation.

An article that repeats a rumour and one that denies it share most of their words; these few tell them apart.
"""

import re
from collections.abc import Collection

# Wherever they stand near: nobody says them of what he believes.
REFUTES = re.compile(
    r"(?:là |tin |thông tin |văn bản |tin nhắn |ảnh |bài |hoàn toàn |chuyện )(?:giả(?! (?:thuyết|định|sử))|sai"
    r"|bịa|dựng|thất thiệt)(?!\w)|giả mạo|sai sự thật"
    r"|bịa đặt|xuyên tạc|vô căn cứ|bác bỏ|phủ nhận|bác (?:tin|thông tin)|đính chính|cải chính|ảnh ghép|cắt ghép"
    r"|chữ ghép|chèn vào|lời đồn|đừng tin"
    r"|không (?:hề )?có (?:chuyện|việc|căn cứ|cơ sở|chủ trương|thật|quy định|văn bản|đề xuất|khoản)"
    r"|làm rõ (?:thông tin|tin)"
    r"|kết luận ?:|đối chiếu|số hiệu|phông chữ|con dấu|thực hư|sự thật (?:về|là|sau|phía sau)|kiểm chứng(?! 24)"
    r"|chưa từng được|nghiên cứu nào"
    r"|(?:không|chưa)(?: hề)? (?:đúng|chính xác)(?! (?:quy định|giờ|tuyến|hạn|ngày|lúc|đối tượng|cách|liều"
    r"|nơi))|(?:không|chẳng) như (?:lời|tin|thông tin)"
    r"|(?:không|chưa)(?: hề)? (?:ra|ban hành|phát) (?:\w+ )?(?:thông báo|văn bản|công văn|cảnh báo|lệnh"
    r"|quyết định)|không ban hành"
    r"|(?:phạt|làm việc|truy tìm|xử lý)[^.]{0,60}(?:đăng|tung tin|nhắn tin|lan truyền|chia sẻ)(?!\w)"
    r"|(?:đăng|tung|nhắn)[^.]{0,90}(?:bị|mời|lên)[^.]{0,30}(?:phạt|làm việc|xử lý)|gây hoang mang"
    r"|lừa đảo|chiêu lừa|kẻ (?:gian|xấu)|mạo danh|chiếm đoạt|tin đồn|đồn thổi|hiểu (?:nhầm|sai|lầm)|nhầm lẫn"
    r"|(?:qua|đã|theo) xác minh|(?:không|chưa) (?:hề )?(?:ghi nhận|phát hiện|xuất phát|liên quan)"
    r"|(?:không|chưa) nhận được (?:văn bản|thông tin|báo cáo)|chưa có (?:nghiên cứu|bằng chứng|cơ sở)|không có tác dụng"
    r"|(?:xưng|giả danh)[^.]{0,80}(?:bị bắt|bị tạm giữ|bị khởi tố)|(?:bắt|tạm giữ|khởi tố)[^.]{0,60}(?:xưng|giả danh)"
    r"|(?:trên )?thực tế (?:là|cho thấy|,)|trên thực tế|nói gì (?:về|trước)|lên tiếng (?:về|trước|sau)"
    r"|(?:ảnh|video|clip|hình|thông báo|văn bản|phương án|bài)(?: này)?(?: đã| là)? (?:rất )?cũ(?!\w)"
    r"|(?:đừng|không nên|chớ) (?:vội )?(?:tin|nghe|hoang mang|chia sẻ)|bình tĩnh|tỉnh táo|yên tâm|cảnh giác"
    r"|(?:ảnh|video|clip|hình)[^.]{0,40}(?:quay|chụp) (?:ở|tại|từ|năm)[^.]{0,30}(?:nước (?:ngoài|khác)|(?:19|20)\d\d)"
)
# An answer to what is told: «Về thông tin …, lãnh đạo sở cho biết», and nothing that grants it.
_ANSWERS = re.compile(
    r"(?:^|[.\n“\"] ?)(?:về|trước|liên quan (?:đến|tới)?|xung quanh|trả lời|nói về|giải thích)"
    r" (?:các |những )?(?:thông tin|phản ánh|tin|việc|lời|dư luận|câu hỏi|nghi vấn|bản|bài|đoạn|hình ảnh"
    r"|kiến nghị|chuyện)[^.]{5,250}"
    r"(?:cho biết|cho hay|nói|khẳng định|giải thích|trả lời|thông tin|công bố|trấn an|phân tích)"
)
_GRANTS = re.compile(
    r"đúng là|xác nhận (?:có|đúng|việc|thông tin)|thừa nhận (?:có|việc|sai)|là (?:đúng|có thật|chính xác)"
)
_KEPT = re.compile(r"\bvẫn((?: \w+){1,3})")
_AS_BEFORE = re.compile(r"bình thường|như (?:cũ|trước|mọi ngày|mọi khi|năm ngoái|hiện nay)|giữ nguyên|không thay đổi")
_CHANGES = re.compile(
    r"\b(?:ngừng|dừng|cấm|đóng|khóa|hết|bỏ|thu|phải|tăng|đổi|xóa|hủy|cắt|từ chối|mất|ngưng|rút|thôi|giải thể"
    r"|nghỉ|chặn)\b"
)
_ALL = re.compile(r"\b(?:mọi|tất cả|toàn bộ|hoàn toàn|cả tỉnh|toàn tỉnh|cả nước|ai cũng|toàn dân)\b")
_ONLY = re.compile(r"\bchỉ\b(?! (?:cần|mong|biết|nghe|còn|sau|trong|mất|thấy|kịp|huy|đạo|thị|số))|\briêng\b")
_ONLY_THESE = re.compile(r"\bchỉ (?!cần|mong|khi|sau)[^.]{3,120}\bmới (?:phải|bị|được|cần)\b")
_FREE = re.compile(
    r"không (?:mất|tốn)(?: \w+)? (?:tiền|phí|đồng)|miễn phí|không thu|không phải (?:nộp|đóng|trả)"
    r"|ngân sách (?:chi )?trả"
)
_PAYS = re.compile(r"\b(?:thu|nộp|đóng|trả|phí|vé)\b")
_ENDS = re.compile(r"\b(?:bỏ|ngừng|hết|dừng|cấm|đóng|thôi|xóa|hủy|cắt|giải thể|ngưng|rút)\b")
_NEGATOR = re.compile(r"(?<!nếu )(?<!hay )(?<!hoặc )\b(?:không|chưa|chẳng|đâu có|đừng|chớ|tránh)\b")
_NO_NEGATION = re.compile(
    r"(?:không|chưa) (?:khí|gian|quân|những|chỉ|ít|tặc|lưu|đồng|dây|thể không|ngờ|may|biết|ai (?:biết|nghe"
    r"|trả lời|ngờ|ở|nói)|rõ|kể"
    r"|(?:\w+ )?(?:trả lời|phản hồi|lên tiếng|liên lạc)|dám|giấu|kịp|hứa|đủ)\b"
)
_NOBODY = r"không (?:có )?(?:ai|người|ca|thiệt hại|trường hợp)"
_HARMED = r"(?:chết|tử vong|thiệt mạng|về người|nặng)"
# One in the claim, and the other in its place in the article.
_OPPOSITES = tuple(
    (re.compile(rf"\b(?:{one})\b"), re.compile(rf"\b(?:{other})\b"))
    for one, other in (
        ("hết hạn|quá hạn", "còn hạn|hạn (?:dùng|sử dụng) đến|trong hạn"),
        ("hết|cạn|thiếu", "(?:còn|vẫn) đủ|đủ dùng|dồi dào|còn (?:nhiều|hàng)"),
        ("tăng|đắt", "giảm|rẻ"),
        ("giảm|rẻ", "tăng|đắt"),
        ("đóng cửa|ngừng|dừng|tạm nghỉ", "mở cửa|tiếp tục|hoạt động trở lại|mở lại"),
        ("cấm", "cho phép|được phép"),
        ("bắt buộc|phải", "tự nguyện|không bắt buộc|tùy (?:chọn|ý)"),
        ("âm tính", "dương tính"),
        ("dương tính|nhiễm|mắc", "âm tính"),
        ("chết|tử vong|thiệt mạng", rf"{_NOBODY}[^.]{{0,20}}{_HARMED}|đều (?:đã )?(?:khỏe|ra viện|bình phục)"),
        ("vỡ|nứt|sập|đổ", "an toàn|nguyên vẹn|ổn định"),
        ("khỏi|chữa", "không (?:thay thế|có tác dụng|nên tự)|phản khoa học|nguy hiểm|phải (?:đến|đi|vào) viện"),
    )
)
_NO_WITHOUT = re.compile(
    r"(?:không|chưa) ([^.,]{2,60}) thì (?:không|chưa|đừng)(?: có| được)?\b"
)  # both negations cancel
_NEGATED_SYLLABLES = 2  # behind a negator: what it denies
_WORD = re.compile(r"\w+")


def refutes(passage: str) -> bool:
    """In lower case."""
    return bool(REFUTES.search(passage))


def is_answered(claim: str, content: Collection[str], passage: str) -> bool:
    """Whether the passage answers it: all stays as it was, only some are meant, nothing is paid, or just an answer."""
    if _ANSWERS.search(passage) and not _GRANTS.search(passage):
        return True
    if _CHANGES.search(claim):
        if _AS_BEFORE.search(passage) and not _AS_BEFORE.search(claim):
            return True
        if any(not set(m[1].split()).isdisjoint(content) for m in _KEPT.finditer(passage)):
            return True
    if any(one.search(claim) and not one.search(passage) and other.search(passage) for one, other in _OPPOSITES):
        return True
    if _ONLY_THESE.search(passage) and not _ONLY.search(claim):
        return True
    if _ALL.search(claim) and _ONLY.search(passage):
        return True
    return bool(_PAYS.search(claim) and not _FREE.search(claim) and _FREE.search(passage))


def negated(text: str) -> frozenset[str]:
    """The syllables that stand right behind a negation, in lower case."""
    found: set[str] = set()
    for m in _NEGATOR.finditer(text):
        if not _NO_NEGATION.match(text, m.start()):
            found.update(_WORD.findall(text[m.end() : m.end() + 40])[:_NEGATED_SYLLABLES])
    return frozenset(found)


def turned(claim: str, content: Collection[str], passage: str) -> bool:
    """Whether one of the two denies what the other says of a word that they share. In lower case."""
    passage = _NO_WITHOUT.sub(r"\1 thì", passage)
    mine, theirs, words = negated(claim), negated(passage), frozenset(content)
    if mine:
        return bool(mine & words & set(_WORD.findall(passage))) and not theirs & (words | mine)
    if "không còn" in passage and _ENDS.search(claim):  # «bỏ môn thi thứ ba», «không còn môn thi thứ ba»
        return False
    return bool(theirs & words)
