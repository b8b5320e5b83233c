"""A confined reader reads as well as any: no library falls back on less because a file or a call was refused."""

import urllib.request
from dataclasses import replace

from app.readers import reading
from app.readers.pool import ReaderPool
from demo.newsroom import Newsroom
from domain.article import Article
from domain.page import FetchedPage
from domain.stage import Outcome, Stage
from domain.work import ClaimedArticle
from tests.app.readers.test_reader_pool import NOW


def page(number: int, url: str) -> ClaimedArticle:
    with urllib.request.urlopen(url) as answer:
        content, kind = answer.read(), answer.headers["Content-Type"]
    return ClaimedArticle(
        article=Article(id=f"a{number}", source_id="bao", url=url, stage=Stage.FETCHED, fetched_at=NOW),
        page=FetchedPage(url=url, content=content, content_type=kind, fetched_at=NOW),
    )


def test_what_is_read_in_a_reader_is_what_is_read_here() -> None:
    with Newsroom(trouble=False) as newsroom:
        pages = [page(number, one.url) for number, one in enumerate(newsroom.expected())]
    read = reading.prepare()
    with ReaderPool(reading.prepare, processes=1, deadline_seconds=300) as pool:
        extracted = pool.run(Stage.EXTRACTED, pages)
        assert extracted == [read(Stage.EXTRACTED, one) for one in pages]
        going_on = [
            replace(work, article=result.article, page=None)
            for work, result in zip(pages, extracted, strict=True)
            if result.outcome is Outcome.MOVED_ON
        ]
        assert len(going_on) > 50
        assert pool.run(Stage.UNDERSTOOD, going_on) == [read(Stage.UNDERSTOOD, one) for one in going_on]
