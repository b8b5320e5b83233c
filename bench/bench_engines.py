"""The embedded engine and OpenSearch on the same 2,000 queries: same hits, same order, same counts?"""

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bench.engine_queries import TODAY, corpus, queries
from bench.engines_compared import SAME, compared
from index.embedded.engine import EmbeddedIndex
from index.opensearch.engine import OpenSearchIndex
from index.opensearch.server import Cluster
from scripts.own_opensearch import NEWER, TESTED, Release, own_opensearch


def run() -> dict[str, object]:
    figures: dict[str, object] = {TESTED.version: against(TESTED)}
    try:
        return figures | {NEWER.version: against(NEWER, number=400)}
    except FileNotFoundError as missing:
        return figures | {NEWER.version: f"skipped: {missing}"}


def against(release: Release, articles: int = 1_500, number: int = 2_000) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder, own_opensearch(release=release) as servers:
        one = EmbeddedIndex(Path(folder) / "i", today=lambda: TODAY)
        other = OpenSearchIndex(Cluster(urls=[servers[0].url]), today=lambda: TODAY)
        documents, asked = corpus(articles), queries(number)
        for index in (one, other):
            index.add(documents)
        found = compared(asked, one, other)
        spent = {}
        for name, index in (("embedded", one), ("OpenSearch", other)):
            started = time.perf_counter()
            for each in asked[:200]:
                index.find(each.query)
            spent[f"{name}, ms a search"] = (time.perf_counter() - started) / 200 * 1000
        again = [replace(document, title=f"{document.title} (cập nhật)") for document in documents[::5]]
        for index in (one, other):
            index.add(again)
        later = compared(asked[:400], one, other)
    table = {kind: dict(counts) for kind, counts in found.by_kind.items()}
    return {
        "articles": articles,
        "queries": found.total.total(),
        "the same hits, order, counts, facets, marks and suggestions": found.total[SAME],
        "differences": {told: n for told, n in found.total.items() if told != SAME} or "none",
        "by kind of query": table,
        "of 400, the same once a fifth of the articles was corrected": later.total[SAME],
        "and differences then": {told: n for told, n in later.total.items() if told != SAME} or "none",
        "examples": [*found.examples, *later.examples],
        **spent,
    }
