"""An article on several pages is read within one visit: each page goes through its host's lane as any other does."""

from collections.abc import Sequence
from dataclasses import replace

from crawlers.decode.parts import joined
from crawlers.fetch import next_pages
from crawlers.fetch.hosts import Visit
from crawlers.fetch.page_numbers import is_later, numbered
from crawlers.fetch.visits import Fetched
from domain.message import say
from domain.page import FetchedPage
from domain.visits import FetchError, VisitMessage, visit_message

_FOR_ONE_PAGE = frozenset({"etag", "last-modified", "content-type"})  # headers


def onward(visit: Visit, fetched: Fetched, *, limit: int) -> Visit | None:
    """The visit to the article's next page, if this one names it and may be followed by it."""
    number = len(visit.parts) + 2
    if visit.kind != "page" or number > visit.job.pages or fetched.status != 200 or fetched.error:
        return None
    parts = (*visit.parts, fetched)
    article = parts[0].final_url
    if is_later(article) or (visit.parts and not _belongs(visit, fetched)) or size(parts) >= limit:
        return None
    kind = fetched.headers.get("content-type")
    address = next_pages.find(fetched.content, kind, url=fetched.final_url, article=article, number=number)
    return Visit(job=visit.job, url=address, parts=parts) if address else None


def whole(visit: Visit, fetched: Fetched, *, limit: int) -> Fetched:
    """The visit's end: all pages, or why a later one could not be read, which leaves the article as it was known.

    What robots.txt keeps from us is not ours to read: the article ends before it. So it does where a page comes again.
    """
    if not visit.parts:
        return fetched
    if fetched.error is FetchError.REFUSED_BY_ROBOTS or _is_repeated(visit.parts, fetched):
        return _all(visit.parts)
    if fetched.error or not _belongs(visit, fetched):
        return _failed(visit, fetched)
    parts = (*visit.parts, fetched)
    return _all(parts if size(parts) <= limit else visit.parts)


def size(parts: Sequence[Fetched]) -> int:
    return sum(len(part.content) for part in parts)


def crowded(visit: Visit, fetched: Fetched) -> Fetched:
    error = FetchError.CROWDED
    return replace(fetched, key=visit.job.key, content=b"", error=error, message=visit_message(error))


def _belongs(visit: Visit, fetched: Fetched) -> bool:
    """It stands where the page with its number stands, wherever it was led, and is no page that we have."""
    found = numbered(fetched.final_url, visit.parts[0].final_url)
    is_numbered = found is not None and found[0] == len(visit.parts) + 1
    return fetched.status == 200 and is_numbered and not _is_repeated(visit.parts, fetched)


def _is_repeated(parts: Sequence[Fetched], fetched: Fetched) -> bool:
    if fetched.error or fetched.status != 200:
        return False
    return any(part.content == fetched.content or part.final_url == fetched.final_url for part in parts)


def _all(parts: Sequence[Fetched]) -> Fetched:
    first = parts[0]
    if len(parts) == 1:
        return first
    pages = [
        FetchedPage(
            url=part.final_url,
            content=part.content,
            fetched_at=part.fetched_at,
            content_type=part.headers.get("content-type"),
        )
        for part in parts
    ]
    content, kind = joined(pages)
    # Without validators: "unchanged" would be said of the first page only.
    headers = {name: value for name, value in first.headers.items() if name not in _FOR_ONE_PAGE}
    return replace(first, content=content, headers=headers | {"content-type": kind})


def _failed(visit: Visit, fetched: Fetched) -> Fetched:
    """With the first page's status: 404 for the second does not mean that the article is gone."""
    error = fetched.error or FetchError.HTTP_STATUS
    why = fetched.message if fetched.error else say(VisitMessage.NOT_THERE)
    return replace(
        visit.parts[0],
        content=b"",
        error=error,
        message=say(VisitMessage.LATER_PAGE, page=len(visit.parts) + 1, why=why),
        retry_after_seconds=fetched.retry_after_seconds,
        answer_seconds=fetched.answer_seconds,
    )
