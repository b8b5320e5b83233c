"""A place as a person types it into a form, and what today's units it may mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPlace:
    """One code: it is sure. Several: the person must choose. None: `unknown` says which words nobody knows."""

    codes: tuple[str, ...] = ()  # of standing units, the likeliest first
    unknown: str = ""  # the part that names no unit, as it was typed
    within: str = ""  # the province that the rest names, where nothing below it is known


class Places(Protocol):
    """Today's administrative units, to choose from."""

    def read(self, typed: str) -> TypedPlace: ...
    def stands(self, code: str) -> bool: ...  # whether it is a province or commune of today
    def provinces(self) -> Sequence[str]: ...  # by name
    def communes(self, province: str) -> Sequence[str]: ...  # by name
    def name(self, code: str) -> str: ...  # with its kind, alone: "Xã Bắc Hà"
    def formerly(self, code: str) -> Sequence[str]: ...  # names of the units of before that lie in it
