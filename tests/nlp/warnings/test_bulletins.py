"""Bulletins become CAP 1.2 warnings; Update and Cancel are chained; an expired one is never current."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.errors import BadInput
from domain.hazards import Hazard
from domain.times import VIETNAM
from domain.warning import Bulletin, Certainty, MsgType, OfficialWarning, Reference, Severity, Status, Urgency
from domain.warning_chain import linked
from nlp.warnings.cap import read_cap, write_cap
from nlp.warnings.current import read_bulletin

OFFICE = "Trung tâm Dự báo khí tượng thủy văn quốc gia"
ISSUED = datetime(2026, 8, 12, 8, 5, tzinfo=VIETNAM)


def current(warnings: Iterable[OfficialWarning], now: datetime) -> tuple[OfficialWarning, ...]:
    """Those that hold, newest first, as a desk keeps them."""
    return tuple(link.warning for link in reversed(linked(warnings)) if link.holds(now))


def storm(number: int, title: str, sent: datetime, text: str) -> OfficialWarning:
    found = read_bulletin(
        Bulletin(title=title, text=f"{text}\nBản tin số {number:02}.", published_at=sent, source=OFFICE)
    )
    assert found is not None
    return found


def issued() -> OfficialWarning:
    return storm(
        1,
        "Tin bão trên Biển Đông (cơn bão số 5)",
        ISSUED,
        f"{OFFICE} cho biết, trong 24 giờ tới, "
        "bão số 5 đi vào vùng biển từ Quảng Ninh đến Ninh Bình, "
        "gây mưa to ở Hải Phòng và Hưng Yên. Cấp độ rủi ro thiên tai do bão: cấp 3. "
        "Tàu thuyền cần vào nơi trú ẩn trước 15 giờ. Người dân không nên ra đường khi bão đổ bộ. Gió giật cấp 11.\n"
        "Tin phát lúc: 08 giờ 00. Bản tin tiếp theo được phát lúc 14 giờ 00 ngày 12/8.",
    )


def updated() -> OfficialWarning:
    return storm(
        2,
        "Tin bão khẩn cấp (cơn bão số 5)",
        ISSUED + timedelta(hours=6),
        f"{OFFICE}: bão số 5 mạnh thêm, hướng vào Quảng Ninh, Hải Phòng. Cấp độ rủi ro thiên tai cấp 4. "
        "Trong 12 giờ tới bão đổ bộ. Các địa phương cần sơ tán ngay lập tức dân vùng trũng.",
    )


def cancelled() -> OfficialWarning:
    return storm(
        3,
        "Tin cuối cùng về cơn bão số 5",
        ISSUED + timedelta(hours=20),
        f"{OFFICE}: bão số 5 đã suy yếu thành vùng áp thấp trên đất liền Quảng Ninh. Đây là bản tin cuối cùng.",
    )


def test_a_storm_bulletin_says_what_where_how_grave_and_until_when():
    warning = issued()
    assert (warning.hazard, warning.event, warning.msg_type) == (Hazard.STORM, "bão số 5", MsgType.ALERT)
    assert warning.codes == ("22", "37", "31", "33")
    assert (warning.level, warning.severity) == (3, Severity.SEVERE)
    assert warning.sent == datetime(2026, 8, 12, 8, 0, tzinfo=VIETNAM)
    assert warning.expires == datetime(2026, 8, 13, 8, 0, tzinfo=VIETNAM)
    assert warning.next_bulletin == datetime(2026, 8, 12, 14, 0, tzinfo=VIETNAM)
    assert warning.urgency is Urgency.EXPECTED


def test_instructions_are_quoted_as_the_source_wrote_them():
    assert issued().instruction == (
        "Tàu thuyền cần vào nơi trú ẩn trước 15 giờ. Người dân không nên ra đường khi bão đổ bộ."
    )


def test_an_update_replaces_and_a_cancel_ends_what_came_before():
    one, two, three = issued(), updated(), cancelled()
    assert [w.msg_type for w in (one, two, three)] == [MsgType.ALERT, MsgType.UPDATE, MsgType.CANCEL]
    at = two.sent + timedelta(hours=1)
    assert [w.identifier for w in current([one], at)] == [one.identifier]
    assert [w.identifier for w in current([two, one], at)] == [two.identifier]
    assert current([three, one, two], three.sent + timedelta(minutes=1)) == ()


def test_what_is_not_yet_sent_changes_nothing():
    one, two = issued(), updated()
    assert current([one, two], ISSUED + timedelta(hours=1)) == (one,)


def test_references_point_to_the_message_that_is_followed():
    one, two, three = (link.warning for link in linked([cancelled(), issued(), updated()]))
    assert one.references == ()
    assert two.references == (one.reference,)
    assert three.references == (two.reference,)


def test_an_expired_warning_is_never_current():
    one = issued()
    assert one.expires is not None
    assert current([one], one.expires - timedelta(seconds=1)) == (one,)
    assert current([one], one.expires) == ()


def test_an_expired_update_does_not_bring_back_what_it_replaced():
    one = replace(issued(), expires=ISSUED + timedelta(days=5))
    two = updated()
    assert two.expires is not None
    assert current([one, two], two.expires + timedelta(minutes=1)) == ()


def test_a_storm_with_a_name_is_followed_by_its_name():
    titles = ("Tin bão Hoa Ban", "Cập nhật tin bão Hoa Ban (bản tin số 2)", "Tin cuối cùng về bão Hoa Ban")
    sent = [ISSUED + timedelta(hours=n) for n in range(3)]
    text = f"{OFFICE}: mưa ở tỉnh Lào Cai trong 48 giờ tới."
    found = [
        read_bulletin(Bulletin(title=t, text=text, published_at=at, source=OFFICE))
        for t, at in zip(titles, sent, strict=True)
    ]
    known = [w for w in found if w]
    assert {w.event for w in known} == {"bão hoa ban"}
    assert [len(current(known[:n], sent[2])) for n in (1, 2, 3)] == [1, 1, 0]


def test_an_exercise_is_never_current():
    one = replace(issued(), status=Status.EXERCISE)
    assert current([one], ISSUED + timedelta(hours=1)) == ()


def test_another_storm_is_another_matter():
    other = replace(issued(), event="bão số 6", identifier="khác", headline="Tin bão số 6")
    at = cancelled().sent + timedelta(minutes=1)
    assert current([issued(), replace(other, expires=at + timedelta(days=1)), cancelled()], at)[0].event == "bão số 6"


@pytest.mark.parametrize(
    ("title", "text", "hazard"),
    [
        (
            "Cảnh báo mưa lớn ở vùng núi phía Bắc",
            "Đài Khí tượng Thủy văn khu vực Việt Bắc: từ đêm 12/8 mưa to.",
            Hazard.HEAVY_RAIN,
        ),
        ("Tin lũ trên sông Thao", "Đài Khí tượng thủy văn tỉnh Lào Cai: lũ đang lên nhanh.", Hazard.FLOOD),
        (
            "Tin cảnh báo lũ quét, sạt lở đất",
            "Trung tâm Dự báo: nguy cơ lũ quét tại xã Bát Xát, tỉnh Lào Cai. Cấp độ rủi ro: cấp 2.",
            Hazard.FLASH_FLOOD,
        ),
        ("Tin không khí lạnh và rét đậm", "Đài Khí tượng: vùng núi rét hại, dưới 5 độ.", Hazard.COLD),
        ("Tin nắng nóng ở Trung Bộ", "Đài Khí tượng thủy văn khu vực: nắng nóng 39 độ.", Hazard.HEAT),
        ("Cảnh báo cháy rừng cấp V", "Chi cục Kiểm lâm tỉnh: nguy cơ cháy rừng rất cao.", Hazard.FIRE),
        ("Cảnh báo dịch sởi tăng", "CDC tỉnh ghi nhận thêm ca mắc, phụ huynh cần đưa trẻ đi tiêm.", Hazard.DISEASE),
        ("Thu hồi lô sữa bột", "Cục An toàn thực phẩm yêu cầu thu hồi lô hàng.", Hazard.FOOD),
        ("Cảnh báo lừa đảo qua tin nhắn", "Công an tỉnh: không bấm vào đường dẫn lạ.", Hazard.SCAM),
    ],
)
def test_every_kind_of_bulletin_is_read(title: str, text: str, hazard: Hazard):
    warning = read_bulletin(Bulletin(title=title, text=text, published_at=ISSUED))
    assert warning is not None
    assert warning.hazard is hazard
    assert warning.expires is not None
    assert warning.expires > ISSUED


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Bão số 5 làm 20 nhà tốc mái", "Trung tâm xã ngổn ngang sau bão, theo Ban chỉ huy phòng thủ dân sự."),
        ("Người dân dọn bùn sau lũ", "Nước rút, bộ đội giúp dân."),
        ("Thông báo lịch thi vào lớp 10", "Sở Giáo dục thông báo lịch thi."),
        ("Cảnh báo lũ ở miền Trung là tin giả", "Trung tâm Dự báo khí tượng thủy văn bác bỏ tin lũ lên."),
        ("Dự báo giá vàng tuần tới", "Chuyên gia cho rằng giá còn tăng."),
    ],
)
def test_news_about_a_hazard_is_no_bulletin(title: str, text: str):
    assert read_bulletin(Bulletin(title=title, text=text, published_at=ISSUED)) is None


def test_a_level_that_is_stated_as_a_range_is_read_at_its_height():
    text = f"{OFFICE}: mưa to. Cấp độ rủi ro thiên tai do mưa lớn, lũ quét: cấp 1 - 2."
    warning = read_bulletin(Bulletin(title="Tin cảnh báo mưa lớn", text=text, published_at=ISSUED))
    assert warning is not None
    assert warning.level == 2


def test_a_first_notice_that_speaks_of_updating_something_is_no_update():
    text = "Công an tỉnh: kẻ gian giả danh cán bộ, yêu cầu cập nhật địa chỉ."
    warning = read_bulletin(
        Bulletin(title="Cảnh báo giả danh cán bộ để cập nhật địa chỉ", text=text, published_at=ISSUED)
    )
    assert warning is not None
    assert warning.msg_type is MsgType.ALERT


def test_certainty_is_what_the_words_say():
    text = "Đài Khí tượng: lũ quét có thể xảy ra ở xã Y Tý, tỉnh Lào Cai."
    warning = read_bulletin(Bulletin(title="Cảnh báo lũ quét", text=text, published_at=ISSUED))
    assert warning is not None
    assert warning.certainty is Certainty.POSSIBLE


def test_what_is_written_as_cap_reads_back_the_same():
    warning = replace(
        updated(),
        references=(Reference("KTTV", "m-1", ISSUED),),
        url="https://vi-du.vn/tin-bao",
        onset=ISSUED,
        evidence=(),
    )
    assert read_cap(write_cap(warning)) == warning


FEED = b"""<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>VN-2026-77</identifier><sender>kttv@vi-du.vn</sender><sent>2026-08-12T08:00:00+07:00</sent>
  <status>Actual</status><msgType>Cancel</msgType><scope>Public</scope>
  <references>kttv@vi-du.vn,VN-2026-76,2026-08-12T02:00:00+07:00</references>
  <info><language>en</language><event>Storm</event><urgency>Past</urgency><severity>Severe</severity>
    <certainty>Observed</certainty><headline>Storm over</headline></info>
  <info><language>vi-VN</language><category>Met</category><event>B\xc3\xa3o s\xe1\xbb\x91 5</event>
    <urgency>Past</urgency><severity>Severe</severity><certainty>Observed</certainty><expires>2026-08-12T20:00:00+07:00</expires>
    <headline>B\xc3\xa3o \xc4\x91\xc3\xa3 tan</headline>
    <area><areaDesc>t\xe1\xbb\x89nh L\xc3\xa0o Cai</areaDesc></area></info>
</alert>"""


def test_a_cap_feed_is_read_as_it_is():
    warning = read_cap(FEED)
    assert (warning.identifier, warning.sender, warning.msg_type) == ("VN-2026-77", "kttv@vi-du.vn", MsgType.CANCEL)
    assert warning.headline == "Bão đã tan"
    assert (warning.hazard, warning.codes) == (Hazard.STORM, ("15",))
    assert warning.references[0].identifier == "VN-2026-76"


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<alert",
        b"<rss/>",
        b"<alert/>",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><alert>&x;</alert>',
        b"<alert><sent>hom nay</sent></alert>",
    ],
)
def test_what_is_no_cap_or_not_safe_is_refused(xml: bytes):
    with pytest.raises(BadInput):
        read_cap(xml)


def test_a_level_outside_one_to_five_is_refused():
    with pytest.raises(BadInput):
        replace(issued(), level=6)
