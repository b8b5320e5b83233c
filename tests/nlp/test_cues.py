"""Cues: many alternatives are tried by their first letter, and the one that fits first stays the same."""

import re

import pytest

from nlp.cues import pattern

TEXT = "báo tin bão số 9, bão lũ; cơn bão số 10: tiêm chủng mở rộng 24h, xem thêm (báo) – tím, dấu|gạch"


@pytest.mark.parametrize(
    "alternatives",
    [
        ("bão", "bão số", "bão số \\d+"),
        ("bão số \\d+", "báo", "bão"),
        ("bão(?: số)?", "tiêm", "bão lũ", "tiêm chủng"),
        ("bão", "(?:cơn )?bão lũ", "bão lũ"),
        ("(?:bão|báo)", "bão số", "tin"),
        ("b?áo", "bão", "báo tin"),
        ("bão|báo tin", "bão số"),
        ("t[i|í]m", "tin", "tí(?:m|n)"),
        ("dấu\\|gạch", "dấu", "dự"),
        ("\\d+h?", "2", "24h"),
        ("số 9", "số", "số 10"),
        ("tin", "tin"),
    ],
)
def test_words_are_found_as_when_every_alternative_is_tried_in_turn(alternatives: tuple[str, ...]) -> None:
    in_turn = re.compile(rf"(?<![^\W_])(?:{'|'.join(alternatives)})(?![^\W_])")
    found = [m.span() for m in pattern(alternatives).finditer(TEXT)]
    assert found == [m.span() for m in in_turn.finditer(TEXT)]
    assert found
