"""What tantivy keeps of an article. Words come in already cut; the engine only splits at blanks."""

from functools import cache
from typing import Any
from zlib import crc32

import tantivy

from domain.search import Document
from domain.times import VIETNAM
from index.filters import days
from index.query.numbers import telephones
from index.tokens import Words, pairs

SAMPLE_PARTS = 16
SCHEMA_VERSION = "2"  # part of the folder's name: another schema is another index, made by `rebuild`
_TEXT: dict[str, Any] = {"tokenizer_name": "syllables"}
_RAW: dict[str, Any] = {"tokenizer_name": "raw", "index_option": "basic"}


@cache
def schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, **_RAW)
    for name in ("exact", "loose", "title_exact", "title_loose"):
        builder.add_text_field(name, index_option="position", **_TEXT)
    for name in ("exact_pairs", "loose_pairs"):
        builder.add_text_field(name, index_option="freq", **_TEXT)
    builder.add_text_field("names", index_option="basic", **_TEXT)  # words written with a capital
    builder.add_text_field("forms", index_option="basic", **_TEXT)  # "duong|đường": how a syllable is spelled here
    for name in ("source", "section", "place", "day"):
        builder.add_text_field(name, fast=True, **_RAW)
    builder.add_integer_field("published", indexed=True, fast=True)
    builder.add_unsigned_field("words", fast=True)  # how many words the article has
    builder.add_unsigned_field("one", fast=True)  # 1 in every article, so that an aggregation counts them
    builder.add_text_field("part", **_RAW)  # a sixteenth of the articles, by chance
    builder.add_text_field("title", stored=True, **_RAW)
    builder.add_text_field("text", stored=True, **_RAW)
    return builder.build()


def open_at(path: str) -> Any:
    index = tantivy.Index(schema(), path)
    blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("syllables", blanks)
    return index


def stored(document: Document) -> Any:
    out = tantivy.Document()
    out.add_text("id", document.id)
    out.add_text("title", document.title)
    out.add_text("text", document.text)
    out.add_unsigned("one", 1)
    out.add_text("part", part(document.id))
    _add_words(out, document)
    named = (("source", document.source), ("section", document.section), ("section", document.second_section))
    for name, value in named:
        if value:
            out.add_text(name, value)
    for code in set(document.places):
        out.add_text("place", code)
    for day in days(document.published_at, VIETNAM):
        out.add_text("day", day)
    if document.published_at is not None:
        out.add_integer("published", int(document.published_at.timestamp()))
    return out


def part(id_: str) -> str:
    return f"{crc32(id_.encode()) % SAMPLE_PARTS:x}"


def _add_words(out: Any, document: Document) -> None:
    title, text = Words.of(document.title), Words.of(document.text)
    out.add_text("title_exact", " ".join(title.exact))
    out.add_text("title_loose", " ".join(title.loose))
    for part in (title, text):  # two values: no phrase runs from the title into the text
        out.add_text("exact", " ".join(part.exact))
        out.add_text("loose", " ".join(part.loose))
        out.add_text("exact_pairs", " ".join(pairs(part.exact)))
        out.add_text("loose_pairs", " ".join(pairs(part.loose)))
        out.add_text("names", " ".join(part.names))
    for number in {t.loose for t in (*telephones(document.title), *telephones(document.text))}:
        out.add_text("exact", number)
        out.add_text("loose", number)
    out.add_unsigned("words", len(title.loose) + len(text.loose))
    out.add_text("forms", " ".join(title.spellings | text.spellings))
