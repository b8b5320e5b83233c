"""The tree of `index.matching` asked of one article in memory."""

import re
from collections.abc import Callable, Sequence

from index.matching import Bool, Boost, Const, Node, Occur, Phrase, Range, Regex, Set, Term
from index.percolator.article import CutArticle

Test = Callable[[CutArticle], bool]


def test_of(node: Node) -> Test:
    """What tells whether the node holds. Made once for each search, since thousands are asked of each article."""
    match node:
        case Term(field, term):
            return lambda article: term in article.terms(field)
        case Bool(clauses):
            return all_of(clauses)
        case Const(of, _) | Boost(of, _):
            return test_of(of)
        case Set(field, terms):
            return lambda article: not article.terms(field).isdisjoint(terms)
        case Phrase(field, words):
            return lambda article: article.says(field, words)
        case Range(_, first, last):
            return lambda article: _within(article.published, first, last)
        case Regex(field, pattern):
            whole = re.compile(pattern).fullmatch
            return lambda article: any(whole(value) for value in article.terms(field))
        case _:
            return lambda _article: True


def all_of(clauses: Sequence[tuple[Occur, Node]]) -> Test:
    """As engines read it: what may hold must hold once where nothing else has to."""
    must, must_not, should = (
        [test_of(node) for occur, node in clauses if occur is wanted]
        for wanted in (Occur.MUST, Occur.MUST_NOT, Occur.SHOULD)
    )

    def holds(article: CutArticle) -> bool:
        for test in must:
            if not test(article):
                return False
        for test in must_not:
            if test(article):
                return False
        return bool(must) or any(test(article) for test in should)

    return holds


def _within(at: int | None, first: int | None, last: int | None) -> bool:
    return at is not None and (first is None or first <= at) and (last is None or at <= last)
