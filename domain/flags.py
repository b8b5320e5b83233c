"""What asks for care before an article goes out: a flag, why it is raised, and the words that raised it.

Form and fact only (design §1). A flag is a hint: a person accepts it or says in a sentence why the item goes out all
the same. Only `BLOCKING` ones hold an item back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.article import Article
from domain.message import Message
from domain.story import Flag
from domain.understanding import Span

BLOCKING = frozenset({Flag.WARNING_OVER, Flag.EMBARGO})


class Part(StrEnum):
    """Where a quoted span stands."""

    TITLE = "title"
    TEXT = "text"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagQuote:
    """The words that raised a flag, as they were written."""

    article_id: str
    part: Part
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedFlag:
    flag: Flag
    why: Message  # of FlagReason
    quotes: tuple[FlagQuote, ...] = ()


class TextFlags(Protocol):
    """What an article's own text raises. Asked when somebody opens a card, never on the path of articles."""

    def read(self, article: Article) -> Sequence[RaisedFlag]: ...
