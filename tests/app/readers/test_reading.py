"""A confined reader reads as well as any: no library falls back on less because a file or a call was refused."""

import urllib.request

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
        found = pool.run(Stage.UNDERSTOOD, pages)
        assert found == [result for one in pages for result in read(Stage.UNDERSTOOD, one)]
        assert sum(one.step is Stage.UNDERSTOOD and one.outcome is Outcome.MOVED_ON for one in found) > 50
        begun = [one.article for one in found if one.step is Stage.EXTRACTED and one.outcome is Outcome.MOVED_ON]
        understood = pool.run(Stage.UNDERSTOOD, [ClaimedArticle(article=article) for article in begun])
        assert understood == [one for one in found if one.step is Stage.UNDERSTOOD]
