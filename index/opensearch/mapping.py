"""What OpenSearch keeps of an article. Words come in already cut; the server only splits at blanks."""

from typing import Any

from domain.search import Document
from index.fields import fields, words

VERSION = 1  # part of every name: another mapping is another index, made by `rebuild`
MAX_RESULT_WINDOW = 40_000  # hits that one search may list: ties are read to their end
_WITHOUT_FACTOR = 3  # the server's version
_WORDS = {"type": "text", "analyzer": "whitespace", "position_increment_gap": 100}
_COUNTED = {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}
_WHOLE = {"type": "keyword"}
_LISTED = {"type": "keyword", "index": False}
_KEPT = {"type": "keyword", "index": False, "doc_values": False}
_CUT = ("exact", "loose", "title_exact", "title_loose", "exact_pairs", "loose_pairs", "names")


def mapping(*, filled: bool) -> dict[str, Any]:
    return {
        "dynamic": "strict",
        "_meta": {"version": VERSION, "filled": filled},
        "_source": {"includes": ["title", "text"]},
        "properties": {
            **dict.fromkeys(("exact", "loose", "title_exact", "title_loose"), _WORDS),
            **dict.fromkeys(("exact_pairs", "loose_pairs"), _COUNTED),
            "names": {"type": "text", "analyzer": "whitespace", "index_options": "docs"},
            **dict.fromkeys(("id", "part", "source", "section", "place", "day"), _WHOLE),
            "forms": _LISTED,  # "duong|đường": how a syllable is spelled here
            "words_held": _LISTED,  # the loose words, once each: completions are counted in it
            **dict.fromkeys(("title", "text"), _KEPT),
            "published": {"type": "long"},
            "words": {"type": "integer"},
        },
    }


def settings(shards: int, server: str) -> dict[str, Any]:
    """`server`: its version. Since 3 its BM25 lacks the factor by which words outweigh what is earned flat."""
    old = (
        {"similarity": {"default": {"type": "LegacyBM25"}}} if int(server.partition(".")[0]) >= _WITHOUT_FACTOR else {}
    )
    return {
        "number_of_shards": shards,
        "auto_expand_replicas": "0-1",  # a copy on a second node as soon as there is one
        "max_result_window": MAX_RESULT_WINDOW,
    } | old


# No copies and no refreshes while it is filled.
FILLING = {"auto_expand_replicas": False, "number_of_replicas": 0, "refresh_interval": "-1"}
FILLED = {"auto_expand_replicas": "0-1", "refresh_interval": None}


def source(document: Document) -> dict[str, Any]:
    cut, number = words(document)
    values: dict[str, Any] = {}
    for name, value in (*fields(document), *cut):
        values.setdefault(name, []).append(value)
    values["forms"] = values["forms"][0].split()
    values["words_held"] = sorted({word for value in values["loose"] for word in value.split()})
    values["names"] = _once(" ".join(values["names"]).split())
    values |= {"id": document.id, "title": document.title, "text": document.text, "words": number}
    if document.published_at is not None:
        values["published"] = int(document.published_at.timestamp())
    return values


def _once(names: list[str]) -> str:
    """Each name once, and a filler for each time it stands again: Lucene takes the unique terms for the length."""
    unique = list(dict.fromkeys(names))
    return " ".join([*unique, *(f"|{n}" for n in range(len(names) - len(unique)))])
