"""A snapshot of a tantivy index, as `index.searching` asks it."""

from collections.abc import Hashable, Sequence
from typing import Any

from index.embedded.printing import printed
from index.matching import Everything, Node
from index.searching import FACETS, MAX_DAYS, MAX_FACET_VALUES, Facets, Found, Stored

_MAX_TERMS = 8
_TOTAL: dict[str, Any] = {"total": {"value_count": {"field": "one"}}}
_FACETS: dict[str, Any] = {name: {"terms": {"field": name, "size": MAX_FACET_VALUES}} for name in FACETS}


def usual_words(searcher: Any) -> float:
    """How many words an article has, on average."""
    found = searcher.aggregate(printed(Everything()), {"words": {"avg": {"field": "words"}}})
    return float(found["words"]["value"] or 0.0)


class EmbeddedReader:
    def __init__(self, searcher: Any, usual_words: float) -> None:
        self._searcher, self._usual_words = searcher, usual_words
        self._docs: dict[Hashable, Any] = {}  # read from the store once each

    def size(self) -> int:
        return int(self._searcher.num_docs)

    def usual_words(self) -> float:
        return self._usual_words

    def frequency(self, kind: str, term: str) -> int:
        return int(self._searcher.doc_freq(kind, term))

    def spellings(self, loose: str) -> Sequence[tuple[str, int]]:
        found = self._searcher.terms_with_prefix("forms", f"{loose}|", limit=_MAX_TERMS)
        return [(form.partition("|")[2], n) for form, n in found]

    def completions(self, prefix: str) -> Sequence[str]:
        return [term for term, _ in self._searcher.terms_with_prefix("loose", prefix, limit=_MAX_TERMS)]

    def counted(self, match: Node) -> tuple[int, Facets]:
        found = self._searcher.aggregate(printed(match), _TOTAL | _FACETS)
        facets = {name: {b["key"]: b["doc_count"] for b in found[name]["buckets"]} for name in FACETS}
        return int(found["total"]["value"]), facets

    def number(self, match: Node) -> int:
        return int(self._searcher.search(printed(match), 1, count=True).count)

    def days(self, match: Node) -> dict[str, int]:
        found = self._searcher.aggregate(printed(match), {"days": {"terms": {"field": "day", "size": MAX_DAYS}}})
        return {bucket["key"]: bucket["doc_count"] for bucket in found["days"]["buckets"]}

    def best(self, match: Node, limit: int) -> list[Found]:
        hits = self._searcher.search(printed(match), limit, count=False).hits
        dates = self._searcher.fast_field_values("published", [a for _, a in hits])
        return [Found.ranked((a.segment_ord, a.doc), a, s, d or 0) for (s, a), d in zip(hits, dates, strict=True)]

    def newest(self, match: Node, limit: int) -> list[Found]:
        hits = self._searcher.search(printed(match), limit, count=False, order_by_field="published").hits
        return [Found.dated((a.segment_ord, a.doc), a, d or 0) for d, a in hits]

    def id(self, found: Found) -> str:
        return str(self._doc(found).get_first("id"))

    def stored(self, found: Sequence[Found]) -> list[Stored]:
        docs = map(self._doc, found)
        return [Stored(doc.get_first("id"), doc.get_first("title"), doc.get_first("text")) for doc in docs]

    def _doc(self, found: Found) -> Any:
        if found.place not in self._docs:
            self._docs[found.place] = self._searcher.doc(found.address)
        return self._docs[found.place]
