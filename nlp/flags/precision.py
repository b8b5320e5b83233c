"""How often each flag was right on labelled real articles, as the card says it: nlp/data/flag_precision.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from domain.story import Flag

TABLE = Path(__file__).resolve().parents[1] / "data" / "flag_precision.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Counts of `make bench ONLY=flags`, on the half that nobody tuned on."""

    right: int
    said: int
    labelled: int

    @property
    def tenths(self) -> int:
        """Of ten times that it is raised, how many it is right; never rounded up."""
        return min(9, 10 * self.right // max(1, self.said))


@lru_cache(maxsize=1)
def measured() -> Mapping[Flag, Measured]:
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {Flag(flag): Measured(**counts) for flag, counts in table.items()}
