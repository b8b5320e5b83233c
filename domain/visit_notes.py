"""One plain Vietnamese sentence for each way a visit can end, shown on Nguồn tin."""

NOTES = {
    "dns": "Không tìm thấy tên miền của nguồn; có thể nguồn đã đổi tên miền hoặc mạng đang lỗi.",
    "timeout": "Nguồn trả lời quá chậm nên lượt này dừng lại; sẽ tự thử lại.",
    "tls": "Chứng thư bảo mật (https) của nguồn không hợp lệ hoặc đã hết hạn.",
    "connection": "Không kết nối được tới nguồn, hoặc kết nối bị ngắt giữa chừng; sẽ tự thử lại.",
    "refused-by-robots": "Nguồn không cho phần mềm đọc địa chỉ này (robots.txt); Điểm Tin tôn trọng điều đó.",
    "robots-unavailable": "Máy chủ của nguồn đang lỗi khi trả robots.txt, nên chưa đọc; sẽ tự thử lại.",
    "too-large": "Nội dung lớn quá mức cho phép nên không tải hết.",
    "crowded": "Máy đang tải quá nhiều nội dung lớn cùng lúc nên lượt này dừng lại; sẽ tự thử lại.",
    "too-many-redirects": "Nguồn chuyển hướng lòng vòng, không tới được trang nào.",
    "forbidden-address": "Địa chỉ dẫn vào mạng nội bộ hoặc không phải trang web công cộng, nên không tải.",
    "refused-source": "Địa chỉ dẫn tới mạng xã hội, diễn đàn hoặc trang cá nhân, nên không tải.",
    "not-html": "Địa chỉ này không phải trang báo mà là tệp loại khác.",
    "not-a-feed": "Địa chỉ này không phải nguồn tin mà là tệp loại khác.",
    "bad-encoding": "Nội dung nén của nguồn bị hỏng, không mở được.",
    "bad-url": "Địa chỉ viết sai.",
    "http-status": "Nguồn trả lời mã {status}; sẽ tự thử lại.",
    "internal": "Có lỗi trong phần mềm khi tải trang này.",
}
_STATUS = {
    401: "Nguồn đòi đăng nhập mới cho đọc (mã 401).",
    403: "Nguồn từ chối cho đọc (mã 403).",
    404: "Không còn trang ở địa chỉ này (mã 404).",
    410: "Nguồn báo trang này đã gỡ hẳn (mã 410).",
    429: "Nguồn báo đang bị hỏi quá nhiều (mã 429); sẽ đợi rồi mới hỏi lại.",
    503: "Nguồn đang bảo trì hoặc quá tải (mã 503); sẽ đợi rồi mới hỏi lại.",
}


def note(error: str | None, status: int = 0) -> str:
    if error is None:
        return "Không có gì mới từ lần trước." if status == 304 else "Đọc được."
    if error == "http-status":
        if status not in _STATUS and 500 <= status < 600:
            return f"Máy chủ của nguồn đang lỗi (mã {status}); sẽ tự thử lại."
        return _STATUS.get(status, NOTES[error].format(status=status))
    return NOTES.get(error, NOTES["internal"])
