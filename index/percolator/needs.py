"""What a search cannot do without, read from its tree, so that all searches can be asked at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from index.matching import Bool, Boost, Const, Everything, Node, Occur, Phrase, Regex, Set, Term
from index.percolator.tree import Test, all_of

Leaf = Term | Regex


@dataclass(frozen=True, slots=True)
class Needs:
    """What must stand in an article and what must not, as leaves that many searches share."""

    all_of: frozenset[Leaf]
    one_of: tuple[frozenset[Leaf], ...]  # of each of them one
    none_of: frozenset[Leaf]
    rest: Test | None  # what leaves do not say: asked last, of an article that has all of them

    @classmethod
    def of(cls, tree: Bool) -> "Needs":
        every: set[Leaf] = set()
        one_of: list[frozenset[Leaf]] = []
        none_of: set[Leaf] = set()
        rest: list[tuple[Occur, Node]] = []
        for occur, node in _clauses(tree):
            leaves = _any_leaf(node)
            if leaves is None:
                rest.append((occur, node))
            elif occur is Occur.MUST_NOT:
                none_of |= leaves
            elif len(leaves) == 1:
                every |= leaves
            else:
                one_of.append(leaves)
            if isinstance(node, Phrase) and occur is Occur.MUST:
                every.update(Term(node.field, word) for word in node.words)
        test = all_of([(Occur.MUST, Everything()), *rest]) if rest else None
        return cls(frozenset(every), tuple(one_of), frozenset(none_of), test)


def _clauses(tree: Bool) -> Iterator[tuple[Occur, Node]]:
    """The same without trees in trees where all has to hold: what may hold beside it changes nothing."""
    if not any(occur is Occur.MUST for occur, _ in tree.clauses):
        yield Occur.MUST, tree
        return
    for occur, node in tree.clauses:
        while isinstance(node, Const | Boost):
            node = node.of
        if occur is Occur.MUST and isinstance(node, Bool):
            yield from _clauses(node)
        elif occur is not Occur.SHOULD and not (occur is Occur.MUST and isinstance(node, Everything)):
            yield occur, node


def _any_leaf(node: Node) -> frozenset[Leaf] | None:
    """The node holds exactly where any of these stands; None: it is more than that."""
    match node:
        case Term(field, term):
            return frozenset([Term(field, term)])
        case Set(field, terms):
            return frozenset(Term(field, term) for term in terms)
        case Regex():
            return frozenset([node])
        case Const(of, _) | Boost(of, _) | Bool(((Occur.MUST, of),)):
            return _any_leaf(of)
        case Bool(clauses) if all(occur is Occur.SHOULD for occur, _ in clauses):
            return _union([_any_leaf(of) for _, of in clauses])
        case _:
            return None


def _union(found: list[frozenset[Leaf] | None]) -> frozenset[Leaf] | None:
    known = [leaves for leaves in found if leaves is not None]
    return frozenset().union(*known) if len(known) == len(found) else None
