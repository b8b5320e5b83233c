"""Related coverage: other stories on the matter, the nearest first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from database.engine import SqlDatabase
from desk.indexing import document
from desk.related import related
from domain.article import Article
from domain.stage import Stage
from index.memory import MemoryIndex
from tests.fakes import FakeGazetteer, FlakyIndex
from tests.making import an_article, with_sources


def shelf(
    database: SqlDatabase, titles: dict[str, str], **changes: Mapping[str, Any]
) -> tuple[MemoryIndex, list[Article]]:
    made = [
        replace(
            an_article(
                key, stage=Stage.QUEUED, title=title, text=f"{title}. Tin do chúng tôi viết để thử, mỗi bài một câu."
            ),
            **{"story_id": key, **changes.get(key, {})},
        )
        for key, title in titles.items()
    ]
    with database.write() as store:
        with_sources(store)
        store.articles.add(made)
    index = MemoryIndex()
    index.add(document(article, FakeGazetteer()) for article in made)
    return index, made


TITLES = {
    "a": "Xã Bản Qua mở lớp xóa mù chữ cho phụ nữ",
    "b": "Lớp xóa mù chữ ở xã Bản Qua có thêm sách vở",
    "c": "Giá xăng dầu giảm từ chiều nay",
    "d": "Xã Bản Qua mở lớp xóa mù chữ, phụ nữ đến học đông",
}


def test_other_stories_on_the_matter_are_named_and_other_matters_are_not(sqlite_database: SqlDatabase) -> None:
    index, made = shelf(sqlite_database, TITLES)
    with sqlite_database.read() as store:
        assert [other.title for other in related(store, index, made[0])] == [TITLES["d"], TITLES["b"]]


def test_the_articles_own_story_and_what_was_withdrawn_are_left_out(sqlite_database: SqlDatabase) -> None:
    gone = {"withdrawn_at": an_article("x").fetched_at}
    index, made = shelf(sqlite_database, TITLES, b=gone, d={"story_id": "a"})
    with sqlite_database.read() as store:
        assert related(store, index, made[0]) == []


def test_what_is_long_past_is_no_coverage_of_today(sqlite_database: SqlDatabase) -> None:
    long_ago = {"published_at": an_article("x").dated - timedelta(days=90)}
    index, made = shelf(sqlite_database, TITLES, b=long_ago)
    with sqlite_database.read() as store:
        assert TITLES["b"] not in [other.title for other in related(store, index, made[0])]


def test_a_title_full_of_signs_is_searched_for_as_words(sqlite_database: SqlDatabase) -> None:
    index, made = shelf(sqlite_database, TITLES | {"a": 'Nguồn: "lớp xóa mù chữ" -xã Bản Qua- mở: cho phụ nữ'})
    with sqlite_database.read() as store:
        assert TITLES["b"] in [other.title for other in related(store, index, made[0])]


def test_while_search_is_away_there_is_none(sqlite_database: SqlDatabase) -> None:
    _, made = shelf(sqlite_database, TITLES)
    away = FlakyIndex()
    away.away = True
    with sqlite_database.read() as store:
        assert related(store, away, made[0]) == []
