"""Words that are true only for some hours after they are said."""

from datetime import datetime, timedelta, timezone

import pytest

from vietnamese.relative_times import relative_times

ZONE = timezone(timedelta(hours=7))
SAID = datetime(2026, 11, 23, 14, 30, tzinfo=ZONE)  # a Monday


def until(text: str, said: datetime = SAID) -> list[str]:
    return [f"{one.until:%d %H:%M}" for one in relative_times(text, said)]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Trong ba giờ tới, mưa to.", ["23 17:30"]),
        ("Trong 3 giờ tới", ["23 17:30"]),
        ("trong 3h tới", ["23 17:30"]),
        ("Trong khoảng một đến ba giờ tới, có dông", ["23 17:30"]),
        ("Mưa kéo dài trong một đến ba giờ", ["23 17:30"]),
        ("trong khoảng từ 1-3 giờ tới", ["23 17:30"]),
        ("Từ nửa tiếng đến hai tiếng tới", ["23 16:30"]),
        ("trong 30 phút đến 3 giờ tới", ["23 17:30"]),
        ("Trong vòng 24h, mưa rất to", ["24 14:30"]),
        ("trong vòng hai mươi bốn giờ", ["24 14:30"]),
        ("trong vòng sáu tiếng đồng hồ tới", ["23 20:30"]),
        ("một tiếng rưỡi nữa", ["23 16:00"]),
        ("khoảng nửa giờ nữa", ["23 15:00"]),
        ("mười lăm phút nữa", ["23 14:45"]),
        ("12–24 giờ tiếp theo", ["24 14:30"]),
        ("trong hai ngày tới", ["25 14:30"]),
        ("2 – 3 ngày tới", ["26 14:30"]),
        ("vài giờ tới", ["23 19:30"]),
        ("trong 1,5 giờ tới", ["23 16:00"]),
        ("TRONG BA GIỜ TỚI", ["23 17:30"]),
        ("48 giờ sắp tới", ["25 14:30"]),
        ("đêm nay và sáng mai", ["24 06:00", "24 12:00"]),
        ("Tối nay bà con", ["24 00:00"]),
        ("chiều nay", ["23 18:00"]),
        ("Sáng nay, xã họp", ["24 00:00"]),
        ("hôm nay", ["24 00:00"]),
        ("Hôm nay xã họp", ["24 00:00"]),
        ("Ngày mai nghỉ", ["25 00:00"]),
        ("trong ngày hôm nay", ["24 00:00"]),
        ("tối hôm nay", ["24 00:00"]),
        ("rạng sáng mai", ["24 06:00"]),
        ("sáng ngày mai", ["24 12:00"]),
        ("chiều mai, tối mai", ["24 18:00", "25 00:00"]),
        ("đêm mai", ["25 06:00"]),
        ("ngày mai", ["25 00:00"]),
        ("ngày kia", ["26 00:00"]),
        ("TỐI NAY MẤT ĐIỆN", ["24 00:00"]),
        ("tuần này", ["30 00:00"]),
        ("cuối tuần này", ["30 00:00"]),
        ("tuần tới", ["07 00:00"]),
        ("trong tháng này", ["01 00:00"]),
        ("hai tuần tới", ["07 14:30"]),
        ("trong  ba\n giờ  tới", ["23 17:30"]),
        ("trong hai tư giờ tới", ["24 14:30"]),
        ("từ nay đến 3 giờ sáng mai", ["24 03:00"]),
        ("tới khoảng 3h30 sáng mai", ["24 03:30"]),
        ("đến ba giờ sáng ngày mai", ["24 03:00"]),
        ("đến 21 giờ hôm nay", ["23 21:00"]),
        ("đến 8 giờ tối nay", ["23 20:00"]),
        ("đến 22h đêm nay", ["23 22:00"]),
        ("đến 2 giờ đêm nay", ["24 02:00"]),
        ("trước 5 giờ chiều mai", ["24 17:00"]),
        ("đến 9 giờ sáng nay", ["24 00:00"]),
        ("đến nửa đêm nay", ["24 00:00"]),
        ("lúc 19 giờ tối nay", ["24 00:00"]),
        ("trong 2h30 phút tới", ["23 17:00"]),
        ("trong 1 giờ 45 phút tới", ["23 16:15"]),
    ],
)
def test_until_when_it_is_true(text: str, ends: list[str]) -> None:
    assert until(text) == ends


@pytest.mark.parametrize(
    "text",
    [
        "Trong ba giờ qua mưa to", "24 giờ qua", "trong vòng 24 giờ qua", "trong 3 giờ trước", "hôm qua", "đêm qua",
        "ngày nay", "đến nay", "từ 7 giờ đến 9 giờ", "từ 1 đến 3 giờ sáng 24/11", "lúc 3 giờ", "khoảng 3 giờ chiều",
        "lượng mưa 100 mm trong vòng 3 giờ", "chị Mai", "bác Sáng Mai", "giờ Tối Mai hát", "trong 3 ngày liên tục",
        "ngày 24/11", "xe chạy 60 km/h", "bảo hành trong 24 tháng", "24h.com.vn", "phải báo cáo trong vòng 24 giờ",
        "Sau ba ngày tìm kiếm", "hiện nay", "năm nay", "từ 7 giờ tới 9 giờ ngày 24/11", "cấp 3 - cấp 4",
        "từ 2 giờ tới nay", "lúc 7h30 tới 9 giờ ngày 24/11",
    ],
)  # fmt: skip
def test_what_is_not_said_of_the_time_ahead_is_left_alone(text: str) -> None:
    assert until(text) == []


def test_the_night_that_is_going_on_ends_in_the_morning() -> None:
    said = datetime(2026, 11, 24, 1, 0, tzinfo=ZONE)
    assert until("đêm nay", said) == ["24 06:00"]
    assert until("sáng nay", said) == ["24 12:00"]


def test_the_words_stand_where_it_says() -> None:
    text = "Cảnh báo: trong ba giờ tới có dông, tối nay tạnh."
    assert [text[one.start : one.end].strip() for one in relative_times(text, SAID)] == ["trong ba giờ tới", "tối nay"]
