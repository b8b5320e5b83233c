"""What every percolator promises: the hits of the search box, whichever engine the desk has."""

import random
from typing import Any

import pytest

from domain.ports import Percolator
from domain.search import Document, Match, Query
from index.opensearch.percolator import OpenSearchPercolator
from index.opensearch.server import Cluster
from index.percolator.engine import EmbeddedPercolator
from tests.index.saved_dice import NOON, TODAY, a_search, an_article, known, places

READS: dict[str, Any] = {"resolve": places, "known": known, "today": lambda: TODAY}
STORM = Document(id="a", title="Bão số 5 vào Lào Cai", text="Mưa lớn.", places=("10",), published_at=NOON)


@pytest.fixture(params=["embedded", "opensearch"])
def percolator(request: pytest.FixtureRequest) -> Percolator:
    if request.param == "embedded":
        return EmbeddedPercolator(**READS)
    return OpenSearchPercolator(request.getfixturevalue("cluster"), **READS)


def test_searches_that_are_changed_added_and_removed_count_from_the_next_batch_on(percolator: Percolator):
    assert percolator.match([STORM]) == []
    percolator.learn({1: Query(text="bão nơi:Lào Cai"), 2: Query(text="lũ quét"), 3: Query(text='"mưa lớn"')})
    assert percolator.match([STORM]) == [
        Match(search_id=1, document_id="a", words=("Bão",), places=("10",)),
        Match(search_id=3, document_id="a", words=("Mưa lớn",)),
    ]
    percolator.learn({2: Query(text="bao so 5"), 3: Query(text='"mưa lớn"')})
    two, three = Match(2, "a", ("Bão số 5",)), Match(3, "a", ("Mưa lớn",))
    assert percolator.match([STORM]) == [two, three]
    assert percolator.match([STORM], {3}) == [two, Match(3, "a")]  # which is only counted
    percolator.learn({4: Query(text="…"), 5: Query(text="", place="10"), 6: Query(text="-bão")})
    assert [m.search_id for m in percolator.match([STORM, STORM])] == [5, 5]
    assert percolator.match([]) == []


def test_both_engines_find_the_same_for_every_kind_of_search(cluster: Cluster):
    dice = random.Random(5)
    articles = [an_article(dice, number) for number in range(60)]
    searches = {number: a_search(dice, articles) for number in range(1, 201)}
    one, other = EmbeddedPercolator(**READS), OpenSearchPercolator(cluster, **READS)
    one.learn(searches)
    other.learn(searches)
    found = one.match(articles)
    assert other.match(articles) == found
    assert len(found) > 300
