"""Bulletins that state their hours in words, nowcasts without a level, forest fires by their own scale, and drills."""

from datetime import datetime

import pytest

from domain.hazards import Hazard
from domain.times import VIETNAM
from domain.warning import Bulletin, OfficialWarning, Severity
from nlp.warnings.current import read_bulletin

SENT = datetime(2026, 11, 23, 14, 30, tzinfo=VIETNAM)
STATION = "Đài Khí tượng Thủy văn tỉnh Lào Cai"


def read(title: str, text: str, source: str = "") -> OfficialWarning | None:
    return read_bulletin(Bulletin(title=title, text=text, published_at=SENT, source=source))


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("Trong ba giờ tới mưa tiếp tục.", "23 17:30"),
        ("Trong khoảng một đến ba giờ tới, mưa dông lan ra các xã bên.", "23 17:30"),
        ("Thời gian ảnh hưởng: trong một đến ba giờ.", "23 17:30"),
        ("Từ nửa tiếng đến hai tiếng tới có mưa đá.", "23 16:30"),
        ("Trong 30 phút đến 3 giờ tới, dông phát triển.", "23 17:30"),
        ("Trong vòng 24h, mưa rất to ở vùng cao.", "24 14:30"),
        ("Đêm nay và sáng mai có mưa to.", "24 12:00"),
        ("Từ chiều nay đến hết đêm nay còn mưa to.", "24 06:00"),
        ("Mưa kéo dài đến trưa mai.", "24 13:00"),
        ("Dự báo chiều và tối nay có dông.", "24 00:00"),
        ("Trong hai ngày tới còn mưa.", "25 14:30"),
        ("Trong mười hai giờ tới có nguy cơ ngập.", "24 02:30"),
        ("Trong 6 tiếng tới nước còn lên.", "23 20:30"),
        ("Trong 3 giờ tới có dông; đến 7 giờ ngày 25/11 còn mưa.", "25 07:00"),
        ("Dự báo hôm nay mưa to.", "24 00:00"),
    ],
)
def test_hours_in_words_are_its_end(words: str, end: str) -> None:
    warning = read("Tin cảnh báo mưa dông", f"{words} Người dân đề phòng.", STATION)
    assert warning is not None
    assert warning.expires is not None
    assert f"{warning.expires.astimezone(VIETNAM):%d %H:%M}" == end


@pytest.mark.parametrize(
    "words",
    ["Trong ba giờ qua mưa to ở vùng cao.", "Từ chiều nay có mưa to.", "Sáng nay mưa đã làm ngập ngầm tràn.",
     "Lượng mưa 120 mm trong vòng 6 giờ.", "Các xã báo cáo trong vòng 2 giờ.", "Mưa to ở vùng cao."],
)  # fmt: skip
def test_what_is_past_or_begins_is_no_end(words: str) -> None:
    warning = read("Tin cảnh báo mưa dông", words, STATION)
    assert warning is not None
    assert f"{warning.expires:%d %H:%M}" == "24 14:30"


NOWCASTS = [
    ("Cảnh báo mưa dông, lốc, sét, mưa đá trên khu vực tỉnh Lào Cai", "Trên ảnh mây vệ tinh, vùng mây đối lưu đang "
     "phát triển và gây mưa dông cho xã Bát Xát. Trong ba giờ tới mây còn lan sang xã Y Tý."),
    ("Tin cảnh báo dông, lốc, sét", "Vùng mây dông ở phía tây đang di chuyển về phường Sa Pa. Đề phòng lốc."),
    ("CẢNH BÁO DÔNG, LỐC, SÉT, MƯA ĐÁ", "Theo ảnh radar, trong một đến ba giờ tới mây dông gây mưa rào và dông."),
    ("Mưa dông khu vực các xã phía bắc tỉnh", "Định vị sét cho thấy dông mạnh lên. Trong 2 giờ tới có lốc."),
    ("Cảnh báo mưa lớn cục bộ", "Quan trắc ra-đa thời tiết: mưa rào, từ nửa tiếng đến hai tiếng tới lan rộng."),
    ("Tin dông sét (phát lúc 14h30)", "Mây đối lưu phát triển trên xã Cốc San. Khả năng có sét và gió giật mạnh."),
    ("Cảnh báo nguy cơ ngập úng nội thành", "Qua theo dõi ảnh vệ tinh, mưa to ở các phường. 1-2h tới ngập 20-30 cm."),
    ("Bản tin cực ngắn về mưa dông", "Ảnh mây cho thấy ổ dông. Trong 30 phút tới có mưa đá."),
    ("Dự báo cực ngắn: dông mạnh ở vùng cao", "Mây dông đang tràn sang xã Mường Hum, trong một giờ tới có gió giật."),
    ("Cảnh báo mưa đá", "Vùng mây gây mưa đá đang ở phía bắc, di chuyển xuống trong nửa giờ tới."),
    ("Thông tin mưa dông trong ba giờ tới", "Ra đa ghi nhận mây dông mạnh, gây mưa cho xã Bảo Yên."),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text"), NOWCASTS)
def test_a_nowcast_without_a_level_is_a_bulletin(title: str, text: str) -> None:
    warning = read(title, text)
    assert warning is not None
    assert warning.hazard in (Hazard.HEAVY_RAIN, Hazard.FLOOD)
    assert warning.level is None


FIRES = [
    ("Cảnh báo cháy rừng cấp IV", "Từ nay đến hết ngày 26/11, cháy rừng cấp IV ở vùng thấp.", Severity.SEVERE),
    ("Cảnh báo cháy rừng cấp V", "Cấp cực kỳ nguy hiểm. Không đốt nương.", Severity.EXTREME),
    ("Cảnh báo nguy cơ cháy rừng cấp 4", "Chủ rừng trực hai mươi bốn giờ.", Severity.SEVERE),
    ("Dự báo cháy rừng", "Cấp dự báo cháy rừng: cấp V (cực kỳ nguy hiểm) ở xã Văn Bàn.", Severity.EXTREME),
    ("Thông báo cấp dự báo cháy rừng ngày 23/11", "Xã Bảo Thắng cấp III, xã Văn Bàn cấp IV.", Severity.SEVERE),
    ("Tin cảnh báo cháy rừng", "Nguy cơ cháy rừng ở cấp 5, cấp cực kỳ nguy hiểm.", Severity.EXTREME),
    ("Nguy cơ cháy rừng ở cấp IV", "Nắng hanh kéo dài, các xã chủ động phòng cháy.", Severity.SEVERE),
    ("Cấp cháy rừng hôm nay: cấp IV", "Tuyệt đối không đốt thực bì.", Severity.SEVERE),
    ("Thông tin cấp dự báo nguy cơ cháy rừng", "Cấp báo động cháy rừng là cấp V.", Severity.EXTREME),
    ("Khẩn: cảnh báo cháy rừng cấp IV, cấp V", "Các xã ứng trực.", Severity.EXTREME),
    ("CẢNH BÁO CHÁY RỪNG CẤP V", "KHÔNG ĐỐT NƯƠNG.", Severity.EXTREME),
    ("Bản tin dự báo nguy cơ cháy rừng", "Các xã phía nam ở cấp IV, cấp nguy hiểm.", Severity.SEVERE),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "severity"), FIRES)
