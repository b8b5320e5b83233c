"""The embedded engine and OpenSearch on the same 2,000 queries: same hits, same order, same counts?"""

import tempfile
import time
from pathlib import Path

from bench.engine_queries import TODAY, corpus, queries
from bench.engines_compared import SAME, compared
from index.embedded.engine import EmbeddedIndex
from index.opensearch.engine import OpenSearchIndex
from index.opensearch.server import Cluster
from scripts.own_opensearch import own_opensearch


def run(articles: int = 1_500, number: int = 2_000) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder, own_opensearch() as servers:
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
    table = {kind: dict(counts) for kind, counts in found.by_kind.items()}
    return {
        "articles": articles,
        "queries": found.total.total(),
        "the same hits, order, counts, facets, marks and suggestions": found.total[SAME],
        "differences": {told: n for told, n in found.total.items() if told != SAME} or "none",
        "by kind of query": table,
        "examples": found.examples,
        **spent,
    }
