"""One root for what can go wrong, each with a code, an HTTP status and a sentence for an editor."""

from typing import Any, ClassVar

from domain.message import Message


class DeskError(Exception):
    """The root. `code` is stable, `status` is HTTP's, `sentence` is Vietnamese and says what to do."""

    code: ClassVar[str] = "desk-error"
    status: ClassVar[int] = 500
    sentence: ClassVar[str] = "Có lỗi trong phần mềm. Hãy thử lại; nếu vẫn lỗi, báo người quản trị."

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.message)

    @property
    def message(self) -> str:
        return self.sentence.format_map(_Lenient(self.details))


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


class BadInput(DeskError):
    code, status = "bad-input", 422
    sentence = "Dữ liệu chưa đúng: {detail}"


class NotFound(DeskError):
    code, status = "not-found", 404
    sentence = "Không tìm thấy {what}."


class NaiveTime(DeskError):
    code, status = "naive-time", 422
    sentence = "Thời gian thiếu múi giờ: {what}"


class WrongStage(DeskError):
    code, status = "wrong-stage", 409
    sentence = "Bài đang ở bước «{at}» nên chưa chuyển sang «{wanted}» được. Hãy tải lại trang."


class RefusedSource(DeskError):
    """The address belongs to people talking, not to a publisher (design §1). Not a setting."""

    code, status = "refused-source", 422
    sentence = (
        "Không nhận địa chỉ {url}: {why}. Điểm Tin chỉ đọc báo, cổng thông tin và cơ quan có người chịu trách "
        "nhiệm xuất bản; không đọc mạng xã hội, diễn đàn hay trang cá nhân."
    )


class ForbiddenAddress(DeskError):
    """An address that leads inside: loopback, private, link-local; or not http(s)."""

    code, status = "forbidden-address", 422
    sentence = "Không tải địa chỉ {url}: {why}."


class Unreachable(DeskError):
    """A service was away, not refusing: the worker tries again."""

    code, status = "unreachable", 503
    sentence = "{service} tạm thời không trả lời. Điểm Tin sẽ tự thử lại."


class Unusable(DeskError):
    """A desk, a copy of one, or the place for it cannot be used as it is: `why` is a message that says how."""

    code, status = "unusable", 503

    def __init__(self, why: Message, /) -> None:
        self.why = why
        super().__init__()


class Busy(DeskError):
    """Others held the database for longer than this one may wait. Nothing was changed."""

    code, status = "busy", 503
    sentence = "Bàn tin đang bận ghi việc khác nên chưa làm được. Chưa có gì thay đổi; hãy thử lại."


class TooLarge(DeskError):
    code, status = "too-large", 413
    sentence = "Nội dung gửi lên lớn quá {kilobytes} kB. Hãy gửi ít hơn một lần."


class TooSlow(DeskError):
    code, status = "too-slow", 408
    sentence = "Nội dung gửi lên chưa tới hết sau {seconds} giây. Hãy xem lại mạng rồi thử lại."


class UnknownHost(DeskError):
    """The request was meant for another name than ours (RFC 9110, 15.5.20: Misdirected Request)."""

    code, status = "unknown-host", 421
    sentence = "Bàn tin không mang tên «{host}». Người quản trị đặt tên trong DIEMTIN_PUBLIC_URL hoặc DIEMTIN_HOSTS."


class NotExtractable(DeskError):
    code, status = "not-extractable", 422
    sentence = "Không tìm thấy bài viết trong trang này: {why}."


class NotSignedIn(DeskError):
    code, status = "not-signed-in", 401
    sentence = "Bạn cần đăng nhập."


class NotAllowed(DeskError):
    code, status = "not-allowed", 403
    sentence = "Tài khoản của bạn không có quyền làm việc này: {why}"


class SamePerson(DeskError):
    code, status = "same-person", 409
    sentence = "Người duyệt phải khác người chọn tin và người viết lời dẫn. Hãy nhờ một đồng nghiệp duyệt."


class Conflict(DeskError):
    code, status = "conflict", 409
    sentence = "{detail}"


class TooManyTries(DeskError):
    code, status = "too-many-tries", 429
    sentence = "Thử đăng nhập quá nhiều lần. Hãy đợi {minutes} phút rồi thử lại."


class Discard(Exception):
    """Raised by a step to stop an article here for a stated reason."""

    def __init__(self, reason: str, **details: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details
