"""A model changes the order of the best fifty, and nothing else."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from domain.errors import Unreachable
from domain.ports import Reranker, SearchIndex
from domain.problems import Service
from domain.search import Document, Order, Query, Results
from index.memory import MemoryIndex
from index.rerank import RERANKED_HITS, RerankedIndex
from tests.fakes import FakeReranker

COUNT = 70
TEXTS = {f"a{n:02}": f"bão số {n} " + "bão " * (n % 7) + "và mưa lớn " * 6 for n in range(COUNT)}


class ByNumber:
    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        return [float(passage.split()[2]) for passage in passages]


class Away:
    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        raise Unreachable(Service.RERANKER, cause="hết bộ nhớ")


def reranked(reranker: Reranker) -> tuple[RerankedIndex, SearchIndex]:
    engine = MemoryIndex()
    engine.add(Document(id=id_, title="Tin bão", text=text) for id_, text in TEXTS.items())
    return RerankedIndex(engine, reranker, lambda ids: [TEXTS[id_] for id_ in ids]), engine


def ids(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


def test_the_best_fifty_stand_in_the_models_order_and_the_rest_in_the_engines() -> None:
    index, engine = reranked(ByNumber())
    query = Query(text="bão", limit=COUNT)
    before, after = engine.find(query), index.find(query)
    assert (
        ids(after)[:RERANKED_HITS] == sorted(ids(before)[:RERANKED_HITS], reverse=True) != ids(before)[:RERANKED_HITS]
    )
    assert ids(after)[RERANKED_HITS:] == ids(before)[RERANKED_HITS:]
    assert (after.total, after.facets) == (before.total, before.facets)
    assert {hit.id: hit for hit in after.hits} == {hit.id: hit for hit in before.hits}


@pytest.mark.parametrize("size", [7, 20, 50, 64])
def test_pages_put_together_are_the_whole_list(size: int) -> None:
    index, _ = reranked(FakeReranker())
    whole = ids(index.find(Query(text="bão", limit=COUNT)))
    paged = [ids(index.find(Query(text="bão", limit=size, offset=at))) for at in range(0, COUNT, size)]
    assert [id_ for page in paged for id_ in page] == whole


@pytest.mark.parametrize(
    "query",
    [
        Query(text="bão", order=Order.NEWEST),
        Query(text="", limit=5),
        Query(text="nguồn:x"),
        Query(text="bão", offset=60),
    ],
)
def test_what_asks_for_no_best_order_is_the_engines_alone(query: Query) -> None:
    index, engine = reranked(Away())
    assert index.find(query) == engine.find(query)


def test_the_model_is_asked_without_filters_and_operators() -> None:
    asked: list[str] = []

    class Noting(FakeReranker):
        def scores(self, question: str, passages: Sequence[str]) -> list[float]:
            asked.append(question)
            return super().scores(question, passages)

    reranked(Noting())[0].find(Query(text='"Bão số" mưa -nắng từ:2020-01-01'))
    assert asked == ["Bão số mưa"]


def test_a_model_that_fails_costs_its_order_only(caplog: pytest.LogCaptureFixture) -> None:
    index, engine = reranked(Away())
    query = Query(text="bão", limit=20)
    assert index.find(query) == engine.find(query)
    assert "hết bộ nhớ" in caplog.text


def test_what_is_added_and_removed_reaches_the_engine() -> None:
    index, engine = reranked(FakeReranker())
    index.remove(["a00"])
    assert index.count() == engine.count() == COUNT - 1
    index.add([Document(id="a00", title="Tin bão", text=TEXTS["a00"])])
    assert index.count() == COUNT
    assert replace(index.find(Query(text="bão")), hits=()).total == COUNT
