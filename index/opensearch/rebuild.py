"""Builds the cluster's index anew beside the one in use, then swaps. Nobody who searches or writes waits for it."""

from collections.abc import Callable, Iterable
from time import sleep
from typing import Any

from domain.search import Document
from index.opensearch.mapping import source
from index.opensearch.names import Names
from index.opensearch.server import WRITE_SECONDS, Cluster, Gone, away, calls
from index.opensearch.writing import batches, created
from index.rebuilt import Rebuilt

_SIGN_OF_LIFE_SECONDS = 5.0  # a rebuild that goes on shows a sign more often


def rebuild(cluster: Cluster, documents: Iterable[Document], *, wait: Callable[[float], None] = sleep) -> Rebuilt:
    """`documents` is read only once every writer also writes to the new index, so that no change is lost."""
    client = cluster.client(WRITE_SECONDS)
    names = Names(client, cluster.name, cluster.shards)
    with calls():
        _take_over(names, wait)
        made = names.fresh()
        try:
            passed_over = _fill(client, names, made, documents)
            names.open(made)
            names.swap(made)
        except Gone as error:
            raise away(f"another rebuild took over: {error}") from error
        except BaseException:
            names.drop(made)
            raise
        names.sweep(made)
        return Rebuilt(int(client.count(index=names.alias)["count"]), passed_over)


def _fill(client: Any, names: Names, made: str, documents: Iterable[Document]) -> frozenset[str]:
    passed_over: set[str] = set()
    for turn, batch in enumerate(batches(documents)):
        passed_over |= created(client, names, [(id_, source(document)) for id_, document in batch.items()])
        names.sign_of_life(made, turn)
    return frozenset(passed_over)


def _take_over(names: Names, wait: Callable[[float], None]) -> None:
    """Clear away what a rebuild that died has left; one that goes on elsewhere is left alone."""
    other = names.being_filled()
    if not other:
        return
    before = names.life(other)
    wait(_SIGN_OF_LIFE_SECONDS)
    if names.being_filled() == other and names.life(other) != before:
        raise away("another process is building the index anew")
    names.drop(other)
