"""What a tantivy index knows of its own words."""

from collections.abc import Sequence
from typing import Any

_MAX_TERMS = 8


class EngineVocabulary:
    def __init__(self, searcher: Any, usual_words: float) -> None:
        self._searcher, self._usual_words = searcher, usual_words

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