def test_a_level_of_forest_fire_danger_is_a_bulletin(title: str, text: str, severity: Severity) -> None:
    warning = read(title, text)
    assert warning is not None
    assert (warning.hazard, warning.severity, warning.level) == (Hazard.FIRE, severity, None)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Cháy nhà cấp 4 ở xã Cốc San", "Ngôi nhà cấp IV cháy rụi, không ai bị thương."),
        ("Cháy rừng cấp V đã được dập tắt", "Sau sáu giờ, đám cháy rừng tắt hẳn."),
        ("Thông báo bàn giao nhà cấp IV", "Mười hai hộ bị cháy nhà nhận nhà mới."),
        ("Dông lốc làm tốc mái 20 nhà", "Chiều qua, dông lốc quét qua xã Y Tý."),
        ("Mưa dông trên khắp sân khấu mùa hè", "Ca khúc mới ra mắt."),
        ("Dự báo giá cà phê", "Mây đen trên thị trường trong ba giờ tới."),
        ("Mưa dông khiến trận đấu bị hoãn", "Trọng tài chờ ba giờ rồi cho hoãn."),
        ("Thông báo nghiệm thu đường cấp IV", "Đường đạt cấp IV miền núi."),
        ("Cảnh báo mưa dông trong phim mới", "Đạo diễn nói về cảnh quay."),
        ("Thông tin tuyển sinh cấp 3", "Học sinh nộp hồ sơ trong ba giờ tới."),
    ],
)
def test_news_and_notices_about_the_same_words_are_none(title: str, text: str) -> None:
    assert read(title, text) is None


DRILLS = [
    ("Diễn tập: Tin cảnh báo lũ quét", "Cấp độ rủi ro thiên tai: cấp 3."),
    ("Tin cảnh báo lũ quét (tình huống giả định)", "Cấp độ rủi ro thiên tai: cấp 3."),
    ("Tin cảnh báo lũ quét", "Tình huống giả định: lũ lên nhanh. Cấp độ rủi ro thiên tai: cấp 3."),
    ("Tin cảnh báo lũ quét", "Phục vụ diễn tập phòng thủ dân sự. Cấp độ rủi ro thiên tai: cấp 3."),
    ("Tin bão khẩn cấp", "Giả định bão số 9 đổ bộ vào tỉnh. Cấp độ rủi ro thiên tai: cấp 4."),
    ("Cảnh báo lũ: bản tin thử nghiệm", "Cấp độ rủi ro thiên tai: cấp 2."),
    ("Tin cảnh báo lũ", "Đây là bản tin diễn tập. Cấp độ rủi ro thiên tai: cấp 2."),
    ("Tin cảnh báo lũ", "Lũ trên sông Thao lên. Cấp độ rủi ro thiên tai: cấp 2. " + "Nước lên từng giờ. " * 40
     + "Bản tin này chỉ dùng cho diễn tập."),
    ("TIN CẢNH BÁO LŨ (DIỄN TẬP)", "CẤP ĐỘ RỦI RO THIÊN TAI: CẤP 2."),
    ("Cảnh báo lũ quét", "Kịch bản ứng phó: đài khí tượng báo lũ. Cấp độ rủi ro thiên tai: cấp 3."),
    ("Cảnh báo vỡ đập, lũ về hạ du", "Không phải tình huống thật. Cấp độ rủi ro thiên tai: cấp 4."),
    ("Công điện ứng phó lũ quét", "Thực hiện kế hoạch diễn tập khu vực phòng thủ, đài khí tượng phát tin."),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text"), DRILLS)
def test_a_drill_is_none(title: str, text: str) -> None:
    assert read(title, text, STATION) is None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Tin cảnh báo lũ quét", "Đây không phải diễn tập. Cấp độ rủi ro thiên tai: cấp 3."),
        ("Tin cảnh báo lũ quét", "Người dân sơ tán như đã diễn tập. Cấp độ rủi ro thiên tai: cấp 3."),
        ("Tin cảnh báo lũ quét", "Cấp độ rủi ro thiên tai: cấp 3. Sau buổi diễn tập, các đội ứng trực."),
    ],
)
def test_a_warning_that_speaks_of_a_drill_is_one(title: str, text: str) -> None:
    assert read(title, text, STATION) is not None
