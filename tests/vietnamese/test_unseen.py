# ruff: noqa: E501 - letters in a row
"""Letters nobody sees go; what is drawn stays whole."""

import pytest

from vietnamese.text import clean
from vietnamese.unseen import joined_pictures, without_unseen

UNSEEN = (
    "\u00ad", "\u034f", "\u061c", "\u115f", "\u17b4", "\u180b", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u202a", "\u202e", "\u2060",
    "\u2061", "\u2063", "\u2066", "\u206f", "\u3164", "\ufe00", "\ufe0e", "\ufe0f", "\ufeff", "\uffa0", "\ufff9", "\ufffe", "\U000e0041", "\U000e007f", "\U000e0100",
)  # fmt: skip
DRAWN = (
    "❤️",
    "👨‍👩‍👧",
    "🇻🇳",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "👏🏽",
    "1️⃣",
    "⚠️",
    "🏳️‍🌈",
    "👩🏻‍⚕️",
    "👁️‍🗨️",
    "™️",
)


@pytest.mark.parametrize("letter", UNSEEN, ids=ascii)
def test_what_nobody_sees_goes(letter: str) -> None:
    assert without_unseen(f"Thôn{letter}g báo{letter} mất{letter}{letter} điện") == "Thông báo mất điện"
    assert clean(f"{letter}Thôn{letter}g báo") == "Thông báo"


@pytest.mark.parametrize("picture", DRAWN)
def test_an_emoji_stays_as_it_was_drawn(picture: str) -> None:
    for text in (picture, f"Gọi {picture} ngay", f"Gọi{picture}"):
        assert without_unseen(text) == text
        assert clean(text) == text
        assert clean(clean(text)) == text


def test_joints_without_pictures_beside_them_go() -> None:
    assert without_unseen("a\u200d👧\u200db") == "a👧b"
    assert without_unseen("12\ufe0f3") == "123"
    assert without_unseen("🏴\U000e0067 cờ") == "🏴 cờ"


def test_a_blank_in_braille_is_a_blank() -> None:
    assert without_unseen("Thông\u2800báo") == "Thông báo"


def test_pictures_that_lost_their_joints_are_known() -> None:
    assert joined_pictures("a 👨‍👩‍👧 b ❤️") == {"👨👩👧": "👨‍👩‍👧"}
