"""The tree of `index.matching` as tantivy's objects."""

from typing import Any

import tantivy
from tantivy import FieldType
from tantivy import Query as Clause

from index.embedded.schema import schema
from index.matching import Bool, Boost, Const, Everything, Node, Occur, Phrase, Range, Regex, Set, Term

_OCCURS = {
    Occur.MUST: tantivy.Occur.Must,
    Occur.SHOULD: tantivy.Occur.Should,
    Occur.MUST_NOT: tantivy.Occur.MustNot,
}


def printed(node: Node) -> Any:
    match node:
        case Term(field, term, counted):
            return Clause.term_query(schema(), field, term, "freq" if counted else "basic")
        case Boost(of, times):
            return Clause.boost_query(printed(of), times)
        case Const(of, score):
            return Clause.const_score_query(printed(of), score)
        case Bool(clauses):
            return Clause.boolean_query([(_OCCURS[occur], printed(of)) for occur, of in clauses])
        case Set(field, terms):
            return Clause.term_set_query(schema(), field, list(terms))
        case Phrase(field, words):
            return Clause.phrase_query(schema(), field, list(words))
        case Range(field, first, last):
            return Clause.range_query(schema(), field, FieldType.Integer, first, last)
        case Regex(field, pattern):
            return Clause.regex_query(schema(), field, pattern)
        case Everything():
            return Clause.all_query()
