"""Two people in one digest: lines moved, dropped, added and rewritten by both come together, or it is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.digest.merging import DigestText, merge


def text(lines: str, opening: str = "Chào buổi sáng!") -> DigestText:
    """ "a b=Mới" is line a as it was and line b rewritten."""
    pairs = [one.partition("=")[::2] for one in lines.split()]
    return DigestText(opening=opening, lines=tuple((key, said or f"Câu của {key}.") for key, said in pairs))


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        ("a=Minh b c d", "a b c d=Lan", "a=Minh b c d=Lan"),
        ("b a c d", "a b c d=Lan", "b a c d=Lan"),
        ("a b c d=Minh", "d a b c", "d=Minh a b c"),
        ("a c d", "a b c d=Lan", "a c d=Lan"),
        ("a b c d", "a b c", "a b c"),
        ("a b c d e", "f a b c d", "f a b c d e"),
        ("a b c d e", "a b c d e", "a b c d e"),
        ("a b e c d", "d c b a", "d c b e a"),
        ("b c d", "a b c", "b c"),
        ("b a c d", "b a c d", "b a c d"),
        ("a b c d e", "a b c d f", "a b c d f e"),
        ("a c", "a b c d=Lan", None),
        ("a=Minh b c d", "a=Lan b c d", None),
        ("b a c d", "a b d c", None),
        ("a b c d e=Minh", "a b c d e=Lan", None),
    ],
)
def test_lines_of_two_people_come_together(theirs: str, mine: str, both: str | None) -> None:
    merged = merge(text("a b c d"), text(theirs), text(mine))
    assert merged.touching is (both is None)
    if both:
        assert merged.text == text(both)
    written = {said for side in (theirs, mine) for _, said in text(side).lines if said in ("Minh", "Lan")}
    assert written <= {line for _, said in merged.text.lines for line in said.split("\n")}


def test_the_opening_is_merged_word_by_word() -> None:
    base, theirs = text("a", "Chào buổi sáng bà con!"), text("a", "Xin chào buổi sáng bà con!")
    assert merge(base, theirs, text("a", "Chào buổi sáng cả xã!")).text.opening == "Xin chào buổi sáng cả xã!"
    assert merge(base, theirs, text("a", "Kính chào buổi sáng bà con!")).touching


DIGESTS = st.lists(st.sampled_from("abcdef"), max_size=6, unique=True).flatmap(
    lambda keys: st.tuples(*(st.tuples(st.just(key), st.sampled_from(["Một.", "Hai.", ""])) for key in keys))
)
TEXTS = st.builds(DigestText, opening=st.sampled_from(["Chào!", "Xin chào!", ""]), lines=DIGESTS)


@given(TEXTS, TEXTS)
def test_what_one_alone_did_is_taken_as_it_is(base: DigestText, changed: DigestText) -> None:
    for merged in (merge(base, base, changed), merge(base, changed, base), merge(base, changed, changed)):
        assert (merged.text, merged.touching) == (changed, False)


@given(TEXTS, TEXTS, TEXTS)
def test_no_line_that_either_wrote_or_added_is_lost(base: DigestText, theirs: DigestText, mine: DigestText) -> None:
    merged = merge(base, theirs, mine)
    assert len(set(merged.text.ids)) == len(merged.text.lines)
    for side in (theirs, mine):
        written = dict(merged.text.lines)
        for key, said in side.lines:
            if dict(base.lines).get(key) != said:
                assert said in written[key]
