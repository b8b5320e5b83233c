"""A page's elements by class and id, gathered in one walk: five readers ask for them."""

from collections.abc import Iterable

from lxml import etree, html

_NAMED = etree.XPath("//*[@class or @id]")


class Names:
    """Class names as they are, ids with a # in front, all in lower case."""

    def __init__(self, tree: html.HtmlElement) -> None:
        self._tree = tree
        self._found: dict[str, list[tuple[int, html.HtmlElement]]] = {}
        for at, node in enumerate(_NAMED(tree)):
            names = (node.get("class") or "").lower().split()
            if ident := node.get("id"):
                names.append("#" + ident.lower())
            for name in names:
                self._found.setdefault(name, []).append((at, node))

    def having(self, names: Iterable[str]) -> list[html.HtmlElement]:
        """Elements with any of these names that are still in the page, in its order."""
        found = {at: node for name in names for at, node in self._found.get(name, ())}
        return [found[at] for at in sorted(found) if self._is_attached(found[at])]

    def _is_attached(self, node: html.HtmlElement) -> bool:
        top = node
        for above in node.iterancestors():
            top = above
        return top is self._tree
