"""The five levels of risk in the colours of Decision 18/2021/QĐ-TTg, article 4.3, readable in both themes (WCAG AA)."""

import colorsys
import re
from pathlib import Path

import pytest

from domain.hazards import RISK_COLOURS

STYLES = (Path(__file__).parents[2] / "api" / "templates" / "desk.css").read_text("utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#\w+);", part)) for part in STYLES.split("prefers-color-scheme: dark")[:2]
)
NAMED = {  # hue in degrees and lightness, both from and to
    "light-blue": ((185, 250), (0.7, 0.95)),
    "light-yellow": ((45, 65), (0.7, 0.95)),
    "orange": ((20, 42), (0.4, 0.65)),
    "red": ((-10, 10), (0.25, 0.55)),
    "purple": ((270, 310), (0.2, 0.55)),
}


def channels(colour: str) -> list[float]:
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]


def luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def badge(level: int) -> tuple[str, str]:
    """Its ground and its words."""
    rule = re.search(rf"\.level{level} \.state {{\s*background: (#\w+);\s*color: (#\w+);", STYLES)
    assert rule
    return rule[1], rule[2]


@pytest.mark.parametrize("level", RISK_COLOURS)
def test_a_level_has_the_colour_that_the_decision_gives_it(level: int) -> None:
    hue, lightness, saturation = colorsys.rgb_to_hls(*channels(badge(level)[0]))
    (from_hue, to_hue), (from_light, to_light) = NAMED[RISK_COLOURS[level]]
    degrees = hue * 360 - (360 if hue * 360 > 340 else 0)
    assert from_hue <= degrees <= to_hue
    assert from_light <= lightness <= to_light
    assert saturation >= 0.5


@pytest.mark.parametrize("theme", [LIGHT, {**LIGHT, **DARK}], ids=["light", "dark"])
@pytest.mark.parametrize("level", RISK_COLOURS)
def test_a_level_is_read_and_stands_out_in_both_themes(level: int, theme: dict[str, str]) -> None:
    ground, words = badge(level)
    assert contrast(ground, words) >= 4.5
    for around in (theme["card"], theme["paper"], theme["warn-bg"]):  # its border has the colour of its words
        assert max(contrast(ground, around), contrast(words, around)) >= 3


def test_five_levels_have_five_colours() -> None:
    assert len({badge(level)[0] for level in range(1, 6)}) == len(set(RISK_COLOURS.values())) == 5
