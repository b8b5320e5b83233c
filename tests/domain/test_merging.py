"""Two people in one text: both changes come together, or both versions are there and it is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.merging import merge

BASE = "Sáng mai, xã tiêm chủng miễn phí.\n\nBà con mang sổ tiêm chủng.\nGọi 1900 9095 để đặt lịch."
TEXTS = st.text(alphabet="aăbc 1\n.", max_size=40)


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        (BASE.replace("Sáng mai", "Chiều mai"), BASE.replace("1900 9095", "1900 9096"),
         BASE.replace("Sáng mai", "Chiều mai").replace("1900 9095", "1900 9096")),
        (f"Thông báo.\n{BASE}", f"{BASE}\n\nXin cảm ơn.", f"Thông báo.\n{BASE}\n\nXin cảm ơn."),
        (BASE.replace("\nGọi 1900 9095 để đặt lịch.", ""), BASE.replace("xã tiêm", "xã ta tiêm"),
         BASE.replace("\nGọi 1900 9095 để đặt lịch.", "").replace("xã tiêm", "xã ta tiêm")),
        (BASE.replace("miễn phí", "không mất tiền"), BASE.replace("Sáng mai", "Sáng 24/11"),
         BASE.replace("miễn phí", "không mất tiền").replace("Sáng mai", "Sáng 24/11")),
        (BASE.replace("sổ tiêm chủng", "sổ tiêm"), BASE.replace("sổ tiêm chủng", "sổ tiêm"),
         BASE.replace("sổ tiêm chủng", "sổ tiêm")),
        (BASE.replace("\n\n", "\n"), BASE.replace("đặt lịch", "hẹn giờ"),
         BASE.replace("\n\n", "\n").replace("đặt lịch", "hẹn giờ")),
        (BASE.replace("Sáng mai", "Chiều mai").replace("đặt lịch", "hẹn giờ"),
         BASE.replace("Sáng mai", "Chiều mai").replace("con mang", "con nhớ mang"),
         BASE.replace("Sáng mai", "Chiều mai").replace("đặt lịch", "hẹn giờ").replace("con mang", "con nhớ mang")),
        ("Một hai ba", "Một hai ba bốn", "Một hai ba bốn"),
        (BASE.replace("mai", "mai 🌞"), BASE.replace("lịch.", "lịch nhé!"),
         BASE.replace("mai", "mai 🌞").replace("lịch.", "lịch nhé!")),
        (BASE.replace("Bà con mang sổ tiêm chủng.\n", ""), BASE.replace("Sáng", "Sớm"),
         BASE.replace("Bà con mang sổ tiêm chủng.\n", "").replace("Sáng", "Sớm")),
    ],
)  # fmt: skip
def test_changes_in_different_places_come_together(theirs: str, mine: str, both: str) -> None:
    base = "Một hai ba" if theirs == "Một hai ba" else BASE
    for left, right in ((theirs, mine), (mine, theirs)):
        merged = merge(base, left, right)
        assert (merged.text, merged.touching) == (both, False)


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (BASE.replace("Sáng mai", "Chiều mai"), BASE.replace("Sáng mai", "Tối mai")),
        (f"{BASE}\nMinh.", f"{BASE}\nLan."),
        (f"Minh.\n{BASE}", f"Lan.\n{BASE}"),
        (BASE.replace("Bà con mang sổ tiêm chủng.\n", ""), BASE.replace("sổ tiêm chủng", "sổ và thẻ")),
        ("Viết lại từ đầu, cả bài.", BASE.replace("lịch", "hẹn")),
        ("", BASE.replace("lịch", "hẹn")),
        (BASE.replace("miễn phí", "miễn phí cho trẻ"), BASE.replace("miễn phí", "miễn phí cho người già")),
        (BASE.replace("1900 9095", "1900 9096"), BASE.replace("1900 9095", "1900 9097")),
        (BASE.replace("9095 để", "9096 để"), BASE.replace("9095 để", "9095 hoặc 115 để")),
        (BASE.replace("xã tiêm", "phường tiêm"), BASE.replace("xã tiêm", "xã tổ chức tiêm")),
    ],
)
def test_changes_in_one_place_are_told_and_both_are_there(theirs: str, mine: str) -> None:
    merged = merge(BASE, theirs, mine)
    assert merged.touching
    lines = merged.text.split("\n")
    assert all(line in lines for text in (theirs, mine) for line in text.split("\n") if line not in BASE)


@given(TEXTS, TEXTS)
def test_what_one_alone_changed_is_taken_as_it_is(base: str, changed: str) -> None:
    for merged in (merge(base, base, changed), merge(base, changed, base), merge(base, changed, changed)):
        assert (merged.text, merged.touching) == (changed, False)


WORDS = st.lists(st.sampled_from(["một", "hai", "ba", "bốn", "năm\nsáu", "bảy.\n"]), max_size=12).map(" ".join)


@given(WORDS, WORDS, WORDS)
def test_no_word_that_either_wrote_is_lost(base: str, theirs: str, mine: str) -> None:
    merged = merge(base, theirs, mine)
    for text in (theirs, mine):
        added = [word for word in text.split() if word not in base.split()]
        assert all(word in merged.text.split() for word in added)
    if not merged.touching:
        assert merge(base, mine, theirs) == merged


@given(st.lists(st.sampled_from("abcd"), min_size=5, max_size=9), st.data())
def test_edits_of_lines_apart_are_both_in_and_the_others_stay(names: list[str], data: st.DataObject) -> None:
    lines = [f"{at}{name}" for at, name in enumerate(names)]
    one = data.draw(st.integers(0, len(lines) - 3))
    two = data.draw(st.integers(one + 2, len(lines) - 1))
    change = {one: data.draw(st.sampled_from(["của Minh", ""])), two: data.draw(st.sampled_from(["của Lan", ""]))}
    theirs = [change[at] if at == one else line for at, line in enumerate(lines)]
    mine = [change[at] if at == two else line for at, line in enumerate(lines)]
    both = [change.get(at, line) for at, line in enumerate(lines)]
    merged = merge("\n".join(lines), "\n".join(theirs), "\n".join(mine))
    assert (merged.text, merged.touching) == ("\n".join(both), False)


def test_a_text_rewritten_beyond_what_can_be_compared_is_one_change() -> None:
    base = " ".join(f"chữ{n}" for n in range(3_000))
    theirs, mine = base.replace("chữ1 ", "x ").replace("chữ2998", "y"), base.replace("chữ1500", "z")
    merged = merge(base, theirs, mine)
    assert merged.touching
    assert all(word in merged.text for word in ("x ", "y", "z"))
