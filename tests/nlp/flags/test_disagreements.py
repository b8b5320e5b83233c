"""When articles of one story count the same thing differently."""

from datetime import timedelta

import pytest

from nlp.flags.disagreements import found
from tests.making import NOON, an_article


def clash(earlier: str, later: str, title: str = "Lũ quét ở Bát Xát") -> list[str]:
    articles = [
        an_article(key, title=title, text=text, published_at=NOON + timedelta(hours=hours))
        for key, text, hours in (("a", earlier, 0), ("b", later, 5))
    ]
    return [quote.span.quote for raised in found(articles) for quote in raised.quotes]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Lũ quét làm 3 người chết.", "Lũ quét làm 5 người chết."),
        ("Lũ quét làm ba người chết.", "Lũ quét làm năm người thiệt mạng."),
        ("Ít nhất 3 người thiệt mạng.", "5 người thiệt mạng."),
        ("Số người chết là 3.", "Số người chết đã tăng lên 5."),
        ("Vụ cháy khiến 12 người bị thương.", "Vụ cháy khiến 9 người bị thương."),
        ("Còn 4 người mất tích sau lũ.\n4 người mất tích.", "7 người mất tích."),
        ("Gió lốc làm 24 ngôi nhà bị sập.", "Gió lốc làm 18 căn nhà đổ sập."),
        ("Đám cháy được 15 xe cứu hỏa dập tắt.", "18 xe chữa cháy đến hiện trường."),
        ("Công an bắt 4 nghi phạm.", "Công an bắt giữ 3 nghi phạm."),
        ("Thiệt hại ước tính 300 triệu đồng.", "Thiệt hại ước tính 1,6 tỷ đồng."),
        ("Hơn 30 người bị thương.", "55 người bị thương."),
        ("Lũ làm 30 ha lúa bị ngập.", "Lũ khiến 75 hecta lúa bị ngập."),
        ("Đường dây nóng của huyện: 1900 9095.", "Đường dây nóng của huyện: 1900 9059."),
        ("Lễ hội diễn ra vào ngày 25/11 tại Sa Pa.", "Lễ hội diễn ra vào ngày 26/11 tại Sa Pa."),
    ],
)
def test_two_counts_of_one_thing_are_said_with_both_times(earlier: str, later: str):
    assert len(clash(earlier, later)) == 2


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Lũ quét làm 3 người chết.", "Lũ quét làm ba người thiệt mạng."),
        ("Hơn 30 người bị thương.", "34 người bị thương."),
        ("Gần 20 triệu đồng bị chiếm đoạt.", "Bị chiếm đoạt 19.125.036 đồng."),
        ("Trị giá 45,49 triệu đồng.", "Trị giá 45,5 triệu đồng."),
        ("3 người chết, 5 người bị thương.", "3 người chết; 5 nạn nhân bị thương."),
        ("3 người chết.", "5 người bị thương."),
        ("20 người chết, trong đó 2 binh sĩ thiệt mạng.", "20 người chết."),
        ("3 người chết.", "3 người chết. Năm 2020, lũ làm 40 người chết ở xã này."),
        ("3 người chết.", "3 người chết. Trước đó, một trận lũ làm 8 người chết."),
        ("17 binh sĩ thiệt mạng.", "20 người thiệt mạng."),
        ("24 ngôi nhà bị sập.", "68 ngôi nhà bị tốc mái."),
        ("Thiệt hại 2 tỷ đồng.", "Thiệt hại 231 tỷ đồng."),
        ("Khoảng 100 người bị thương.", "105 người bị thương."),
        ("Ông An có 3 người con.", "Ông An có 5 người con."),
        ("Lũ làm 30 ha lúa bị ngập.", "Lũ làm 75 ha hoa màu bị ngập."),
        ("Đường dây nóng của huyện: 1900 9095.", "Đường dây nóng của bệnh viện: 1900 9059."),
        ("Đường dây nóng: 1900 9095.", "Đường dây nóng: 19009095."),
        ("Lễ hội hoa diễn ra vào ngày 25/11.", "Trận chung kết bóng đá nữ diễn ra vào ngày 26/11."),
        ("Lễ hội diễn ra từ ngày 25/11.", "Lễ hội diễn ra đến ngày 28/11."),
    ],
)
def test_what_one_number_may_stand_behind_is_no_disagreement(earlier: str, later: str):
    assert not clash(earlier, later)


def test_the_newest_count_is_told_beside_the_one_before_it():
    articles = [
        an_article(key, title="Lũ quét", text=f"{dead} người chết.", published_at=NOON + timedelta(hours=hours))
        for key, dead, hours in (("a", 3, 0), ("b", 5, 2), ("c", 5, 5))
    ]
    (raised,) = found(articles)

    assert (raised.why.params["earlier"], raised.why.params["later"]) == ("3 người chết", "5 người chết")
    assert raised.why.params["later_at"] == NOON + timedelta(hours=5)


def test_copies_of_one_text_are_heard_once():
    whole = an_article("a", title="Lũ quét", text="3 người chết.")
    copy = an_article("b", title="Lũ quét", text="5 người chết.", copy_of=whole.id)

    assert not found([whole, copy])
