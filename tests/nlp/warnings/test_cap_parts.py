"""What a CAP message says in several infos and areas, without an info, without an end, and for practice."""

from datetime import datetime, timedelta

import pytest
from lxml import etree

from domain.errors import BadInput
from domain.times import VIETNAM
from domain.warning import MsgType, Severity, Status
from domain.warning_chain import ChainedWarning
from nlp.warnings.cap import NAMESPACE, read_cap, write_cap
from tests.nlp.warnings.caps import an_alert, an_info

SENT = datetime(2026, 11, 25, 5, tzinfo=VIETNAM)
TUYEN_QUANG = "<areaDesc>tỉnh Tuyên Quang</areaDesc>"
LATE = "<expires>2026-11-27T12:00:00+07:00</expires>"


def other(**more: str) -> str:
    made = {"area": TUYEN_QUANG, "headline": "Mưa rất lớn tại Tuyên Quang", "event": "Mưa lớn"}
    return an_info(**(made | more))


@pytest.mark.parametrize(
    ("infos", "codes", "severity", "headline"),
    [
        ([an_info(severity="Moderate"), other(severity="Extreme")], "15 08", "Extreme", "Mưa rất lớn tại Tuyên Quang"),
        ([an_info(severity="Extreme"), other(severity="Minor")], "15 08", "Extreme", "Cảnh báo lũ quét tại Bát Xát"),
        ([an_info(severity="Unknown"), other(severity="Minor")], "15 08", "Minor", "Mưa rất lớn tại Tuyên Quang"),
        ([an_info(), other()], "15 08", "Severe", "Cảnh báo lũ quét tại Bát Xát"),
        ([an_info(area="<areaDesc>Lào Cai</areaDesc></area><area>" + TUYEN_QUANG)], "15 08", "Severe", ""),
        ([an_info(area="<areaDesc>Vùng núi</areaDesc><geocode><valueName>VN</valueName><value>15</value></geocode>"
                       "</area><area>" + TUYEN_QUANG)], "15 08", "Severe", ""),
        ([an_info(severity="Moderate", language=""), other(severity="Extreme", language="")], "15 08", "Extreme", ""),
        ([an_info(severity="Minor"), other(severity="Severe", language="<language>en-US</language>")], "15 08",
         "Severe", ""),
        ([an_info(language="<language>VI</language>"),
          an_info(headline="Flash floods", event="Flash flood", language="<language>en</language>",
                  area="<areaDesc>tỉnh Lào Cai</areaDesc>")], "15", "Severe", "Cảnh báo lũ quét tại Bát Xát"),
        ([an_info(headline="Flash floods", language="<language>en</language>"),
          an_info(language="<language>vi</language>")], "15", "Severe", "Cảnh báo lũ quét tại Bát Xát"),
        ([an_info(severity="Minor"), other(severity="Severe"),
          an_info(severity="Extreme", area="<areaDesc>tỉnh Sơn La</areaDesc>", headline="Lũ ở Sơn La")],
         "15 08 14", "Extreme", "Lũ ở Sơn La"),
        ([other(severity="Extreme", urgency="Past"), an_info()], "15", "Severe", "Cảnh báo lũ quét tại Bát Xát"),
    ],
)  # fmt: skip
def test_every_info_and_area_counts_and_the_gravest_leads(
    infos: list[str], codes: str, severity: str, headline: str
) -> None:
    warning = read_cap(an_alert(*infos).encode())
    assert set(warning.codes) == set(codes.split())
    assert warning.severity is Severity(severity)
    assert not headline or warning.headline == headline
    assert read_cap(write_cap(warning)) == warning


def test_each_part_keeps_its_own_severity_and_end() -> None:
    warning = read_cap(an_alert(an_info(severity="Moderate"), other(severity="Extreme", more=LATE)).encode())
    assert [(part.codes, part.severity) for part in warning.parts] == [
        (("15",), Severity.MODERATE),
        (("08",), Severity.EXTREME),
    ]
    assert warning.ends_at == datetime(2026, 11, 27, 12, tzinfo=VIETNAM)
    assert warning.codes_at(SENT) == ("15", "08")
    assert warning.codes_at(datetime(2026, 11, 27, 9, tzinfo=VIETNAM)) == ("08",)


def test_what_is_written_stands_in_the_order_that_cap_asks_for() -> None:
    warning = read_cap(an_alert(an_info(severity="Moderate"), other(severity="Extreme", more=LATE)).encode())
    root = etree.fromstring(write_cap(warning))
    order = ["language", "category", "event", "responseType", "urgency", "severity", "certainty", "onset", "expires",
             "headline", "description", "instruction", "web", "parameter", "area"]  # fmt: skip
    infos = root.findall(f"{{{NAMESPACE}}}info")
    assert len(infos) == 2
    for info in infos:
        names = [etree.QName(child).localname for child in info]
        assert names == sorted(names, key=order.index)


