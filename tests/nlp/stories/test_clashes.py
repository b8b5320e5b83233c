"""Two like texts of two events stay apart; what changes or follows a text stays with it."""

from datetime import datetime, timedelta

import pytest

from domain.times import VIETNAM
from nlp.stories.clashes import brevity, clash
from nlp.stories.facts import Facts, facts
from nlp.stories.incremental import WindowItem, group
from nlp.stories.kinds import Kind
from nlp.stories.score import NEVER

DAY = datetime(2026, 11, 24, 8, 0, tzinfo=VIETNAM)
CUT = "Điện lực thông báo ngừng cấp điện từ 7 giờ đến 11 giờ ngày {day} tại xã {place} để sửa chữa đường dây."
VACCINE = "Trạm y tế xã {place} mời phụ huynh đưa trẻ đi tiêm chủng ngày {day}. Trẻ đang sốt thì hoãn tiêm."


def of(title: str, text: str = "", hours: float = 0) -> tuple[Facts, datetime]:
    at = DAY + timedelta(hours=hours)
    return facts(title, text or title, at), at


def odds(one: tuple[Facts, datetime], other: tuple[Facts, datetime]) -> float:
    said = clash(one[0], other[0], one[1], other[1])
    assert said == clash(other[0], one[0], other[1], one[1])
    return said if said == NEVER else said - brevity(one[0], other[0])


def notice(form: str, place: str, day: str, hours: float = 0) -> tuple[Facts, datetime]:
    text = form.format(place=place, day=day)
    return of(f"{text[:30]} xã {place} ngày {day}", text, hours)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (notice(CUT, "Y Tý", "25/11"), notice(CUT, "A Lù", "25/11")),
        (notice(CUT, "Y Tý", "25/11"), notice(CUT, "Y Tý", "27/11")),
        (notice(VACCINE, "Y Tý", "25/11"), notice(VACCINE, "Trịnh Tường", "25/11")),
        (notice(VACCINE, "Y Tý", "25/11"), notice(VACCINE, "Y Tý", "25/12")),
        (notice(CUT, "Y Tý", "25/11"), notice(VACCINE, "Y Tý", "25/11")),
        (of("Ngừng cấp điện xã Y Tý ngày 25/11"), of("Ngừng cấp nước xã Y Tý ngày 25/11")),
        (of("Mất nước diện rộng ở phường Cam Đường"), of("Mất điện diện rộng ở phường Cam Đường")),
        (of("Diễn tập ứng phó lũ quét ở xã Nậm Chày"), of("Lũ quét ở xã Nậm Chày, sơ tán 40 hộ")),
        (of("Tổng duyệt phương án chữa cháy chợ"), of("Cháy chợ Cốc Lếu lúc rạng sáng")),
        (of("Tin vỡ đập Nậm Lúc là bịa đặt"), of("Thủy điện Nậm Lúc xả nước theo kế hoạch")),
        (of("Cảnh báo sóng thần là tin giả"), of("Động đất mạnh ngoài khơi, không có sóng thần")),
        (of("Bác bỏ tin đồn học sinh bị bắt cóc"), of("Tìm thấy học sinh lạc trong rừng")),
        (of("Bão số 5 đổ bộ Quảng Ninh"), of("Bão số 6 hình thành trên Biển Đông")),
        (of("Bão Hoa Ban mạnh thêm"), of("Bão Sơn Ca suy yếu")),
        (of("TIN RÉT ĐẬM (phát lúc 15h30)"), of("TIN RÉT ĐẬM (phát lúc 15h30)", hours=24)),
        (of("Bản tin dự báo thời tiết ngày 24/11"), of("Bản tin dự báo thời tiết ngày 25/11", hours=24)),
        (of("Giá vàng hôm nay tăng mạnh"), of("Giá vàng hôm nay giảm nhẹ", hours=24)),
        (of("Giá xăng giảm 300 đồng"), of("Giá xăng tăng 200 đồng", hours=168)),
        (of("Đính chính số điện thoại nhận hồ sơ"), of("Đính chính số học sinh nhập viện")),
        (of("Dự báo mưa lớn, nguy cơ lũ quét"), of("Lũ cuốn trôi hai người ở Văn Bàn")),
        (of("Họp dân bàn làm đường"), of("Họp dân bàn làm đường", hours=24 * 8)),
    ],
)
def test_these_are_never_one_event(one: tuple[Facts, datetime], other: tuple[Facts, datetime]):
    assert odds(one, other) == NEVER


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (notice(CUT, "Y Tý", "25/11"), notice(CUT, "Y Tý", "25/11", hours=5)),
        (of("Ngừng cấp điện xã Y Tý"), of("Điện lực: xã Y Tý mất điện ngày mai")),
        (of("Bão số 5 đổ bộ Quảng Ninh"), of("Bão số 5 suy yếu, còn mưa to", hours=30)),
        (of("Bản tin bão số 5 lúc 8 giờ"), of("Bản tin bão số 5 lúc 14 giờ", hours=6)),
        (of("Cảnh báo sóng thần là tin giả"), of("Tin đồn sóng thần: cơ quan chức năng bác bỏ")),
        (of("Không có vé “0 đồng”"), of("Bán 5.000 vé “0 đồng” tuyến Hà Nội")),
        (of("Diễn tập chữa cháy ở chợ sáng thứ tư"), of("Chợ trung tâm diễn tập chữa cháy, bà con đừng lo")),
        (of("Xe tải đâm xe khách, hai người tử vong"), of("Khởi tố tài xế vụ hai người tử vong", hours=20)),
        (of("Sạt lở đèo Ô Quý Hồ"), of("Đèo Ô Quý Hồ đã thông xe", hours=9)),
        (of("Nghị quyết hỗ trợ học sinh bán trú"), of("Học sinh bán trú được hỗ trợ thêm")),
        (of("Lũ quét ở Nậm Chày"), of("Mưa lớn gây lũ quét ở xã Nậm Chày")),
    ],
)
def test_these_may_be_one_event(one: tuple[Facts, datetime], other: tuple[Facts, datetime]):
    assert odds(one, other) > -4


