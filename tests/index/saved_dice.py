"""Articles and searches thrown by dice, of few words so that many meet: whatever the search box understands."""

import random
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from domain.search import Document, Query

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
_PLAIN = (
    "bão báo bao lũ lu lư quét sạt lở lo đường duong Đường hoà hòa hoa thuỷ thủy điện Lào Cai LÀO CAI Bát Xát mưa lớn "
    "tiêm chủng trường học xăng dầu giá vàng cầu mới là của ở gì đâu khi nào số 5 12 ko k đc dc cx vs"
)
PLAIN = tuple(_PLAIN.split())
ODD_WORDS = (
    "QL4D", "QL-4D", "QL 4D", "H5N1", "5G", "24/24", "0912 345 678", "0912.345.678", "+84 912 345 678", "1900 9095",
    "lũ\u200b", "mưa…", "(bão)", "«Lào»", "x" * 60, "10:30", "-2°C", "2026", "😀", "a.b",
)  # fmt: skip
SOURCES = (("bao-lao-cai", "Báo Lào Cai"), ("tuoi-tre", "Tuổi Trẻ Online"), ("tuoi-tre.vn", "Tuổi Trẻ"), ("vtv", "VTV"))
SECTIONS = ("thoi-su", "suc-khoe", "doi-song", "the-gioi")
PLACES = {"lào cai": ("15", "10"), "bát xát": ("082",), "hà nội": ("01",), "10": ("10",)}
DAYS = ("hôm-nay", "hôm-qua", "20/11/2026", "2026-11-22", "21/11", "11/2026", "2026", "99/99", "mai")
ODD = ('"', "- -", "a:b:c", "[a TO b]", "\\", "*", "ddaf nawngx", "%s {0}", '"""', "nơi:nowhere", "nguồn:", "…", "-")


def places(typed: str) -> Sequence[str]:
    return PLACES.get(unicodedata.normalize("NFC", typed).lower(), ())


def known() -> Sequence[tuple[str, str]]:
    return SOURCES


def an_article(dice: random.Random, number: int, words: Sequence[str] = (*PLAIN, *PLAIN, *ODD_WORDS)) -> Document:
    moment = NOON - timedelta(minutes=dice.randint(0, 6 * 24 * 60), seconds=dice.randint(0, 59))
    return Document(
        id=f"a{number:04}",
        title=" ".join(dice.choices(words, k=dice.randint(1, 7))),
        text=dice.choice((". ", " ", "\n")).join(
            " ".join(dice.choices(words, k=dice.randint(2, 9))) for _ in range(dice.randint(0, 4))
        ),
        source=dice.choice(SOURCES)[0],
        section=dice.choice(("", *SECTIONS)),
        second_section=dice.choice(("", "", *SECTIONS)),
        places=tuple(dice.sample(("15", "10", "082", "01", "79"), k=dice.randint(0, 3))),
        published_at=moment if dice.random() < 0.9 else None,
    )


def a_search(dice: random.Random, told: Sequence[Document]) -> Query:
    text = " ".join(dice.choice(_PIECES)(dice, dice.choice(told)) for _ in range(dice.choice((1, 1, 2, 2, 3, 4))))
    more = {
        "source": dice.choice(SOURCES)[0],
        "section": dice.choice(SECTIONS),
        "place": dice.choice(("10", "01")),
        "since": NOON - timedelta(hours=dice.randint(1, 90)),
        "until": NOON - timedelta(hours=dice.randint(1, 90)),
    }
    chosen = dice.sample(sorted(more), k=dice.choice((0, 0, 0, 1, 2)))
    return Query(text=_typed(dice, text), **{name: more[name] for name in chosen})  # type: ignore[arg-type]


def _typed(dice: random.Random, text: str) -> str:
    """As different hands type it."""
    if dice.random() < 0.7:
        return text
    ways: tuple[Callable[[str], str], ...] = (
        str.upper, str.title, str.lower, unaccented, lambda t: unicodedata.normalize("NFD", t), lambda t: f" {t}  ",
    )  # fmt: skip
    return dice.choice(ways)(text)


def unaccented(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in parts if not unicodedata.combining(c))


def _run(dice: random.Random, one: Document, most: int) -> str:
    """Neighbouring words of the article, so that phrases are found."""
    words = f"{one.title} {one.text}".split() or ["bão"]
    at = dice.randrange(len(words))
    return " ".join(words[at : at + dice.randint(1, most)]).replace('"', "")


def _minus(dice: random.Random) -> str:
    return dice.choice(("", "", "-"))


_PIECES: tuple[Callable[[random.Random, Document], str], ...] = (
    lambda dice, _: dice.choice(PLAIN),
    lambda dice, _: dice.choice((*PLAIN, *ODD_WORDS)),
    lambda dice, one: _run(dice, one, 3),
    lambda dice, one: f'"{_run(dice, one, 4)}"',
    lambda dice, one: f"“{unaccented(_run(dice, one, 2))}”",
    lambda dice, _: f"-{dice.choice(PLAIN)}",
    lambda dice, one: f'-"{_run(dice, one, 2)}"',
    lambda dice, one: f'{dice.choice(("tiêu-đề", "tieu-de"))}:"{_run(dice, one, 2)}"',
    lambda dice, one: f"tiêu-đề:{dice.choice(one.title.split() or ['lũ'])}",
    lambda dice, _: f"{_minus(dice)}nguồn:{dice.choice(('tuổi trẻ', 'tuoi-tre', 'vtv', 'Báo Lào Cai', 'lạ'))}",
    lambda dice, _: f"{_minus(dice)}mục:{dice.choice((*SECTIONS, 'Sức-khỏe', 'doi', 'lạ'))}",
    lambda dice, _: f"{_minus(dice)}{dice.choice(('nơi', 'noi'))}:{dice.choice(('Lào Cai', '“Bát Xát”', '10', 'x'))}",
    lambda dice, _: f"{dice.choice(('từ', 'tu', 'đến', 'den'))}:{dice.choice(DAYS)}",
    lambda dice, _: dice.choice(ODD),
)
