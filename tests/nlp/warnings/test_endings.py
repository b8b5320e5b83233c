"""What a Cancel, an all-clear or a danger that has passed ends, however its references are written."""

from datetime import datetime, timedelta

import pytest

from domain.times import VIETNAM
from domain.warning import OfficialWarning
from domain.warning_chain import ChainedWarning, linked, successors
from nlp.places.gazetteer import load
from nlp.warnings.cap import read_cap
from tests.nlp.warnings.caps import an_alert, an_info

NOW = datetime(2026, 11, 25, 9, tzinfo=VIETNAM)
LATER = "2026-11-25T08:00:00+07:00"
SENDER = "dai@kttv.example.vn"
TRIPLE = f"{SENDER},T-1,2026-11-25T05:00:00+07:00"
CLEAR = "<responseType>AllClear</responseType>"
COMMUNE = "<areaDesc>xã Bát Xát, tỉnh Lào Cai</areaDesc>"


def read(text: str) -> OfficialWarning:
    return read_cap(text.encode())


def standing(*messages: str) -> list[str]:
    units = load().units
    chained = linked([read(one) for one in messages], lambda code: (code, units[code].parent or code))
    return [one.warning.identifier for one in chained if one.holds(NOW)]


FIRST = an_alert(an_info())


def cancel(references: str = "", **more: str) -> str:
    return an_alert(an_info(**more), msg_type="Cancel", references=references)


def bare(references: str) -> str:
    return an_alert("", msg_type="Cancel", references=references)


ENDINGS = {
    "a Cancel without an info": bare(TRIPLE),
    "a Cancel with one": cancel(TRIPLE),
    "its time in another zone": bare(f"{SENDER},T-1,2026-11-24T22:00:00Z"),
    "without references": an_alert(an_info(), msg_type="Cancel"),
    "references that name nothing known": cancel(f"{SENDER},X-99,2026-11-01T05:00:00+07:00"),
    "references that are no triples": cancel("bản tin hôm qua"),
    "the identifier alone": bare("T-1"),
    "blanks behind the commas": bare(f"{SENDER}, T-1, 2026-11-25T05:00:00+07:00"),
    "another sender's name": bare("Đài,T-1,2026-11-25T05:00:00+07:00"),
    "no time": bare(f"{SENDER},T-1"),
    "a semicolon": bare(f"{SENDER},T-0,2026-11-25T01:00:00+07:00;{TRIPLE}"),
    "the identifier in small letters": bare(f"{SENDER},t-1,2026-11-25T05:00:00+07:00"),
    "a wrong identifier with the right time": bare(f"{SENDER},T1,2026-11-25T05:00:00+07:00"),
    "an Update that is all clear": an_alert(an_info(response=CLEAR), msg_type="Update", references=TRIPLE),
    "an Update that is all clear, without references": an_alert(an_info(response=CLEAR), msg_type="Update"),
    "an Alert that is all clear": an_alert(an_info(response=CLEAR)),
    "an Alert of something past": an_alert(an_info(urgency="Past")),
    "all clear among other responses": an_alert(an_info(response=f"<responseType>Monitor</responseType>{CLEAR}")),
    "in other words for the same danger": an_alert(an_info(event="Kết thúc cảnh báo lũ quét, sạt lở", response=CLEAR)),
    "for the whole province": cancel(area="<areaDesc>tỉnh Lào Cai</areaDesc>"),
    "without an area": cancel(area=""),
    "for this and another province": cancel(area="<areaDesc>tỉnh Lào Cai, tỉnh Sơn La</areaDesc>"),
}  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
@pytest.mark.parametrize("first", [FIRST, an_alert(an_info(area=COMMUNE))], ids=["province", "commune"])
def test_what_is_over_is_over_and_its_ending_warns_of_nothing(first: str, ending: str) -> None:
    ending = ending.replace("<identifier>T-1<", "<identifier>T-9<").replace(
        "<sent>2026-11-25T05:00:00+07:00<", f"<sent>{LATER}<"
    )
    assert standing(first) == ["T-1"]
    assert standing(first, ending) == []
    assert standing(ending, first) == []  # whichever came first


STANDS = {
    "of another danger": an_alert(an_info(event="Rét hại", headline="Hết rét hại"), msg_type="Cancel"),
    "of another province": cancel(area="<areaDesc>tỉnh Cà Mau</areaDesc>"),
    "for practice": an_alert(an_info(), msg_type="Cancel", status="Exercise"),
    "a draft": an_alert(an_info(response=CLEAR), status="Draft"),
    "a receipt": an_alert("", msg_type="Ack", references=TRIPLE),
    "an error": an_alert("", msg_type="Error", references=TRIPLE),
    "of another sender": an_alert(an_info(), msg_type="Cancel").replace("dai@kttv", "khac@kttv"),
    "sent before it": an_alert(an_info(), msg_type="Cancel", sent="2026-11-25T04:00:00+07:00"),
    "another message by name": an_alert("", msg_type="Cancel", references=f"{SENDER},T-7,2026-11-24T05:00:00+07:00"),
}


@pytest.mark.parametrize("message", STANDS.values(), ids=STANDS)
def test_nothing_else_ends_it(message: str) -> None:
    message = message.replace("<identifier>T-1<", "<identifier>T-9<").replace(
        "<sent>2026-11-25T05:00:00+07:00<", f"<sent>{LATER}<"
    )
    assert standing(FIRST, message) == ["T-1"]


def test_one_of_two_storms_is_over_and_two_scams_stand_side_by_side() -> None:
    def of(identifier: str, event: str, **more: str) -> str:
        return an_alert(an_info(event=event, headline=event), identifier=identifier, **more)

    later = {"sent": LATER, "msg_type": "Cancel"}
    storms = (of("B-5", "Bão số 5"), of("B-6", "Bão số 6"))
    assert standing(*storms, of("C", "Tin cuối cùng về cơn bão số 5", **later)) == ["B-6"]
    assert standing(*storms, of("C", "Kết thúc cảnh báo cơn bão số 06", **later)) == ["B-5"]
    scams = (of("L-1", "Giả danh công an"), of("L-2", "Giả mạo ngân hàng"))
    assert standing(*scams, of("C", "Giả mạo ngân hàng", **later)) == ["L-1"]


def test_a_cancel_that_names_the_first_message_ends_its_updates_too() -> None:
    update = an_alert(an_info(), identifier="T-2", msg_type="Update", sent="2026-11-25T06:00:00+07:00",
                      references=TRIPLE)  # fmt: skip
    cancel = an_alert("", identifier="T-3", msg_type="Cancel", sent=LATER,
                      references=TRIPLE)  # fmt: skip
    assert standing(FIRST, update) == ["T-2"]
    assert standing(FIRST, update, cancel) == []


def test_all_that_still_stand_of_one_matter_are_over_together() -> None:
    second = an_alert(an_info(), identifier="T-2", sent="2026-11-25T06:00:00+07:00")
    assert standing(FIRST, second) == ["T-1", "T-2"]
    assert standing(FIRST, second, an_alert(an_info(response=CLEAR), identifier="T-3", sent=LATER)) == []


def test_what_ended_a_message_is_known() -> None:
    update = an_alert(an_info(), identifier="T-2", msg_type="Update", sent=LATER, references="T-1")
    chained = linked([read(FIRST), read(update)])
    assert {key[1]: one.identifier for key, one in successors(chained).items()} == {"T-1": "T-2"}
    assert [one.ended_at for one in chained] == [chained[1].warning.sent, None]
    assert isinstance(chained[0], ChainedWarning)
    assert chained[0].warning.ends_at - chained[0].warning.sent > timedelta(0)
