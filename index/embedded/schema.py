"""What tantivy keeps of an article. Words come in already cut; the engine only splits at blanks."""

from functools import cache
from typing import Any

import tantivy

from domain.search import Document
from index.fields import fields, words

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
    cut, number = words(document)
    for name, value in (*fields(document), *cut):
        out.add_text(name, value)
    out.add_text("title", document.title)
    out.add_text("text", document.text)
    out.add_unsigned("one", 1)
    out.add_unsigned("words", number)
    if document.published_at is not None:
        out.add_integer("published", int(document.published_at.timestamp()))
    return out
