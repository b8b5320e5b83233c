# ruff: noqa: E501 - a line of a page is one row of its table
"""Which lines of a page are a player's, a bar's, a list's of other articles, and which only sound so."""

import pytest

from crawlers.extract.clutter_words import is_clutter_line
from tests.crawlers.extract.test_tables import lines_with

PLAYER = [
    "Nghe nội dung bài viết", "Nghe bài báo 03:21", "Nghe bài viết (3 phút 21 giây)", "Nghe podcast", "Tốc độ đọc", "0.75x", "1x", "Nữ miền Bắc",
    "Giọng đọc: Nam Bắc | Nữ Bắc | Nam Nam | Nữ Nam", "Chọn giọng đọc", "Tải video", "Duration 3:21", "Sẵn sàng phát", "Âm lượng", "Đọc bài viết1x0:00 / 2:10",
    "Bấm vào đây để nghe bài viết", "Vui lòng bật JavaScript để xem video này.", "Đang tải video...", "Quảng cáo sẽ kết thúc sau 5 giây", "Bỏ qua quảng cáo",
    "Mời quý vị và các bạn nghe bài viết tại đây:", "Danh sách phát", "Thời gian đọc: 3 phút", "Trình duyệt của bạn không hỗ trợ thẻ video HTML5.",
    "To view this video please enable JavaScript, and consider upgrading to a web browser that supports HTML5 video", "Your browser doesn't support HTML5 audio",
    "Xem bài viết này trên Instagram", "Audio", "1.0x",
]  # fmt: skip
BARS = [
    "Cỡ chữ: A- A A+", "- Aa +", "Xem với cỡ chữ", "Chế độ ban đêm", "In trang", "In bài viết", "Lưu", "Gửi email", "Lượt xem: 1.234", "Số lượt đọc: 235", "235 lượt xem",
    "Tổng số điểm của bài viết là: 5 trong 1 đánh giá", "Xếp hạng: 5 - 1 phiếu bầu", "Click để đánh giá bài viết", "Chia sẻ bài viết:", "Facebook Twitter Zalo",
    "Sao chép liên kết", "Gửi bình luận của bạn", "Vui lòng đăng nhập để gửi bình luận.", "Chưa có bình luận nào", "Về đầu trang", "Mục lục", "Nội dung bài viết", "Đánh giá: ★★★★★ (3 lượt)", "24/11/2026 17:30 | Lượt xem: 512",
    "Bấm Quan tâm Zalo OA Bệnh viện Bát Xát để nhận tin mới.", "Mời quý độc giả theo dõi Báo Ví Dụ trên Facebook, Zalo.", "Chia sẻ | Facebook | Zalo | In",
]  # fmt: skip
OTHERS = [
    "Cùng tác giả", "TIN NỔI BẬT", "Video liên quan", "Đọc nhiều", "Những tin mới hơnNhững tin cũ hơn", "Bài trước: Giá rau tăng", "Xem lại: Sa Pa đón rét đầu mùa", "Các tin khác:",
    "👉 Sa Pa đón rét đầu mùa", "→ Sa Pa đón rét đầu mùa", "☛ Lịch cắt điện ngày mai", "Xem thêm Sa Pa đón rét đầu mùa", "Đọc tiếp: Giá rau tăng", ">>> Xem thêm: Giá rau tăng",
    "Tin, ảnh: Ngọc Bằng", "Bài và ảnh: Vàng Thị Mỷ - Ngọc Bằng", "Video: Ngọc Bằng", "Thực hiện: Vàng Thị Mỷ",
]  # fmt: skip


STAMPS = [
    "Thứ Tư, 25/11/2026, 18:23 (GMT+7)", "25/11/2026 18:23 GMT+7", "Thứ tư, ngày 25 tháng 11 năm 2026 - 18:23 (GMT +7)",
]  # fmt: skip


@pytest.mark.parametrize("line", [*PLAYER, *BARS, *OTHERS, *STAMPS])
def test_a_line_of_the_page_around_is_none_of_the_articles(line: str) -> None:
    assert is_clutter_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Lễ khai mạc: 25/11/2026, 18:30",
        "Họp trực tuyến lúc 18:30 (GMT+7)",
        "Nghe bài viết của thầy giáo, cả lớp lặng đi một lúc rồi vỗ tay.",
        "Trình duyệt không hỗ trợ chữ ký số sẽ báo lỗi khi người dân nộp hồ sơ.",
        "Đoàn về nhất với thời gian 0:59 / 1:02 ở hai lượt chạy.", "Tốc độ: tối đa 40 km/h", "Tốc độ đọc của học sinh tăng rõ.", "7:30 / 11:30: giờ phát thuốc",
        "Nam miền Bắc, nữ miền Nam gặp nhau ở Sa Pa.", "Tải video về máy là hành vi bị cấm theo quy chế thi.", "Âm lượng loa được giảm sau 21 giờ.",
        "Bấm vào đây nghe thì dễ, nhưng nhiều cụ già không biết dùng.", "Xem thêm lịch khám tại trang của bệnh viện hoặc gọi số 0214 3883 115.",
        "→ Bước 1: Lấy số tại quầy đón tiếp.", "👉 Thời gian: 8 giờ ngày 5/12", "► Địa điểm: nhà văn hóa xã", "➡ Bước 2: Chờ gọi tên vào phòng khám;",
        "• Khoa Nội: 0214 3883 111", "Chủ đề: Nước và sự sống", "Sự kiện: Ngày hội hiến máu", "In ấn lậu bị phạt tới 100 triệu đồng.", "Lưu ý:", "Thích nghi với rét hại",
        "Phát cơm miễn phí", "Tin: ba xã mất điện", "Ảnh hưởng của rét hại", "Nghe - nhìn", "Nguồn: ngân sách xã", "1 phút mặc niệm", "Đánh giá: tốt", "24/11/2026", "Nội dung bài viết được trao giải", "Tin khác hẳn lời đồn",
    ],
)  # fmt: skip
def test_a_line_that_only_sounds_so_stays(line: str) -> None:
    assert not is_clutter_line(line)