@pytest.mark.parametrize("how", ["Lùi lịch", "Thay cho thông báo", "Nhắc lại:", "Đổi giờ", "Thay đổi thời gian"])
def test_a_change_belongs_to_the_notice_of_its_place_and_day(how: str):
    assert odds(of(f"{how} cắt điện xã Y Tý ngày 25/11"), of("Ngừng cấp điện xã Y Tý ngày 25/11")) > 0


def test_days_are_counted_from_publication():
    assert facts("Ngày mai cắt điện", "Ngày mai cắt điện", DAY).days == {32 * 11 + 25}
    assert facts("Tối qua mất điện", "Tối qua mất điện", DAY).days == {32 * 11 + 23}
    assert facts("Ngày mai cắt điện", "Ngày mai cắt điện", None).days == frozenset()


def test_a_list_of_units_is_read_and_a_province_tells_little():
    seen = facts("Các xã Y Tý, A Lù và Trịnh Tường của Lào Cai nghỉ học", "", DAY)
    assert len(seen.title_units) == 3


@pytest.mark.parametrize(("title", "text"), [("", ""), ("", "\n\n"), ("!!!", "…"), ("x" * 3000, "y" * 9000)])
def test_odd_texts_have_facts_too(title: str, text: str):
    assert not facts(title, text, None).kinds & Kind.DRILL


def test_eight_communes_power_cuts_are_eight_stories():
    places = ["Y Tý", "A Lù", "Trịnh Tường", "Bản Xèo", "Mường Hum", "Dền Sáng", "Nậm Chày", "Tả Phìn"]
    items = [
        WindowItem(
            id=place,
            title=f"Tạm ngừng cấp điện xã {place} ngày 25/11",
            text=CUT.format(place=place, day="25/11"),
            published_at=DAY,
        )
        for place in places
    ]
    assert len(set(group(items).values())) == len(places)
