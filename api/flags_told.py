"""Flags as the API tells them, and the refusal of a step before which there are some that the caller has not heard."""

from typing import Any

from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel, Field

from desk.flag_card import CardFlag, FlagCard
from domain.errors import DeskError
from domain.flags import FlagAnswer, FlagQuote
from domain.message import Message
from domain.problems import Problem
from domain.story import Flag


class FlagOut(BaseModel):
    flag: Flag
    why: Message
    quotes: list[FlagQuote]
    evidence: str = Field(description="names this flag in an answer; other words raise another flag")
    is_blocking: bool = Field(description="holds the item back; every other flag is a hint")
    tenths: int | None = Field(description="in how many of ten cases it was right when measured; null: nobody has")
    answer: FlagAnswer | None

    @classmethod
    def of(cls, one: CardFlag) -> "FlagOut":
        raised = one.raised
        return cls(
            flag=raised.flag,
            why=raised.why,
            quotes=list(raised.quotes),
            evidence=raised.evidence,
            is_blocking=one.is_blocking,
            tenths=one.tenths,
            answer=one.answer,
        )


class FlagsUnheard(DeskError):
    """The step was not taken: there are flags that nobody has answered and that the request does not name as heard."""

    code, status = "flags-unheard", 409

    def __init__(self, card: FlagCard, by: int) -> None:
        told = card.to_say(by)
        super().__init__(Problem.FLAGS_UNHEARD, number=len(told))
        self.flags = [FlagOut.of(one) for one in told]

    @property
    def members(self) -> dict[str, Any]:
        """Beside those of every problem: the flags, and what to send once somebody has looked at them."""
        return {"flags": jsonable_encoder(self.flags), "send": {"heard": [one.evidence for one in self.flags]}}