A = "<a href='/tin/sapa-ret.html'>Sa Pa đón đợt rét đầu mùa, đỉnh Fansipan có sương muối</a>"
B = "<a href='/tin/cat-dien.html'>Lịch cắt điện ngày mai ở các xã vùng cao</a>"


@pytest.mark.parametrize("at_end", [False, True])
@pytest.mark.parametrize(
    "box",
    [
        f"<h4>Các tin khác:</h4><ul><li>{A} (23/11/2026)</li><li>{B} (22/11/2026)</li></ul>", f"<p><strong>Xem thêm:</strong></p><p>{A}</p><p>{B}</p>",
        f"<strong>Những tin mới hơn</strong><ul><li>{A}</li></ul><strong>Những tin cũ hơn</strong><ul><li>{B}</li></ul>",
        f"<p>Cùng tác giả</p><ul><li>{A}</li></ul>", f"<h3>TIN NỔI BẬT</h3><ul><li>{A}</li><li>{B}</li></ul>", f"<p>Đáng chú ý</p><p>{A}</p>",
        f"<div class='tit'><h4><a href='/x'>Tin cùng chuyên mục</a></h4></div><div>{A}<span>24/11/2026</span></div><div>{B}</div>",
        f"<table><tr><td><p><b>Xem thêm</b></p><p>{A}</p><p>{B}</p></td></tr></table>", f"<p>Tin liên quan:<br>{A}<br>{B}</p>", f"<blockquote>{A}</blockquote>",
        f"<h2>Đọc nhiều</h2><ol><li>{A}</li><li>{B}</li></ol>", f"<p>Chủ đề: {A}</p>", f"<div><p><em>Đọc tiếp</em></p><div>{A}<p>3 phút trước</p></div></div>",
    ],
)  # fmt: skip
def test_a_list_of_other_articles_is_not_read(box: str, at_end: bool) -> None:
    assert lines_with(box, at_end=at_end) == []


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        ("<p>Xem thêm lịch khám tại <a href='/lich'>trang của bệnh viện</a>.</p>", ["Xem thêm lịch khám tại trang của bệnh viện."]),
        ("<h3>Đáng chú ý</h3><p>Phòng khám nhi mở cả buổi tối.</p>", ["Đáng chú ý", "Phòng khám nhi mở cả buổi tối."]),
        ("<p>Hồ sơ gồm:</p><ul><li><a href='/1.doc'>Tờ khai mẫu 01</a></li><li><a href='/2.doc'>Cam kết mẫu 02</a></li></ul>", ["Hồ sơ gồm:", "- Tờ khai mẫu 01", "- Cam kết mẫu 02"]),
        ("<p>→ Bước 1: Lấy số.</p><p>→ Bước 2: Chờ gọi tên.</p>", ["→ Bước 1: Lấy số.", "→ Bước 2: Chờ gọi tên."]),
    ],
)  # fmt: skip
def test_what_the_article_itself_lists_stays(inside: str, kept: list[str]) -> None:
    assert lines_with(inside) == kept


CAPTION = "Bác sĩ khám cho một bệnh nhi ở xã A Lù. Ảnh: Ngọc Bằng"


@pytest.mark.parametrize(
    "picture",
    [
        "<p><img src='a'></p><p><em>{}</em></p>", "<table><tr><td><img src='a'></td></tr><tr><td>{}</td></tr></table>",
        "<p><img src='a'><br><i>{}</i></p>", "<div><img src='a'></div><div>{}</div>", "<p><img src='a'></p><p>{} - Vàng Thị Mỷ</p>",
        "<p><img src='a'></p><p>{}/TTXVN</p>",
    ],
)  # fmt: skip
def test_a_caption_that_no_element_marks_is_told_by_its_credit(picture: str) -> None:
    assert lines_with(picture.format(CAPTION)) == []


@pytest.mark.parametrize(
    "line", ["Ảnh: một thoáng Bát Xát, cuốn sách mới của ông.", "Trong phòng treo một tấm ảnh: Sa Pa năm 1990."]
)
def test_a_sentence_about_a_picture_is_no_caption(line: str) -> None:
    assert lines_with(f"<p>Ông kể về nghề. {line}</p>") == [f"Ông kể về nghề. {line}"]


def test_ten_thousand_lines_that_announce_others_are_looked_at_a_few_times_each() -> None:
    found = lines_with("<p>Xem thêm</p><p>Đường liên thôn mới rải nhựa.</p>" * 3_000)
    assert "Đường liên thôn mới rải nhựa." in found
