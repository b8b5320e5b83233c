import time

import pytest

from domain.differences import Change, Op, compare
from domain.versions import Evidence, Grade, grade, is_gone

BODY = (
    "Sáng 23/11, Sở Y tế Lào Cai cho biết 12 người ở xã Bát Xát phải nhập viện sau bữa cỗ. "
    "Các bệnh nhân không nguy kịch. Người dân cần tư vấn gọi đường dây nóng 0214 3840 034. "
    "Nhà hảo tâm ủng hộ qua số tài khoản 1020 3040 5060 của Hội Chữ thập đỏ Lào Cai. "
)
LONG = BODY * 4

CASES = [
    ("nothing changed", BODY, BODY, Grade.SAME),
    ("only spaces", BODY, BODY.replace(". ", ".\n"), Grade.SAME),
    ("a spelling mistake", BODY, BODY.replace("nguy kịch", "nguy kich"), Grade.TYPING),
    ("a letter lost", BODY, BODY.replace("tư vấn", "tư vấ"), Grade.TYPING),
    ("a full stop", BODY, BODY.replace("bữa cỗ.", "bữa cỗ!"), Grade.TYPING),
    ("a capital", BODY, BODY.replace("Người dân", "người dân"), Grade.TYPING),
    ("the old place of the mark", "Anh hoà giải với bạn.", "Anh hòa giải với bạn.", Grade.TYPING),
    ("the toll grew", BODY, BODY.replace("12 người", "13 người"), Grade.MATERIAL),
    ("the toll in words", "Lũ cuốn hai người.", "Lũ cuốn ba người.", Grade.MATERIAL),
    ("words became digits", "Lũ cuốn hai người đi.", "Lũ cuốn 2 người đi.", Grade.REWORDED),
    ("thousands written otherwise", "Có 1.200 hộ mất điện.", "Có 1200 hộ mất điện.", Grade.TYPING),
    ("money", "Giá vé 50.000 đồng.", "Giá vé 500.000 đồng.", Grade.MATERIAL),
    ("another date", BODY, BODY.replace("23/11", "24/11"), Grade.MATERIAL),
    ("another hour", "Tiêm từ 7h30 tại trạm.", "Tiêm từ 8h30 tại trạm.", Grade.MATERIAL),
    ("another weekday", "Khám vào thứ ba tuần này.", "Khám vào thứ năm tuần này.", Grade.MATERIAL),
    ("the hotline", BODY, BODY.replace("0214 3840 034", "0214 3840 043"), Grade.MATERIAL),
    ("the hotline spaced otherwise", BODY, BODY.replace("0214 3840 034", "0214.3840.034"), Grade.TYPING),
    ("a short hotline", "Hãy gọi 113 khi thấy khói.", "Hãy gọi 114 khi thấy khói.", Grade.MATERIAL),
    ("the account number", BODY, BODY.replace("1020 3040 5060", "1020 3040 5061"), Grade.MATERIAL),
    ("the web address", "Xem tại https://a.gov.vn/x nhé.", "Xem tại https://a.gov.vn/y nhé.", Grade.MATERIAL),
    ("an organisation", BODY, BODY.replace("Sở Y tế Lào Cai", "Sở Y tế Yên Bái"), Grade.MATERIAL),
    ("a hospital", "Bệnh viện Chợ Rẫy cho biết.", "Bệnh viện Bạch Mai cho biết.", Grade.MATERIAL),
    ("the verb after an organisation", "Bệnh viện Chợ Rẫy cho biết.", "Bệnh viện Chợ Rẫy thông tin.", Grade.REWORDED),
    ("a place", BODY, BODY.replace("xã Bát Xát", "xã Mường Khương"), Grade.MATERIAL),
    ("a negation taken away", BODY, BODY.replace("không nguy kịch", "nguy kịch"), Grade.MATERIAL),
    ("a negation added", "Vaccine đã về kho.", "Vaccine chưa về kho.", Grade.MATERIAL),
    ("air is no negation", "Chất lượng không khí kém.", "Chất lượng khí trời kém.", Grade.REWORDED),
    ("the opposite word", "Mực nước đang tăng.", "Mực nước đang giảm.", Grade.MATERIAL),
    ("from injured to dead", "Một phụ nữ bị thương.", "Một phụ nữ tử vong.", Grade.MATERIAL),
    ("other words", BODY, BODY.replace("cần tư vấn", "muốn hỏi thêm"), Grade.REWORDED),
    ("a sentence more", BODY, BODY + "Cơ quan chức năng đang làm rõ nguyên nhân.", Grade.REWORDED),
    ("a sentence more with a number", BODY, BODY + "Đến chiều đã có 5 ca ra viện.", Grade.MATERIAL),
    ("a paragraph moved", "Một đoạn có 5 ca.\nHai đoạn nữa.", "Hai đoạn nữa.\nMột đoạn có 5 ca.", Grade.REWORDED),
    ("a correction", BODY, BODY.replace("12", "11") + "Đính chính: bản trước ghi 12 người.", Grade.CORRECTION),
    ("an apology", BODY, BODY + "Tòa soạn xin lỗi bạn đọc.", Grade.CORRECTION),
    ("a rectification", BODY, "Cải chính: " + BODY, Grade.CORRECTION),
    ("the same notice as before", BODY + "Cải chính tin cũ.", BODY + "Cải chính tin cũ!", Grade.TYPING),
    ("emptied", BODY, "  ", Grade.WITHDRAWN),
    ("nearly emptied", LONG, LONG[:40], Grade.WITHDRAWN),
    ("a notice instead", BODY, "Bài viết này đã bị gỡ bỏ.", Grade.WITHDRAWN),
]


