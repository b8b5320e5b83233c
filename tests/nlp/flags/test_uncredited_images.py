"""Which captions say whose the picture is, and when its absence is flagged."""

import pytest

from domain.flags import FlagReason
from nlp.flags.uncredited_images import found
from tests.making import an_article
from vietnamese.image_credits import credit_in, names_somebody

PICTURE = "https://bao-a.example/anh.jpg"


@pytest.mark.parametrize(
    "caption",
    [
        "Cầu mới ở Bắc Hà. Ảnh: Quỳnh Trần",
        "Cầu mới ở Bắc Hà (Ảnh: Hà Phong).",
        "Cầu mới ở Bắc Hà - Ảnh: T.T.",
        "Cầu mới ở Bắc Hà - Ảnh: Q. L.",
        "Ảnh minh họa: Reuters",
        "Nguồn: TTXVN",
        "Hai bị can - Ảnh: Công an cung cấp",
        "Chị An trong bếp - Ảnh do nhân vật cung cấp",
        "Bài đăng của trường - Ảnh chụp màn hình VnExpress",
        "Đồ họa: Việt Chung",
        "Nước lên nhanh (AFP)",
        "Người dân đội mưa đi làm - Ảnh tư liệu Tuổi Trẻ",
    ],
)
def test_a_caption_that_names_its_source_is_a_credit(caption: str):
    credit = credit_in(caption)

    assert names_somebody(credit)
    assert found(an_article("a", image_url=PICTURE, image_credit=credit)) is None


@pytest.mark.parametrize(
    "caption",
    [
        "Ảnh minh họa",
        "Một lễ hội trái cây ở Bến Tre (ảnh minh hoạ).",
        "Nước lên nhanh. Ảnh: Internet",
        "Nước lên nhanh. Nguồn ảnh: Internet.",
        "Nước lên nhanh - Ảnh: sưu tầm",
        "Nước lên nhanh. Ảnh: Facebook",
        "Nước lên nhanh - Ảnh cắt từ clip",
        "Nước lên nhanh - ẢNH CHỤP MÀN HÌNH",
        "Nước lên nhanh - Ảnh trên mạng xã hội.",
        "Nước lên nhanh - Ảnh: Tư liệu",
        "Nước lên nhanh. Ảnh: ST",
    ],
)
def test_a_caption_that_names_nobody_is_quoted(caption: str):
    credit = credit_in(caption)
    raised = found(an_article("a", image_url=PICTURE, image_credit=credit))

    assert credit
    assert raised is not None
    assert (raised.why.code, raised.quotes[0].span.quote) == (FlagReason.IMAGE_CREDITS_NOBODY, credit)


@pytest.mark.parametrize(
    "caption",
    [
        "Trong ảnh: học sinh qua cầu.",
        "Hình ảnh con đường bị sạt lở được đăng lên mạng",
        "Bức ảnh: một kỷ niệm",
        "Bể nước đầu nguồn xã Tả Van",
        "Video giám sát hồ chứa",
    ],
)
def test_a_sentence_about_a_picture_is_no_credit(caption: str):
    assert not credit_in(caption)


def test_a_picture_without_any_credit_is_flagged_and_its_absence_is_not():
    raised = found(an_article("a", image_url=PICTURE, image_credit=""))

    assert raised is not None
    assert raised.why.code == FlagReason.IMAGE_UNCREDITED
    assert found(an_article("b", image_url="", image_credit="")) is None
    assert found(an_article("c", image_url=PICTURE, image_credit=None)) is None  # read before credits were


def test_the_line_that_signs_text_and_pictures_is_their_credit():
    article = an_article("a", image_url=PICTURE, image_credit="", text="Lúa đã chín.\nBài, ảnh: Hoàng Anh")

    assert found(article) is None
