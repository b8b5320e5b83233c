"""What stands out in the coverage, and the words of a period: computed once a day, counts of articles only."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic.dataclasses import dataclass

from api.deps import ReadStore, SignedIn
from api.problems import problems
from domain.analyses import AnalysisKind, Findings, WordsOfPeriod
from domain.errors import BadInput, NotSignedIn

router = APIRouter(prefix="/v1/coverage", tags=["coverage"], responses=problems(NotSignedIn, BadInput))
Days = Annotated[Literal["7", "28"], Query(description="of the period, compared with as many days before it")]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingOut:
    at: datetime | None  # null: not computed yet
    findings: Findings | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopWords:
    at: datetime | None
    words: WordsOfPeriod | None


@router.get("/findings")
def findings(_session: SignedIn, store: ReadStore) -> StandingOut:
    """Changes and single days beyond the habit of their series; at most one in twenty of them by chance.

    `tested` says how many series were looked at, by kind; of `too_few` more nothing can be said. `key` is the kind
    and the value of the series, as in `/v1/coverage`. `causes` may explain a finding without any news in it.
    """
    known = store.analyses.find(AnalysisKind.FINDINGS)
    return StandingOut(at=known.at if known else None, findings=known.findings if known else None)


@router.get("/words")
def words(_session: SignedIn, store: ReadStore, days: Days = "7") -> TopWords:
    """Words that more articles of the last 7 or 28 whole days hold than of the days before; no names of persons.

    Counted in a sample: `own` and `before` say how many articles were read, of how many.
    """
    known = store.analyses.find(AnalysisKind.WORDS)
    of = next((one for one in known.words if one.days == int(days)), None) if known else None
    return TopWords(at=known.at if known else None, words=of)
