"""What comes in is found by the saved searches by which the search box finds it: by no more, and no fewer."""

import random
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from domain.ports import SearchIndex
from domain.search import Document, Order, Query
from index.embedded.engine import EmbeddedIndex
from index.memory import MemoryIndex
from index.percolator.engine import EmbeddedPercolator
from index.tokens import Token, tokens
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


def test_searches_that_come_go_and_change_one_by_one_find_what_they_find_when_read_at_once():
    dice, day = random.Random(3), [TODAY]
    articles = [an_article(dice, number) for number in range(60)]
    growing = EmbeddedPercolator(**READS | {"today": lambda: day[0]})
    searches: dict[int, Query] = {}
    for step in range(120):
        searches = searches | {dice.randrange(60): a_search(dice, articles)}
        if step % 5 == 0:
            del searches[dice.choice(list(searches))]
        day[0] = TODAY.replace(day=23 + step // 40)
        growing.learn(searches)
        growing.match(articles[:1])
    at_once = EmbeddedPercolator(**READS | {"today": lambda: day[0]})
    at_once.learn(dict(sorted(searches.items())))
    assert growing.match(articles) == at_once.match(articles)
    assert len(at_once.match(articles)) > 100


def runs_of(typed: list[Token], article: Document) -> list[str]:
    """Plainly: from each word the longest run that stands there, with the typed marks if it can, and the first."""
    found, at = [], 0
    parts = [(said, tokens(said)) for said in (article.title, article.text)]
    while at < len(typed):
        runs = []
        for said, words in parts:
            for place in range(len(words)):
                pairs = zip(typed[at:], words[place:], strict=False)
                same = list(takewhile(lambda pair: pair[0].loose == pair[1].loose, pairs))
                marked = all(a.exact == b.exact for a, b in same)
                if same:
                    runs.append((len(same), marked, said[words[place].start : same[-1][1].end]))
        length = max((run[0] for run in runs), default=0)
        longest = [run for run in runs if run[0] == length]
        found += [run[2] for run in sorted(longest, key=lambda run: not run[1])[:1]]
        at += max(length, 1)
    return list(dict.fromkeys(found))[:12]


def test_the_words_that_are_named_are_the_longest_runs_as_they_were_published():
    dice = random.Random(11)
    words = [word for word in PLAIN if word.isalpha()]
    articles = [an_article(dice, number, words) for number in range(40)]
    asked = [" ".join(dice.choices(words, k=dice.choice((1, 2, 2, 3, 4, 5)))) for _ in range(300)]
    searches = {number: Query(text=text) for number, text in enumerate(asked)}
    percolator = EmbeddedPercolator(**READS)
    percolator.learn(searches)
    matches = percolator.match(articles)
    by_id = {article.id: article for article in articles}
    for match in matches:
        assert list(match.words) == runs_of(tokens(searches[match.search_id].text), by_id[match.document_id]), match
    assert len(matches) > 600
