"""The tree of `index.matching` as OpenSearch's JSON. The server reads nothing that was typed: it gets terms."""

from typing import Any

from index.matching import Bool, Boost, Const, Everything, Node, Occur, Phrase, Range, Regex, Set, Term

Json = dict[str, Any]


def printed(node: Node) -> Json:  # noqa: C901 - one line for each kind of node
    match node:
        case Term(field, term):
            return {"term": {field: {"value": term}}}
        case Boost(Term(field, term), times):
            return {"term": {field: {"value": term, "boost": times}}}
        case Boost(of, times):
            return {"bool": {"must": [printed(of)], "boost": times}}
        case Const(of, score):
            return {"constant_score": {"filter": printed(of), "boost": score}}
        case Bool(clauses):
            return {"bool": _clauses(clauses)}
        case Set(field, terms):
            return {"terms": {field: list(terms)}}
        case Phrase(field, words):
            return {"match_phrase": {field: {"query": " ".join(words)}}}
        case Range(field, first, last):
            return {"range": {field: {name: end for name, end in (("gte", first), ("lte", last)) if end is not None}}}
        case Regex(field, pattern):
            return {"regexp": {field: {"value": pattern, "flags": "NONE"}}}
        case Everything():
            return {"match_all": {}}


def _clauses(clauses: tuple[tuple[Occur, Node], ...]) -> Json:
    """What must hold and earns nothing is a filter, which the server need not score."""
    out: dict[str, list[Json]] = {}
    for occur, node in clauses:
        if occur is Occur.MUST and isinstance(node, Const) and not node.score:
            out.setdefault("filter", []).append(printed(node.of))
        else:
            out.setdefault(occur.value, []).append(printed(node))
    return out
