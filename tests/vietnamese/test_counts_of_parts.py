"""What counts only a share, several events or nothing of the kind is not read; the whole beside it still is."""

import pytest

from vietnamese.counts import counts

SHARES = [
    "41 nạn nhân thiệt mạng trong vụ cháy là trẻ em.",
    "Ít nhất 25 người thiệt mạng là người nước ngoài.",
    "12 người bị thương đều là công nhân của nhà máy.",
    "8 người bị thương đã hoàn toàn bình phục.",
    "5 người bị thương đã xuất viện chiều nay.",
    "3 người tử vong trước đó cùng ở một thôn.",
    "Ông A. là một trong 4 nạn nhân tử vong.",
    "Chủ tịch xã đến thăm gia đình ba nạn nhân thiệt mạng.",
    "Công an đã xác định danh tính 2 nạn nhân tử vong.",
    "Anh Th. và 2 người khác bị thương.",
]
OTHER_THINGS = [
    "Số người thiệt mạng trong vụ nổ xảy ra sáng 17/6 chưa rõ.",
    "Số người thiệt mạng trong trận động đất mạnh 6 độ tăng lên.",
    "Số người chết trong vụ cháy lúc 3 giờ sáng chưa rõ.",
    "Số người bị thương ở vụ sạt lở cách trung tâm 20 km chưa rõ.",
    "Số người chết do sóng thần có thể lên tới 42.000 người.",
    "Cảnh sát bắn chết một nghi phạm.",
    "Lực lượng đặc nhiệm giết chết 2 tay súng.",
    "Mưa lũ làm 30 người chết và mất tích.",
    "Bão làm 12 người chết hoặc mất tích.",
    "Hai vụ việc làm 14 người thiệt mạng.",
    "Gần 350 người thiệt mạng trong hai vụ tai nạn máy bay.",
    "Chỉ riêng Lai Châu có 14 người chết.",
    "25 người chết vì tai nạn giao thông trong mùng 2 Tết.",
    "Toàn quốc xảy ra 276 vụ tai nạn giao thông làm chết 183 người.",
    "Năm 1883 sóng thần khiến 40.000 người thiệt mạng.",
    "Cuối tháng 10-2018, máy bay rơi khiến 189 người thiệt mạng.",
]
WHOLES = [
    ("Vụ nổ làm 3 người chết.", "dead"),
    ("Gần 400 người khác bị thương.", "hurt"),
    ("Bão làm 5 người chết, 3 người mất tích.", "missing"),
    ("Vụ nổ sáng 17/6 làm 3 người chết.", "dead"),
    ("Số người chết đã tăng lên 9 người.", "dead"),
    ("Tai nạn giao thông trên quốc lộ 1 làm 2 người chết.", "dead"),
    ("Xe khách lao xuống vực khiến 12 người bị thương, một người nguy kịch.", "hurt"),
    ("Động đất mạnh 6 độ làm 5 người chết.", "dead"),
]


@pytest.mark.parametrize("text", SHARES + OTHER_THINGS)
def test_a_share_or_another_thing_is_not_counted(text: str) -> None:
    assert [one.words for one in counts(text) if one.key in ("dead", "hurt", "missing")] == []


@pytest.mark.parametrize(("text", "key"), WHOLES)
def test_the_whole_of_one_event_is_counted(text: str, key: str) -> None:
    assert key in [one.key for one in counts(text)]
