"""What comes in is found by the saved searches by which the search box finds it: by no more, and no fewer."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.ports import SearchIndex
from domain.search import Document, Order, Query
from index.embedded.engine import EmbeddedIndex
from index.memory import MemoryIndex
from index.percolator.engine import EmbeddedPercolator
from tests.index.saved_dice import NOON, PLAIN, TODAY, a_search, an_article, known, places

READS: dict[str, Any] = {"resolve": places, "known": known, "today": lambda: TODAY}


@pytest.fixture(params=["memory", "embedded"])
def box(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    return MemoryIndex(**READS) if request.param == "memory" else EmbeddedIndex(tmp_path / "index", **READS)


def box_finds(box: SearchIndex, query: Query, *, whole: bool = True) -> set[str]:
    results = box.find(replace(query, whole=whole, order=Order.NEWEST, limit=1000))
    assert results.total == len(results.hits)
    return {hit.id for hit in results.hits}


def matched(searches: dict[int, Query], batches: list[list[Document]]) -> dict[int, set[str]]:
    percolator = EmbeddedPercolator(**READS)
    percolator.learn(searches)
    found: dict[int, set[str]] = {number: set() for number in searches}
    for batch in batches:
        for match in percolator.match(batch):
            found[match.search_id].add(match.document_id)
    return found


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_searched_for_what_comes_in_is_found_as_the_box_finds_it(box: SearchIndex, seed: int):
    dice = random.Random(seed)
    articles = [an_article(dice, number) for number in range(90)]
    box.add(articles)
    searches = {number: a_search(dice, articles) for number in range(1, 251)}

    found = matched(searches, [articles[:1], articles[1:40], articles[40:]])

    differ = {
        query.text: (found[number], expected)
        for number, query in searches.items()
        if found[number] != (expected := box_finds(box, query))
    }
    assert differ == {}
    assert sum(map(bool, found.values())) > 75


def test_where_articles_hold_all_that_is_typed_the_box_finds_the_same_without_being_told_to(box: SearchIndex):
    dice = random.Random(7)
    words = [word for word in PLAIN if word not in ("gì", "đâu", "nào")]
    articles = [an_article(dice, number, words) for number in range(90)]
    box.add(articles)
    searches = {
        number: Query(text=" ".join(dice.sample([w for w in words if len(w) > 1], k=dice.randint(1, 3))) + " ")
        for number in range(1, 101)
    }

    found = matched(searches, [articles])

    compared = [number for number in searches if found[number]]
    assert {n: found[n] for n in compared} == {n: box_finds(box, searches[n], whole=False) for n in compared}
    assert len(compared) > 60


def test_each_hit_says_by_what_it_was_found():
    percolator = EmbeddedPercolator(**READS)
    percolator.learn({
        1: Query(text='"lũ quét" nơi:Lào Cai'), 2: Query(text="gọi 0912345678 nguồn:vtv"),
        3: Query(text="sat lo", section="suc-khoe"), 4: Query(text="QL4D bão"),
    })  # fmt: skip
    article = Document(
        id="a", title="Lũ Quét, sạt  lở ở QL 4D", text="Trước bão, gọi 0912.345.678 hoặc 0912 345 678.", source="vtv",
        section="thoi-su", second_section="suc-khoe", places=("082", "10"), published_at=NOON,
    )  # fmt: skip
    one, two, three, four = percolator.match([article])
    assert (one.words, one.places) == (("Lũ Quét",), ("10",))
    assert (two.words, two.source) == (("0912.345.678", "gọi"), "vtv")
    assert (three.words, three.section) == (("sạt  lở",), "suc-khoe")
    assert four.words == ("QL 4D", "bão")


def test_a_search_for_today_means_another_day_tomorrow():
    day = [TODAY]
    percolator = EmbeddedPercolator(today=lambda: day[0])
    percolator.learn({1: Query(text="bão từ:hôm-nay")})
    article = Document(id="a", title="Bão vào bờ", text="", published_at=NOON)
    assert [match.search_id for match in percolator.match([article])] == [1]
    day[0] = TODAY.replace(day=24)
    assert percolator.match([article]) == []