@pytest.mark.parametrize(
    ("more", "sent", "ends"),
    [
        ("", "2026-06-10T05:00:00+07:00", "2026-06-11T05:00:00+07:00"),
        ("<expires></expires>", "2026-06-10T05:00:00+07:00", "2026-06-11T05:00:00+07:00"),
        ("<expires/>", "2026-06-10T23:30:00+07:00", "2026-06-11T23:30:00+07:00"),
        ("<expires>  </expires>", "2026-06-10T05:00:00Z", "2026-06-11T12:00:00+07:00"),
        ("<expires>khi có tin mới</expires>", "2026-06-10T05:00:00+07:00", "2026-06-11T05:00:00+07:00"),
        ("<expires>00/00/0000</expires>", "2026-06-10T05:00:00+07:00", "2026-06-11T05:00:00+07:00"),
        ("<effective>2026-06-10T06:00:00+07:00</effective>", "2026-06-10T05:00:00+07:00", "2026-06-11T05:00:00+07:00"),
        ("<onset>2026-06-10T09:00:00+07:00</onset>", "2026-06-10T05:00:00+07:00", "2026-06-11T05:00:00+07:00"),
        ("<onset>2026-06-12T05:00:00+07:00</onset>", "2026-06-10T05:00:00+07:00", "2026-06-13T05:00:00+07:00"),
        ("", "2026-06-10T05:00:00", "2026-06-11T05:00:00+07:00"),
        ("<expires>2026-06-10T08:00:00+07:00</expires>", "2026-06-10T05:00:00+07:00", "2026-06-10T08:00:00+07:00"),
        ("<expires>2026-06-20T08:00:00+07:00</expires>", "2026-06-10T05:00:00+07:00", "2026-06-20T08:00:00+07:00"),
    ],
)
def test_a_message_that_states_no_end_holds_a_day_from_when_it_was_sent(more: str, sent: str, ends: str) -> None:
    warning = read_cap(an_alert(an_info(more=more), sent=sent).encode())
    end = datetime.fromisoformat(ends)
    assert warning.ends_at == end
    held = ChainedWarning(warning=warning)
    assert held.holds(end - timedelta(seconds=1))
    assert not held.holds(end)


SAYS_NOTHING = ["", "<info/>", "<info><language>vi</language></info>", "<info><event> </event><headline/></info>",
                "<!-- <info><event>Lũ</event></info> -->", "<infos><event>Lũ</event></infos>",
                "<info><area><areaDesc>Lào Cai</areaDesc></area></info>",
                "<info><severity>Extreme</severity><urgency>Immediate</urgency></info>",
                "<info><parameter><valueName>a</valueName><value>b</value></parameter></info>", "<note>Lũ</note>",
                ]  # fmt: skip


@pytest.mark.parametrize("infos", SAYS_NOTHING)
def test_an_alarm_that_says_nothing_is_refused(infos: str) -> None:
    for kind in ("Alert", "Update", "", "alert"):
        with pytest.raises(BadInput):
            read_cap(an_alert(infos, msg_type=kind).encode())


@pytest.mark.parametrize("kind", ["Cancel", "Ack", "Error", "cancel", " ACK "])
@pytest.mark.parametrize("infos", SAYS_NOTHING[:4])
def test_a_cancel_or_a_receipt_needs_no_words(infos: str, kind: str) -> None:
    warning = read_cap(an_alert(infos, msg_type=kind, references="a@b,T-0,2026-11-25T04:00:00+07:00").encode())
    assert warning.msg_type is MsgType(kind.strip().capitalize())
    assert not warning.warns


@pytest.mark.parametrize("status", ["Exercise", "Test", "Draft", "System", "exercise", "", "Diễn tập"])
def test_what_is_not_meant_never_holds(status: str) -> None:
    assert not ChainedWarning(warning=read_cap(an_alert(an_info(), status=status).encode())).holds(SENT)


@pytest.mark.parametrize(
    "headline",
    ["DIỄN TẬP: Cảnh báo lũ quét tại Bát Xát", "[Diễn tập] Lũ quét", "Cảnh báo lũ quét (tình huống giả định)",
     "Lũ quét – bản tin giả định phục vụ diễn tập", "[TEST] Cảnh báo lũ quét", "Tin thử nghiệm: cảnh báo lũ quét",
     "Thử nghiệm hệ thống cảnh báo lũ quét", "Cảnh báo lũ quét, đây không phải tình huống thật", "Drill: lũ quét",
     "Kịch bản ứng phó lũ quét tại Bát Xát"],
)  # fmt: skip
def test_a_drill_that_is_sent_as_meant_is_none(headline: str) -> None:
    warning = read_cap(an_alert(an_info(headline=headline)).encode())
    assert warning.status is Status.EXERCISE
    assert not ChainedWarning(warning=warning).holds(SENT)


@pytest.mark.parametrize(
    "headline",
    ["Cảnh báo lũ quét: đây không phải diễn tập", "Cảnh báo lũ quét, người dân làm như đã diễn tập",
     "Cảnh báo lũ quét tại Bát Xát"],
)  # fmt: skip
def test_a_warning_that_is_no_drill_says_so_in_vain_never(headline: str) -> None:
    assert ChainedWarning(warning=read_cap(an_alert(an_info(headline=headline)).encode())).holds(SENT)


@pytest.mark.parametrize("value", ["15, 14", "15;14", "15 14", "VN-15 15,14"])
def test_several_codes_in_one_value_are_several(value: str) -> None:
    area = f"<areaDesc>Vùng núi</areaDesc><geocode><valueName>VN</valueName><value>{value}</value></geocode>"
    assert set(read_cap(an_alert(an_info(area=area)).encode()).codes) == {"15", "14"}


def test_a_message_without_headline_and_event_is_headed_by_its_description() -> None:
    assert read_cap(an_alert(an_info(headline="", event="")).encode()).headline == "Mưa to ở vùng cao."
