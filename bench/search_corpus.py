"""What bench_search measures on: generated articles, and questions made from press texts that stay outside."""

import json
import lzma
import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from domain.search import Document

VIETNEWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "vietnews" / "vietnews_val.jsonl.xz"
_ASKING = ("là gì", "bao nhiêu", "khi nào", "ai", "ở đâu", "như thế nào", "vào năm nào", "vì sao", "cái gì", "nơi nào")
_ONSETS = ("", *re.findall(r"\S+", "b c ch d đ g gh h k kh l m n nh ng ph qu r s t th tr v x"))
_RIMES = re.findall(
    r"\S+",
    """a à á ả ã ạ an àn án ang àng áng anh ành ánh ao ào áo au àu áu ây ấy ay ày âm ầm âu ầu ê ế ên ền êu e em èn en
    i ì í in ình inh iên iền iến iếng o ó ò ong òng óc ô ồ ố ông ồng ống ôi ồi ơ ờ ớ ơi ời u ù ú ung ùng ủ ư ừ ứ
    ương ường ước ưới""",
)

Question = tuple[str, frozenset[str]]  # and the ids of the passages that answer it


@dataclass(frozen=True, slots=True)
class Retrieval:
    passages: list[Document]
    sentences: list[Question]  # a sentence with a piece cut out, words dropped and words changed
    leads: list[Question]  # a piece of the editor's lead; any passage of the body answers it


def unaccented(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in parts if not unicodedata.combining(c))


def retrieval(*, seed: int, articles: int, questions: int) -> Retrieval:
    """Another seed is another draw of articles: tune on one, report on others."""
    rng = random.Random(seed)
    passages: list[Document] = []
    leads: list[Question] = []
    for article in _articles(rng, articles):
        ids = []
        for n, text in enumerate(passages_of(article["body"])[:6]):
            ids.append(f"{article['id']}-{n}")
            passages.append(Document(id=ids[-1], title="", text=text))
        lead = plain_text(article["abstract"]).split()
        if ids and len(lead) >= 8:
            size = min(len(lead), rng.randint(7, 14))
            at = rng.randrange(len(lead) - size + 1)
            leads.append((f"{' '.join(lead[at : at + size])} {rng.choice(_ASKING)}?", frozenset(ids)))
    common = [word for p in passages for word in p.text.split()]
    sentences: list[Question] = []
    while len(sentences) < questions:
        passage = rng.choice(passages)
        asked = _asked(rng.choice(re.split(r"(?<=[.!?])\s+", passage.text)), common, rng)
        if asked:
            sentences.append((asked, frozenset({passage.id})))
    rng.shuffle(leads)
    return Retrieval(passages, sentences, leads[:questions])


def mrr(rank: Callable[[str], Sequence[str]], questions: Sequence[Question], *, marks: bool) -> float:
    total = 0.0
    for question, answers in questions:
        ranked = rank(question if marks else unaccented(question))[:10]
        total += next((1 / (at + 1) for at, id_ in enumerate(ranked) if id_ in answers), 0.0)
    return round(total / len(questions), 4)


def _articles(rng: random.Random, wanted: int) -> Iterator[dict[str, str]]:
    with lzma.open(VIETNEWS, "rt", encoding="utf-8") as file:
        for line in file:
            if rng.random() < wanted / 22_642:
                yield json.loads(line)


def plain_text(text: str) -> str:
    text = re.sub(r"\s+([,.;:!?)])", r"\1", text.replace("_", " "))
    return re.sub(r"([(])\s+", r"\1", text)


def passages_of(body: Sequence[str]) -> list[str]:
    out: list[str] = []
    held: list[str] = []
    for sentence in map(plain_text, body):
        held.append(sentence)
        if sum(len(s.split()) for s in held) >= 110:
            out.append(" ".join(held))
            held = []
    if held and not out:
        out.append(" ".join(held))
    return out


def _asked(sentence: str, common: Sequence[str], rng: random.Random) -> str:
    """A question from a sentence: its answer cut out, 15 % of words dropped and 15 % changed."""
    words = sentence.strip(" .").split()
    if len(words) < 9:
        return ""
    if len(words) > 26:
        at = rng.randrange(len(words) - 24)
        words = words[at : at + 24]
    cut = max(2, int(len(words) * rng.uniform(0.2, 0.4)))
    at = rng.randrange(len(words) - cut + 1)

    def worn(part: Sequence[str]) -> list[str]:
        return [rng.choice(common) if rng.random() < 0.15 else w for w in part if rng.random() > 0.15]

    left, right, asking = worn(words[:at]), worn(words[at + cut :]), [rng.choice(_ASKING)]
    if len(left) + len(right) < 4:
        return ""
    orders = (left + asking + right, left + right + asking, asking + left + right)
    return " ".join(w.strip(".,;:!?()\"'") for w in rng.choice(orders)) + "?"


class Generator:
    """Articles of made-up syllables with the frequencies of a language, the same for the same seed."""

    def __init__(self, seed: int = 7) -> None:
        rng = random.Random(seed)
        self.words = [a + b for a in _ONSETS for b in _RIMES]
        rng.shuffle(self.words)
        self._weights = list(accumulate(1 / (rank + 20) for rank in range(len(self.words))))
        # Most words have two syllables and come again together.
        self.terms = [" ".join(rng.choices(self.words, cum_weights=self._weights, k=2)) for _ in range(30_000)]
        self._term_weights = list(accumulate(1 / (rank + 30) for rank in range(len(self.terms))))

    def article(self, number: int, length: int = 60) -> Document:
        rng = random.Random(number)
        terms = rng.choices(self.terms, cum_weights=self._term_weights, k=length // 2)
        province = f"{number % 34:02}"
        return Document(
            id=f"g{number:07}",
            title=" ".join(terms[:5]),
            text=" ".join(terms),
            source=f"bao-{number % 40}",
            section=f"muc-{number % 10}",
            places=(province, f"{province}.{number % 100}"),
            published_at=datetime(2026, 11, 1, tzinfo=UTC) - timedelta(minutes=number % 500_000),
        )

    def queries(self, count: int, seed: int = 99) -> list[str]:
        """One to three words of the language, with and without marks, some as phrases, some with a filter."""
        rng = random.Random(seed)
        out = []
        for n in range(count):
            terms = rng.choices(self.terms, cum_weights=self._term_weights, k=1 + n % 3)
            typed = " ".join(terms)
            typed = f'"{typed}"' if n % 7 == 0 else typed
            typed = unaccented(typed) if n % 2 else typed
            out.append(f"{typed} mục:muc-{n % 10}" if n % 5 == 0 else f"{typed} ")
        return out
