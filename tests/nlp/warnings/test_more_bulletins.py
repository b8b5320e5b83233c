"""More bulletins, as other offices write them: clocks behind words, nowcasts, forest fires and practice."""

import pytest

from domain.hazards import Hazard
from domain.times import VIETNAM
from domain.warning import Severity
from tests.nlp.warnings.test_bulletin_kinds import STATION, read

L = " Cấp độ rủi ro thiên tai: cấp 3."


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("Từ nay đến 3 giờ sáng mai, mưa to.", "24 03:00"),
        ("Mưa to kéo dài từ nay tới khoảng 3h sáng mai.", "24 03:00"),
        ("Trong vòng ba tiếng nữa, mưa còn to.", "23 17:30"),
        ("Trong khoảng 3-6 giờ tới, lũ lên.", "23 20:30"),
        ("Khoảng ba đến sáu giờ tới, lũ quét có thể xảy ra.", "23 20:30"),
        ("Từ nay đến 21 giờ hôm nay, đề phòng lốc.", "23 21:00"),
        ("Từ bây giờ đến 22h tối nay, mưa.", "23 22:00"),
        ("Cảnh báo có hiệu lực đến 5 giờ sáng mai.", "24 05:00"),
        ("Dự báo đến 19h ngày mai mưa giảm.", "24 19:00"),
        ("Trong sáu giờ đồng hồ tới, nước tiếp tục lên.", "23 20:30"),
        ("Từ chiều nay đến rạng sáng mai có mưa to.", "24 06:00"),
        ("Trong 24 đến 48 giờ tới, rét đậm.", "25 14:30"),
        ("Từ nay đến hết ngày mai, mưa to.", "25 00:00"),
        ("Trong hai tiếng rưỡi tới có mưa đá.", "23 17:00"),
        ("Từ 16 giờ đến 20 giờ chiều tối nay, triều cường.", "23 20:00"),
        ("Từ 15h đến 21h ngày 23/11 mưa rất to.", "23 21:00"),
        ("Mưa to đến khoảng nửa đêm nay.", "24 00:00"),
        ("Trong 2h30 phút tới, dông.", "23 17:00"),
        ("Thời gian cảnh báo: 1 - 3 giờ tới.", "23 17:30"),
        ("Trong vòng 1 đến 3 tiếng đồng hồ sắp tới, các xã có mưa dông.", "23 17:30"),
        ("Đến 3 giờ sáng ngày 24, mưa giảm dần.", "24 03:00"),
    ],
)
def test_a_clock_or_a_span_in_words_is_its_end(words: str, end: str) -> None:
    warning = read("Tin cảnh báo mưa dông", f"{words} Người dân đề phòng.", STATION)
    assert warning is not None
    assert warning.expires is not None
    assert f"{warning.expires.astimezone(VIETNAM):%d %H:%M}" == end


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Cảnh báo dông cho khu vực tỉnh Lào Cai",
            "Trên ảnh ra đa thời tiết Phố Lu, mây dông đang phát triển mạnh tại các xã Bảo Hà, Nghĩa Đô. Đề phòng lốc.",
        ),
        (
            "Tin cảnh báo mưa dông diện hẹp",
            "Ảnh vệ tinh cho thấy mây đối lưu đang gây mưa rào ở phường Cam Đường. Đến 2 giờ tới lan rộng.",
        ),
        (
            "Cảnh báo mưa lớn cục bộ, ngập úng",
            "Số liệu radar cho thấy vùng phản hồi mạnh. Trong 2 giờ tới, mưa 30-60 mm, ngập cục bộ một số tuyến đường.",
        ),
        (
            "Dông mạnh đang tiến về phía bắc tỉnh",
            "Theo dõi trên ảnh mây vệ tinh và định vị sét, ổ dông di chuyển về xã Y Tý.",
        ),
        ("Cảnh báo: mưa dông kèm lốc, sét trong 3 giờ tới", "Mây dông đang hình thành. Đề phòng gió giật."),
        (
            "TIN CẢNH BÁO MƯA DÔNG, LỐC, SÉT, MƯA ĐÁ VÀ GIÓ GIẬT MẠNH",
            "Hiện tại mây đối lưu đang phát triển ở khu vực các xã phía đông.",
        ),
        (
            "Cảnh báo mưa dông nội thành",
            "Vùng mây dông từ phía tây đang lan sang nội thành, trong 1-2 giờ tới gây mưa rào và dông.",
        ),
        (
            "Cảnh báo mưa dông trên vùng biển",
            "Qua ảnh mây vệ tinh cho thấy vùng mây đối lưu gây mưa dông mạnh trên biển. Tàu thuyền chú ý.",
        ),
        ("Bản tin cảnh báo dông sét số 12", "Radar Việt Trì ghi nhận dông. Từ nay đến 17h có khả năng mưa đá."),
        (
            "Mưa lớn cục bộ tại các xã vùng thấp trong 1-3 giờ tới",
            "Quan trắc từ ra đa, mưa lớn ở xã Bảo Thắng, cường độ 40 mm/h.",
        ),
        ("Lốc, sét, mưa đá có thể xảy ra chiều nay", "Ảnh radar cho thấy ổ dông phát triển. Trong 2 giờ tới đề phòng."),
    ],
)
def test_a_nowcast_is_a_bulletin(title: str, text: str) -> None:
    warning = read(title, text)
    assert warning is not None
    assert warning.hazard in (Hazard.HEAVY_RAIN, Hazard.FLOOD, Hazard.FLASH_FLOOD)


