"""Which words tell who a child, a victim or a patient is, each with its reason."""

import pytest

from domain.flags import FlagReason
from nlp.flags.private_people import found
from tests.making import an_article


def reasons(text: str, title: str = "Hai xe máy va chạm, một người bị thương") -> dict[str, list[str]]:
    raised = found(an_article("a", title=title, text=text))
    return {one.why.code: [quote.span.quote for quote in one.quotes] for one in raised}


@pytest.mark.parametrize(
    ("text", "reason", "quote"),
    [
        ("Nạn nhân là anh Lò Văn Minh (28 tuổi) tử vong tại chỗ.", FlagReason.NAMED_PERSON, "Lò Văn Minh"),
        ("Cháu Vàng Thị Mai, 6 tuổi, bị bỏng nặng.", FlagReason.NAMED_PERSON, "Vàng Thị Mai"),
        (
            "Em N.V.L. (học sinh lớp 7A Trường THCS Bản Vược) bị đánh. Bố em là anh Nguyễn Văn Hùng.",
            FlagReason.GIVEN_AWAY,
            "Nguyễn Văn Hùng",
        ),
        ("Trên người nạn nhân có CMND số 285420535.", FlagReason.IDENTITY_NUMBER, "285420535"),
        ("Chị Hà Thị H. bị lừa, số CCCD 010 185 004 321 bị lộ.", FlagReason.IDENTITY_NUMBER, "010 185 004 321"),
        ("Hai nạn nhân có số hộ chiếu: C6686337.", FlagReason.IDENTITY_NUMBER, "C6686337"),
        (
            "Anh Nguyễn Trọng Q. điều khiển xe máy BKS 92D1 - 502.91 bị tông, tử vong.",
            FlagReason.LICENCE_PLATE,
            "92D1 - 502.91",
        ),
        (
            "Ai giúp được bé xin gọi mẹ cháu là chị Giàng Thị Sua, điện thoại 0969.576.288.",
            FlagReason.PRIVATE_PHONE,
            "0969.576.288",
        ),
        (
            "Nạn nhân Trần Thị B. (ngụ số 12/5 đường Hoàng Liên, phường Sa Pa) bị cướp.",
            FlagReason.HOME_ADDRESS,
            "ngụ số 12/5 đường Hoàng Liên, phường Sa Pa",
        ),
        (
            "Bệnh nhân Lý A. (trú tại số nhà 7, ngõ 3 phố Mới) đang điều trị.",
            FlagReason.HOME_ADDRESS,
            "trú tại số nhà 7, ngõ 3 phố Mới",
        ),
    ],
)
def test_each_reason_is_said_with_its_words(text: str, reason: FlagReason, quote: str):
    assert quote in reasons(text)[reason]


@pytest.mark.parametrize(
    "text",
    [
        "Em N.V.L. bị thương nhẹ.",
        "Nạn nhân là anh L.V.M. (28 tuổi) tử vong tại chỗ.",
        "Cơ quan công an tạm giữ Nguyễn Văn Hùng (34 tuổi, trú số 5 đường Mỏ) vì gây tai nạn.",
        "Ông Trần Văn Nam, Chủ tịch UBND xã, cho biết một người bị thương.",
        "Ai là nạn nhân của Nguyễn Thị Oanh xin liên hệ công an.",
        "Đường dây nóng của công an xã: anh Nguyễn Văn An, điện thoại 0912 345 678.",
        "Chị H. nhận cuộc gọi từ số điện thoại 0588900075 rồi bị lừa.",
        "Chị H. bị số điện thoại 0588900075 gọi đến lừa đảo.",
        "Xe tải biển số 24C-012.34 tông vào xe máy khiến một người chết.",
        "Hồ sơ gồm giấy khai sinh và căn cước công dân của bố mẹ.",
        "Anh Lò Văn Minh bán 12 tấn mận trong vụ này.",
        "Cháy lớn tại số 12 đường Hoàng Liên, một người bị thương.",
    ],
)
def test_initials_suspects_offices_and_callers_are_left_alone(text: str):
    assert not reasons(text)
