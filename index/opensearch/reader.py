"""The cluster's index, as `index.searching` asks it. What one search needs to know of its words comes in few calls."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any
from zlib import crc32

from index.matching import Everything, Node
from index.opensearch.mapping import MAX_RESULT_WINDOW
from index.opensearch.printing import Json, printed
from index.opensearch.server import checked
from index.opensearch.shards import Shards
from index.query.numbers import telephones
from index.query.parser import Parsed
from index.searching import FACETS, MAX_DAYS, MAX_FACET_VALUES, SAMPLE_PARTS, Facets, Found, Stored
from index.tokens import Token, forms_of

_MAX_TERMS = 8  # spellings of a syllable, and completions
_COUNTED_WHOLE = 20_000  # articles whose words are counted; of more, a sixteenth stands for all
_MAX_RESTORED = 6  # spellings whose neighbours are asked for at once
_FACETS: Json = {name: {"terms": {"field": name, "size": MAX_FACET_VALUES}} for name in FACETS}
_BY_SCORE: list[Any] = ["_score", {"published": {"order": "desc", "missing": "_last"}}, {"id": "asc"}]
_BY_DATE: list[Any] = _BY_SCORE[1:]
Terms = Iterable[tuple[str, str]]  # field and term


class ClusterReader:
    def __init__(self, client: Any, alias: str, shards: Shards, text: str) -> None:
        self._client, self._alias, self._shards = client, alias, shards
        self._copy = f"q{crc32(text.encode()):x}"  # the pages of one query are read from the same copies
        self._frequencies: dict[tuple[str, str], int] = {}
        self._spellings: dict[str, list[tuple[str, int]]] = {}
        self._asked: list[str] = []  # the typed words, loose
        about = self._search({"query": printed(Everything()), "aggs": {"words": {"avg": {"field": "words"}}}})
        self._size, self._usual = about["hits"]["total"]["value"], about["aggregations"]["words"]["value"] or 0.0
        shards.are(about["_shards"]["total"])

    def expect(self, parsed: Parsed) -> Parsed:
        """Ask at once for what the plan will want to know."""
        self._asked = [t.loose for t in parsed.positive]
        self._learn(_terms_of(parsed))
        return parsed

    # -- Vocabulary
    def size(self) -> int:
        return int(self._size)

    def usual_words(self) -> float:
        return float(self._usual)

    def frequency(self, kind: str, term: str) -> int:
        if (kind, term) not in self._frequencies:
            self._learn([(kind, term)])
        return self._frequencies[kind, term]

    def spellings(self, loose: str) -> Sequence[tuple[str, int]]:
        if loose not in self._spellings:
            self._learn_spellings(dict.fromkeys((loose, *self._asked)))
        return self._spellings[loose]

    def completions(self, prefix: str) -> Sequence[str]:
        sampled = self._search(_begun(prefix, _PART)) if self._size > _COUNTED_WHOLE else None
        if sampled is None or sampled["hits"]["total"]["value"] * SAMPLE_PARTS <= _COUNTED_WHOLE:
            sampled = self._search(_begun(prefix, []))
        return [b["key"] for b in sampled["aggregations"]["listed"]["buckets"]]

    # -- Reader
    def counted(self, match: Node) -> tuple[int, Facets]:
        found = self._search({"query": printed(match), "aggs": _FACETS})
        buckets = {name: found["aggregations"][name]["buckets"] for name in FACETS}
        return found["hits"]["total"]["value"], {n: {b["key"]: b["doc_count"] for b in buckets[n]} for n in FACETS}

    def number(self, match: Node) -> int:
        return int(self._search({"query": printed(match)})["hits"]["total"]["value"])

    def days(self, match: Node) -> dict[str, int]:
        aggs = {"days": {"terms": {"field": "day", "size": MAX_DAYS}}}
        found = self._search({"query": printed(match), "track_total_hits": False, "aggs": aggs})
        return {bucket["key"]: bucket["doc_count"] for bucket in found["aggregations"]["days"]["buckets"]}

    def best(self, match: Node, limit: int) -> list[Found]:
        return [Found.ranked(hit[2], hit[2], hit[0], max(hit[1], 0)) for hit in self._listed(match, limit, _BY_SCORE)]

    def newest(self, match: Node, limit: int) -> list[Found]:
        return [Found.dated(hit[1], hit[1], max(hit[0], 0)) for hit in self._listed(match, limit, _BY_DATE)]

    def id(self, found: Found) -> str:
        return str(found.address)

    def stored(self, found: Sequence[Found]) -> list[Stored]:
        """One that was removed a moment ago has neither title nor text."""
        if not found:
            return []
        ids = [str(f.address) for f in found]
        docs = self._client.mget(body={"ids": ids}, index=self._alias, params={"preference": self._copy})["docs"]
        kept = [doc.get("_source", {}) for doc in docs]
        return [Stored(i, k.get("title", ""), k.get("text", "")) for i, k in zip(ids, kept, strict=True)]

    def _listed(self, match: Node, limit: int, order: list[Any]) -> list[list[Any]]:
        body = {"query": printed(match), "size": min(limit, MAX_RESULT_WINDOW), "sort": order, "_source": False}
        found = self._search(body | {"track_total_hits": False})
        return [hit["sort"] for hit in found["hits"]["hits"]]

    def _search(self, body: Json) -> Any:
        """All shards answer, or none: half an answer would look like a whole one."""
        return self._client.search(
            body={"size": 0, "track_total_hits": True} | body,
            index=self._alias,
            params={
                "allow_partial_search_results": "false",
                "search_type": "dfs_query_then_fetch",
                "preference": self._copy,
            },
        )

    def _several(self, bodies: Iterable[Json]) -> list[Json]:
        about = {"index": self._alias, "preference": self._copy, "allow_partial_search_results": False}
        return [line for body in bodies for line in (about, body)]

    def _learn(self, wanted: Terms) -> None:
        new = [one for one in dict.fromkeys(wanted) if one not in self._frequencies]
        if not new:
            return
        held: dict[str, list[str]] = {}
        for field, term in new:
            held.setdefault(field, []).append(term)
        self._frequencies |= dict.fromkeys(new, 0)
        document = {"doc": {field: " ".join(terms) for field, terms in held.items()}, "term_statistics": True}
        document |= {"positions": False, "offsets": False, "payloads": False, "field_statistics": False}
        docs = [{"_index": self._alias} | document | where for where in self._shards.each()]
        for answer in self._client.mtermvectors(body={"docs": docs})["docs"]:
            vectors = checked(answer)["term_vectors"]
            for field in held:
                for term, known in vectors.get(field, {"terms": {}})["terms"].items():
                    self._frequencies[field, term] += known.get("doc_freq", 0)

    def _learn_spellings(self, words: Iterable[str]) -> None:
        new = [word for word in words if word not in self._spellings]
        self._learn(("loose", word) for word in new)
        samples = [self.frequency("loose", word) > _COUNTED_WHOLE for word in new]
        bodies = [_spelled(word, _PART if sampled else []) for word, sampled in zip(new, samples, strict=True)]
        answers = self._client.msearch(self._several(bodies))["responses"]
        for word, sampled, answer in zip(new, samples, answers, strict=True):
            buckets, times = checked(answer)["aggregations"]["listed"]["buckets"], SAMPLE_PARTS if sampled else 1
            self._spellings[word] = [(b["key"].partition("|")[2], b["doc_count"] * times) for b in buckets]
        self._learn(self._neighbours())

    def _neighbours(self) -> Iterator[tuple[str, str]]:
        """The pairs that putting the marks back will compare."""
        columns = [[forms_of(s)[0] for s, _ in self._spellings.get(w, ())][:_MAX_RESTORED] for w in self._asked]
        for before, after in pairwise(columns):
            yield from (("exact_pairs", f"{a}_{b}") for a in before for b in after)


_PART: list[Json] = [{"term": {"part": "0"}}]


def _terms_of(parsed: Parsed) -> Iterator[tuple[str, str]]:
    words: list[Token] = list(parsed.positive)
    for kind in ("exact", "loose"):
        forms: list[str] = [getattr(word, kind) for word in words]
        for form in forms:
            yield from ((kind, form), (f"title_{kind}", form))
        yield from ((f"{kind}_pairs", f"{a}_{b}") for a, b in pairwise(forms))
    yield from (("names", word.loose) for word in words)
    yield from (("loose", number.loose) for number in telephones(parsed.text))


def _spelled(loose: str, part: list[Json]) -> Json:
    return _terms("forms", rf"{loose}\|.*", [{"term": {"loose": loose}}, *part])


def _begun(prefix: str, part: list[Json]) -> Json:
    return _terms("words_held", f"{prefix}.*", [{"prefix": {"loose": prefix}}, *part])


def _terms(field: str, include: str, held: list[Json]) -> Json:
    listed = {"field": field, "include": include, "size": _MAX_TERMS, "shard_size": 10 * _MAX_TERMS}
    return {"size": 0, "query": {"bool": {"filter": held}}, "aggs": {"listed": {"terms": listed}}}