@pytest.mark.parametrize(
    ("title", "text", "severity"),
    [
        (
            "Cảnh báo cháy rừng ở mức cực kỳ nguy hiểm",
            "Các xã vùng thấp ở cấp V (cấp cực kỳ nguy hiểm).",
            Severity.EXTREME,
        ),
        ("Bản tin cảnh báo cháy rừng", "Cấp cháy rừng: 4. Khu vực: xã Văn Bàn.", Severity.SEVERE),
        ("Thông báo dự báo cấp cháy rừng", "Cấp dự báo: IV – nguy hiểm.", Severity.SEVERE),
        ("Cảnh báo nguy cơ cháy rừng cấp V (cực kỳ nguy hiểm)", "Nghiêm cấm đốt nương.", Severity.EXTREME),
        ("Nguy cơ cháy rừng cấp 4 tại nhiều xã", "Chi cục Kiểm lâm yêu cầu trực.", Severity.SEVERE),
        ("Tin cảnh báo nguy cơ cháy rừng", "Nguy cơ cháy rừng ở cấp cực kỳ nguy hiểm tại xã Nậm Xé.", Severity.EXTREME),
        (
            "Thông báo cấp dự báo cháy rừng từ 23/11 đến 27/11",
            "Cấp III: xã A Mú Sung; cấp II: các xã còn lại.",
            Severity.MODERATE,
        ),
        ("Cháy rừng: cảnh báo cấp IV", "Hạn chế dùng lửa.", Severity.SEVERE),
        ("Dự báo nguy cơ cháy rừng cấp nguy hiểm", "Đang ở cấp IV, kéo dài nhiều ngày.", Severity.SEVERE),
        ("Cảnh báo cháy rừng cấp độ 5", "Không mang lửa vào rừng.", Severity.EXTREME),
        (
            "Rừng Hoàng Liên ở cấp cháy V",
            "Cháy rừng có thể xảy ra và lan nhanh, mọi người không đốt nương.",
            Severity.EXTREME,
        ),
        (
            "Cảnh báo khẩn cấp nguy cơ cháy rừng",
            "Cấp dự báo nguy cơ cháy rừng tại các xã vùng cao: từ cấp IV đến cấp V.",
            Severity.EXTREME,
        ),
    ],
)
def test_forest_fire_danger_is_read_by_figure_or_word(title: str, text: str, severity: Severity) -> None:
    warning = read(title, text)
    assert warning is not None
    assert (warning.hazard, warning.severity) == (Hazard.FIRE, severity)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Mưa dông gây ngập nhiều tuyến đường", "Ảnh vệ tinh lúc 16h cho thấy mây dông đã tan. Người dân dọn bùn."),
        ("Sét đánh chết hai con trâu", "Trong cơn dông chiều qua, sét đánh trúng chuồng trâu."),
        ("Dự báo thị trường chứng khoán: mây đen kéo đến", "Radar của giới đầu tư hướng về ngân hàng."),
        ("Cảnh báo ngập: dự án thoát nước chậm tiến độ", "Chủ đầu tư giải trình trước hội đồng."),
        ("Lắp ra đa thời tiết mới ở Pha Đin", "Ra đa sẽ giúp cảnh báo mưa dông sớm hơn."),
        ("Thông tin mưa lũ: ba người được cứu", "Mây mù bao phủ, vùng mây thấp cản trở trực thăng."),
        ("Cháy rừng ở xã Văn Bàn, huy động 200 người", "Rừng đang ở cấp IV nhưng lực lượng đã khống chế."),
        ("Phạt người đốt nương gây cháy rừng cấp V", "Công an xã lập biên bản."),
        ("Diễn tập chữa cháy rừng cấp V", "Tình huống giả định cấp cực kỳ nguy hiểm."),
        ("Nâng cấp 4 trạm phòng cháy rừng", "Dự án xây 4 trạm."),
        ("Cấp 5 máy thổi gió cho đội phòng cháy rừng", "Kiểm lâm trao máy."),
        ("Thông báo tuyển bảo vệ rừng, tốt nghiệp cấp 3", "Chống cháy rừng là việc chính."),
    ],
)
def test_what_only_tells_of_it_is_none(title: str, text: str) -> None:
    assert read(title, text) is None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Tin cảnh báo lũ quét", "[DIỄN TẬP] Nước sông Thao dâng nhanh." + L),
        ("[Thử nghiệm] Tin cảnh báo lũ quét", L),
        ("Tin lũ khẩn cấp (tập huấn)", "Bản tin dùng trong lớp tập huấn phòng chống thiên tai." + L),
        ("Tin cảnh báo lũ quét", "Đây là thông báo kiểm tra hệ thống còi báo, không có lũ." + L),
        ("Tin cảnh báo lũ", "Theo kịch bản, 8 giờ sáng 25/11 hồ chứa vỡ đập." + L),
        ("Tin bão khẩn cấp – thực hành ứng phó", "Các đội thực hành sơ tán theo tình huống đặt ra." + L),
        ("Tin cảnh báo sóng thần: tin diễn tập", "Tin này phát trong cuộc diễn tập ứng phó sóng thần." + L),
        ("Tin cảnh báo lũ quét", "Nội dung dưới đây chỉ phục vụ luyện tập, người dân không cần sơ tán." + L),
        ("Tin cảnh báo lũ quét", "Test hệ thống nhắn tin cảnh báo, xin bỏ qua." + L),
        ("TEST - Tin cảnh báo lũ quét", L),
        ("Tin cảnh báo lũ quét (mô phỏng)", "Mô phỏng lũ quét tại xã Bát Xát." + L),
        ("Tin cảnh báo lũ quét", "Lưu ý: đây là cuộc thao trường, không phải thiên tai thật." + L),
        ("Tin cảnh báo bão số 9", "Nằm trong khuôn khổ diễn tập PTDS năm 2026." + L),
        ("Hội thao phòng cháy: tin cảnh báo cháy rừng cấp V", "Hội thao có tình huống cháy."),
        ("Tin cảnh báo lũ (ví dụ)", "Ví dụ về cách viết bản tin." + L),
        ("Tin cảnh báo lũ quét", "Người dân yên tâm, không có lũ thật; chúng tôi đang thử loa." + L),
    ],
)
def test_practice_is_none_in_whatever_words(title: str, text: str) -> None:
    assert read(title, text, STATION) is None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Tin cảnh báo lũ quét", "Hoãn diễn tập vì mưa lớn. Lũ đang lên." + L),
        ("Tin cảnh báo lũ quét", "Mô hình mô phỏng cho thấy mưa 200 mm." + L),
        ("Tin cảnh báo lũ quét", "Đây là tình huống thật, không phải luyện tập." + L),
        ("Tin cảnh báo lũ quét", "Theo kịch bản mưa lớn nhất, nước có thể lên báo động 3." + L),
        ("Tin cảnh báo lũ quét", "Các lực lượng đã diễn tập tháng trước, nay ứng trực thật." + L),
        ("Tin cảnh báo lũ", "Bản tin dự báo thử nghiệm mưa hạn dài có ở trang khác. Lũ sông Thao đang lên." + L),
        ("Tin cảnh báo lũ", "Cảnh báo thật, tuyệt đối không chủ quan." + L),
    ],
)
def test_a_real_one_that_uses_such_words_is_one(title: str, text: str) -> None:
    assert read(title, text, STATION) is not None
