"""The tree of `index.matching` asked of one article in memory, and what it cannot do without."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.matching import Bool, Boost, Const, Everything, Node, Occur, Phrase, Range, Regex, Set, Term
from index.percolator.article import CutArticle

Test = Callable[[CutArticle], bool]


def test_of(node: Node) -> Test:
    """What tells whether the node holds. Made once for each search, since thousands are asked of each article."""
    match node:
        case Term(field, term):
            return lambda article: term in article.terms(field)
        case Bool(clauses):
            return _all_of(clauses)
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


def _all_of(clauses: tuple[tuple[Occur, Node], ...]) -> Test:
    """As engines read it: what may hold must hold once where nothing else has to. What is cheap is asked first."""
    must, must_not, should = (
        [test_of(node) for occur, node in sorted(clauses, key=_cost) if occur is wanted]
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


def _cost(clause: tuple[Occur, Node]) -> int:
    node = clause[1]
    while isinstance(node, Const | Boost):
        node = node.of
    return 0 if isinstance(node, Set | Range | Term) else 1


def _within(at: int | None, first: int | None, last: int | None) -> bool:
    return at is not None and (first is None or first <= at) and (last is None or at <= last)


Leaf = tuple[str, str]  # field and term


@dataclass(frozen=True, slots=True)
class Needs:
    """What must stand in an article and what must not; sets are compared quickly, before anything else is asked."""

    all_of: frozenset[Leaf]
    one_of: tuple[frozenset[Leaf], ...]  # of each of them one
    none_of: frozenset[Leaf]

    @classmethod
    def of(cls, tree: Bool) -> "Needs":
        all_of: set[Leaf] = set()
        sets: list[frozenset[Leaf]] = []
        for node in _musts(tree):
            if isinstance(node, Term):
                all_of.add((node.field, node.term))
            elif isinstance(node, Phrase):
                all_of.update((node.field, word) for word in node.words)
            elif isinstance(node, Set):
                sets.append(frozenset((node.field, term) for term in node.terms))
        refused = (_any_leaf(node) for occur, node in tree.clauses if occur is Occur.MUST_NOT)
        return cls(
            all_of=frozenset(all_of.union(*(one for one in sets if len(one) == 1))),
            one_of=tuple(one for one in sets if len(one) != 1),
            none_of=frozenset(leaf for leaves in refused for leaf in leaves),
        )


def _musts(node: Node) -> Iterator[Node]:
    match node:
        case Const(of, _) | Boost(of, _):
            yield from _musts(of)
        case Bool(clauses):
            for occur, of in clauses:
                if occur is Occur.MUST:
                    yield from _musts(of)
        case _:
            yield node


def _any_leaf(node: Node) -> tuple[Leaf, ...]:
    """The node holds where any of these stands; none of them: it is more than that."""
    match node:
        case Term(field, term):
            return ((field, term),)
        case Set(field, terms):
            return tuple((field, term) for term in terms)
        case Const(of, _) | Boost(of, _) | Bool(((Occur.MUST, of),)):
            return _any_leaf(of)
        case _:
            return ()


def beside_needs(tree: Bool) -> Bool | None:
    """The tree without what `Needs` says already; None: nothing is left to ask."""
    rest = tuple((occur, node) for occur, node in tree.clauses if not _is_needed(occur, node))
    if not rest:
        return None
    left_out = all(occur is Occur.MUST_NOT for occur, _ in rest)
    return Bool(((Occur.MUST, Everything()), *rest) if left_out else rest)


def _is_needed(occur: Occur, node: Node) -> bool:
    return bool(_any_leaf(node)) if occur is Occur.MUST_NOT else occur is Occur.MUST and _is_told(node)


def _is_told(node: Node) -> bool:
    match node:
        case Const(of, _) | Boost(of, _):
            return _is_told(of)
        case Bool(clauses):
            return bool(clauses) and all(occur is Occur.MUST and _is_told(of) for occur, of in clauses)
        case _:
            return isinstance(node, Term | Set | Everything)
