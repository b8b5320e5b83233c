"""Articles and queries on which two engines are compared, drawn from the sample newsroom's texts by a seed."""

import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from demo.content import Article, articles
from domain.search import Document, Order, Query

TODAY = date(2026, 11, 23)
_LAST = datetime(2026, 11, 23, 5, tzinfo=UTC)
_ODD = (
    '"', "- -", "a:b:c", "bão AND (lũ", "[a TO b]", "\\", "mưa*", "lũ~2", "😀", "\x00", "ddaf nawngx", "%s {0}", "+bão",
    "từ:99/99 mưa", "nơi:nowhere bão", "nguồn: mưa", '""" lũ', "tie\u0302m chu\u0309ng", "0214 000 0112", "24/24",
    "-mưa", "5G", "QL 4D", "là gì", "ở đâu", "x" * 300, "mưa " * 80,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    kind: str
    query: Query


def corpus(number: int, *, seed: int = 1) -> list[Document]:
    """The newsroom's articles, and others put together from their titles and paragraphs."""
    dice, told = random.Random(seed), articles()
    paragraphs = [p for one in told for p in one.body.split("\n\n") if p.strip()]
    whole = [_document(f"a{n:05}", one, one.title, f"{one.lead}\n\n{one.body}", dice) for n, one in enumerate(told)]
    mixed = []
    for n in range(len(whole), number):
        one, other = dice.choice(told), dice.choice(told)
        title = f"{_piece(one.title, 3, 9, dice)} {_piece(other.title, 2, 6, dice)}".capitalize()
        text = "\n\n".join([one.lead, *dice.sample(paragraphs, dice.randint(1, 7))])
        mixed.append(_document(f"a{n:05}", other, title, text, dice))
    return (whole + mixed)[:number]


def queries(number: int, *, seed: int = 2) -> list[Asked]:
    """Of every kind equally many; the same ones for the same seed."""
    dice, told = random.Random(seed), articles()
    kinds = list(_KINDS.items())
    return [_asked(*kinds[n % len(kinds)], n // len(kinds), dice.choice(told), dice) for n in range(number)]


def _asked(
    kind: str, make: Callable[[Article, int, random.Random], str], at: int, one: Article, dice: random.Random
) -> Asked:
    order = Order.NEWEST if dice.random() < 0.15 else Order.BEST
    return Asked(kind, Query(text=make(one, at, dice), order=order, limit=20, offset=dice.choice((0, 0, 0, 20))))


def _document(id_: str, one: Article, title: str, text: str, dice: random.Random) -> Document:
    lands = tuple(sorted({unaccented(place).lower().replace(" ", "-") for place in one.places}))
    sections = (one.section, dice.choice(("", "", "", "the-gioi")))
    when = _LAST - timedelta(minutes=dice.randint(0, 60 * 24 * 60)) if dice.random() < 0.97 else None
    return Document(
        id=id_, title=title, text=text, source=one.publisher, section=sections[0],
        second_section=sections[1], places=lands, published_at=when,
    )  # fmt: skip


def unaccented(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in parts if not unicodedata.combining(c))


def _piece(text: str, least: int, most: int, dice: random.Random) -> str:
    words = text.split()
    long = min(dice.randint(least, most), len(words))
    at = dice.randint(0, len(words) - long)
    return " ".join(words[at : at + long])


def _text(one: Article, dice: random.Random) -> str:
    return dice.choice([one.title, one.lead, *(p for p in one.body.split("\n\n") if p.strip())])


def _words(one: Article, dice: random.Random, least: int = 1, most: int = 4) -> str:
    return _piece(_text(one, dice), least, most, dice).translate(str.maketrans("", "", '":,.;()'))


def _day(dice: random.Random) -> str:
    day = TODAY - timedelta(days=dice.randint(0, 60))
    return dice.choice((f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}", f"{day.day}/{day.month}", "hôm-qua"))


def _half_typed(text: str) -> str:
    return text[:-1] if len(text.split()[-1]) > 2 else text


_KINDS: dict[str, Callable[[Article, int, random.Random], str]] = {
    "words": lambda one, _, dice: _words(one, dice),
    "words, accents left out": lambda one, _, dice: unaccented(_words(one, dice)),
    "long, accents left out": lambda one, _, dice: unaccented(_words(one, dice, 5, 12)),
    "a headline": lambda one, _, dice: one.title,
    "a sentence": lambda one, _, dice: _piece(_text(one, dice), 6, 20, dice),
    "a question": lambda one, _, dice: f"{_words(one, dice, 2, 5)} {dice.choice(('là gì', 'ở đâu', 'khi nào'))}?",
    "unfinished": lambda one, _, dice: _half_typed(_words(one, dice, 1, 3)),
    "a phrase": lambda one, _, dice: f'"{_words(one, dice, 2, 4)}"',
    "a phrase, accents left out": lambda one, _, dice: (
        f'"{unaccented(_words(one, dice, 2, 3))}" {_words(one, dice, 1, 2)}'
    ),
    "minus": lambda one, _, dice: f"{_words(one, dice, 1, 2)} -{_words(one, dice, 1, 1)}",
    "title": lambda one, _, dice: f'tiêu-đề:"{_piece(one.title, 1, 3, dice)}" {_words(one, dice, 1, 1)}',
    "dates": lambda one, _, dice: f"{_words(one, dice, 1, 2)} {dice.choice(('từ', 'đến'))}:{_day(dice)}",
    "dates alone": lambda one, _, dice: f"từ:{_day(dice)}",
    "a source": lambda one, _, dice: (
        f"{_words(one, dice, 1, 2)} {dice.choice(('', '-'))}nguồn:{one.publisher.split('-')[0]}"
    ),
    "a place": lambda one, _, dice: (
        f"{_words(one, dice, 1, 2)} nơi:{unaccented((*one.places, 'lào cai')[0]).lower().replace(' ', '-')}"
    ),
    "a section": lambda one, _, dice: f"{_words(one, dice, 1, 2)} mục:{one.section}",
    "capitals": lambda one, _, dice: _words(one, dice, 2, 5).title(),
    "swapped words": lambda one, _, dice: " ".join(reversed(_words(one, dice, 2, 5).split())),
    "words nobody wrote": lambda one, at, dice: f"{_words(one, dice, 1, 3)} zz{at}q",
    "odd input": lambda one, at, dice: f"{_ODD[at % len(_ODD)]} {_words(one, dice, 1, 2) if at >= len(_ODD) else ''}",
}


def texts(asked: Sequence[Asked]) -> list[str]:
    return [one.query.text for one in asked]
