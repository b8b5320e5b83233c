"""What the card of flags is rendered from, wherever it stands, and what is asked before a step that it concerns."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import Form

from api.typed import Fields
from desk.flag_card import CardFlag, FlagCard
from domain.message import Message
from domain.story import Flag

MAX_HEARD, MAX_WISHED_CHARS = 50, 4000


class Place(StrEnum):
    """Where a card stands, as its forms say it."""

    ARTICLE = "bai"
    PICKING = "bai-chon"  # the same, asked before picking
    QUEUE = "hang-cho"  # asked before picking, in the place of the story's own card
    REVIEW = "duyet"
    SHARING = "chia-se"
    POSTING = "chia-se-dang"  # the same, asked before the item is marked as posted
    DELIVERING = "chia-se-gui"  # the same, asked before it goes to our outlets


ASKING = (Place.PICKING, Place.QUEUE, Place.POSTING, Place.DELIVERING)
Heard = Annotated[
    list[Annotated[str, Form(max_length=40)]], Form(max_length=MAX_HEARD)
]  # evidence that was on the page
Wished = Annotated[str, Form(alias="mong", max_length=MAX_WISHED_CHARS)]  # as `typed.written` writes it


@dataclass(frozen=True, kw_only=True)
class ShownCard:
    """A card in its place."""

    card: FlagCard
    place: Place
    by: int  # who looks
    refused: Message | None = None  # why what the person has just said was not kept
    typed: str = ""  # that sentence
    typed_at: str = ""  # the flag it was for, by its evidence
    fresh: str = ""  # the flag that was answered just now
    wished: Fields = ()  # the step's own form, to be sent once the card has been seen

    @property
    def asks(self) -> bool:
        return self.place in ASKING

    @property
    def kinds(self) -> frozenset[Flag]:
        return frozenset(one.raised.flag for one in self.card.flags)

    @property
    def to_say(self) -> list[CardFlag]:
        return self.card.to_say(self.by)

    @property
    def address(self) -> str:
        """The page that it stands on, for a browser without scripts."""
        article, item = self.card.article.id, self.card.item
        here = f"#luu-y-{article}"
        if self.place in (Place.PICKING, Place.QUEUE):
            return f"/bai/{article}?chon=true{here}"
        if self.place is Place.REVIEW:
            return f"/duyet{here}"
        if item and self.place in (Place.SHARING, Place.POSTING, Place.DELIVERING):
            return f"/chia-se/{item.id}{here}"
        return f"/bai/{article}{here}"