@pytest.mark.parametrize(("name", "old", "new", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_change_is_graded_by_what_it_means(name: str, old: str, new: str, expected: Grade) -> None:
    assert grade(old, new).grade is expected


@pytest.mark.parametrize(("name", "old", "new", "expected"), CASES, ids=[case[0] for case in CASES])
def test_every_span_quotes_its_own_text(name: str, old: str, new: str, expected: Grade) -> None:
    assessment = grade(old, new)
    sides: list[Evidence | Change] = [*assessment.evidence, *assessment.changes]
    for text, spans in ((old, [side.before for side in sides]), (new, [side.after for side in sides])):
        assert all(text[span.start : span.end] == span.quote for span in spans if span is not None)


def test_a_grave_change_shows_what_it_was_and_what_it_is() -> None:
    evidence = grade(BODY, BODY.replace("0214 3840 034", "0214 3840 043")).evidence

    assert [(e.before.quote, e.after.quote) for e in evidence if e.before and e.after] == [
        ("0214 3840 034", "0214 3840 043")
    ]


def test_the_difference_leaves_out_only_spaces() -> None:
    old, new = BODY, BODY.replace("12 người ở", "13 bệnh nhân tại").replace("sau bữa cỗ", "")
    changes = compare(old, new, equal=True)

    assert "".join("".join(c.before.quote for c in changes).split()) == "".join(old.split())
    assert "".join("".join(c.after.quote for c in changes).split()) == "".join(new.split())
    assert [c.op for c in changes if c.op is not Op.EQUAL][-1] is Op.REMOVED


def test_two_long_and_different_texts_are_compared_in_bounded_time() -> None:
    old = " ".join(f"từ{n}" for n in range(40_000))
    new = " ".join(f"chữ{n}" for n in range(40_000))
    began = time.process_time()

    assert grade(old, new).grade is Grade.REWORDED
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("status", "final", "gone"),
    [
        (404, "https://bao.vn/a-1.html", True),
        (410, "https://bao.vn/a-1.html", True),
        (200, "https://bao.vn/", True),
        (200, "https://bao.vn/?ref=gone", True),
        (200, "https://bao.vn/a-1.html", False),
        (503, "https://bao.vn/a-1.html", False),
    ],
)
def test_an_address_that_is_gone_is_told_from_one_that_is_away(status: int, final: str, gone: bool) -> None:
    assert is_gone(status, url="https://bao.vn/a-1.html", final_url=final) is gone
