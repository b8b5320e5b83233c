"""What a reader does with a page that a command was given: the article alone, nothing is understood of it yet."""

from collections.abc import Callable
from functools import partial

from app.readers.reading import make_extractor
from domain.errors import NotExtractable
from domain.message import Message, say
from domain.page import Extraction, FetchedPage
from domain.ports import Extractor
from domain.problems import Unreadable


def prepare() -> Callable[[FetchedPage], Extraction | Message]:
    return partial(read, make_extractor())


def read(extractor: Extractor, page: FetchedPage) -> Extraction | Message:
    """A message says why there is nothing to read."""
    try:
        return extractor.extract(page)
    except NotExtractable as error:
        return error.why or error.message
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - one page's trouble must not take the others along
        return say(Unreadable.PAGE_FAILED, cause=repr(error)[:200])
