"""Headlines as queries on press texts that stay outside: for a paragraph of the article, and for the whole article."""

import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass, field
from zlib import crc32

from bench.search_corpus import VIETNEWS, Question, passages_of, plain_text
from domain.search import Document
from index.query.small_words import asking_words
from index.tokens import tokens

LONG_WORDS = 800  # words from which an article is long
WHOLE_QUESTIONS = 1_200


@dataclass(frozen=True, slots=True)
class Titles:
    paragraphs: list[Document] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)  # a headline that asks; any paragraph of its article
    articles: list[Document] = field(default_factory=list)  # without their headlines
    headlines: list[Question] = field(default_factory=list)
    long: list[Question] = field(default_factory=list)  # those of the longest articles


def titles(half: int) -> Titles:
    """Half 0 is for tuning and half 1 for reporting: the articles searched are the same, the questions are not."""
    found = Titles()
    for number, article in enumerate(_articles()):
        title, body = plain_text(article["title"]), [plain_text(s) for s in article["body"]]
        words = [t.loose for t in tokens(title)]
        asks = "?" in title or any(asking_words(words))
        ids = _add_paragraphs(found, article) if asks or number % 14 < 2 else []
        found.articles.append(Document(id=article["id"], title="", text="\n".join(body)))
        if len(words) < 4 or crc32(article["id"].encode()) % 2 != half:
            continue
        if asks and ids:
            found.questions.append((title, frozenset(ids)))
        if number % 9 == 0 and len(found.headlines) < WHOLE_QUESTIONS // 2:
            found.headlines.append((title, frozenset({article["id"]})))
        if sum(len(s.split()) for s in body) >= LONG_WORDS and number % 3 == 0:
            found.long.append((title, frozenset({article["id"]})))
    return found


def _add_paragraphs(found: Titles, article: dict[str, str]) -> list[str]:
    texts = passages_of(article["body"])
    ids = [f"{article['id']}-{n}" for n in range(len(texts))]
    found.paragraphs.extend(Document(id=id_, title="", text=text) for id_, text in zip(ids, texts, strict=True))
    return ids


def _articles() -> Iterator[dict[str, str]]:
    with lzma.open(VIETNEWS, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)
