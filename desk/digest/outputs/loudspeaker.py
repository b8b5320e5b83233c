"""Bản đọc loa: what the village's announcer reads, in short lines and written out in words."""

import re
from collections.abc import Iterator

from desk.digest.outputs.edition import Edition, EditionLine, whole
from desk.digest.outputs.output import Output, Place
from domain.message import say
from vietnamese.numerals import date_words, ordinal
from vietnamese.sentences import sentences
from vietnamese.speech import aloud

WORDS_PER_BREATH = 16  # words that are read in one breath
WORDS_PER_MINUTE = 160  # words, read slowly
PART_END = re.compile(r"(?<=;)\s+")
COMMA = re.compile(r"(?<=[,:])\s+|\s+(?=[–—(])")


def loudspeaker(edition: Edition) -> str:
    """The whole script. One sentence a line; a long one is broken where the reader may breathe."""
    day = date_words(edition.day.day, edition.day.month, edition.day.year)
    parts = [["Kính thưa bà con.", *lines(f"Sau đây là điểm tin sáng, {day}, của {edition.desk}.")]]
    if not edition.told:
        parts.append(["Sáng nay không có tin mới."])
    parts += [_told(told, last=told is edition.told[-1] and len(edition.told) > 1) for told in edition.told]
    parts.append(["Điểm tin sáng đến đây là hết.", "Xin cảm ơn bà con đã lắng nghe."])
    return "\n\n".join("\n".join(part) for part in parts)


def minutes(script: str) -> int:
    """How long it takes to read, in whole minutes."""
    return max(1, round(len(script.split()) / WORDS_PER_MINUTE))


def lines(text: str) -> list[str]:
    """Sentences in words, each in pieces that can be read in one breath."""
    found: list[str] = []
    parts = [part for sentence in sentences(text) for part in PART_END.split(aloud(sentence))]
    for part in parts:
        bare = part.strip(" \n\t\"“”«»'")
        if bare:
            found += _breaths(_closed(bare[0].upper() + bare[1:]))
    return found


def _told(told: EditionLine, *, last: bool) -> list[str]:
    begin = "Tin cuối cùng." if last else f"Tin thứ {ordinal(told.number)}."
    title = [] if told.text.startswith(told.title) else lines(told.title)
    return [begin, *title, *lines(told.text), *lines(f"Theo {told.source_name}.")]


def _closed(sentence: str) -> str:
    sentence = sentence.rstrip(";:,– ")
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def _breaths(sentence: str) -> Iterator[str]:
    """Break at commas only: elsewhere a pause would change the sense."""
    line = ""
    for piece in COMMA.split(sentence):
        joined = f"{line} {piece}".strip()
        if line and len(joined.split()) > WORDS_PER_BREATH:
            yield line
            line = piece
        else:
            line = joined
    yield line


OUTPUTS = (
    Output(
        name="loa",
        order=50,
        render=lambda editions, _: whole(loudspeaker(editions[0])),
        place=Place.FOLDED,
        file="loa.txt",
        printed="loa",
        label=lambda made: say("output.loa", minutes=minutes(made.text)),
    ),
)
