"""How likely two articles tell of one event, as a sum that can be read: log-odds, 0 is even.

The few weights were set by hand after three-fold runs on the VIMs clusters; bench_stories says what they reach.
"""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

BIAS = -14.0
BODY, LEAD = 22.0, 17.0  # times the root of the likeness: from 0 to 0.1 says more than from 0.5 to 0.6
DATES, OTHER_DATES, NO_DATES = 1.7, -1.1, 0.25  # the share taken when one of the two names no date
FIGURES, FEW = 1.5, 2.0  # the only number of a text is no proof
PLACES, OTHER_PLACES = 0.5, -0.5
PER_DAY = -0.4  # each day apart after the first
COPY = 3.0  # the same sentences
NEVER = -1e6  # below everything that can be said for it
MIN_LOG_ODDS, MAX_LOG_ODDS = -9.0, 4.0  # one pair never outvotes all the others

MIN_JOIN_LOG_ODDS = -1.5  # what a merge must reach; below 0 because the weakest pair has its say
LONE_LOG_ODDS = 1.0  # that two single articles need beyond what a story does: nobody else vouches for them
WEAKEST_PAIR_SHARE = 0.3


def log_odds(
    *,
    body: Scores,
    lead: Scores,
    dates: tuple[Scores, Scores],
    figures: tuple[Scores, Scores],
) -> Scores:
    """What the texts say. Dates and figures come as (how many in common, the pair's size as below)."""
    common, fewer = dates
    named = np.where(fewer > 0, common / np.maximum(fewer, 1), NO_DATES)
    others = (fewer > 0) & (common == 0)
    numbers = np.sqrt(figures[0] / np.maximum(figures[1], FEW))
    said = BODY * np.sqrt(np.maximum(body, 0)) + LEAD * np.sqrt(np.maximum(lead, 0))
    odds: Scores = BIAS + said + DATES * named + OTHER_DATES * others + FIGURES * numbers
    return odds


def clipped(odds: Scores, against: Scores) -> Scores:
    """What the texts say and what speaks against it; a pair that is surely of two events says so without a limit."""
    whole = odds + against
    return np.where(against <= NEVER, NEVER, np.clip(whole, MIN_LOG_ODDS, MAX_LOG_ODDS))


def clipped_pair(odds: float, against: float) -> float:
    """`clipped`, for one pair."""
    return NEVER if against <= NEVER else min(max(odds + against, MIN_LOG_ODDS), MAX_LOG_ODDS)


def together(odds: Scores) -> float:
    """How surely an article belongs to a story, from its log-odds with each member."""
    return float((1 - WEAKEST_PAIR_SHARE) * odds.mean() + WEAKEST_PAIR_SHARE * odds.min())


def least_to_join(members: int) -> float:
    """What an article's value with a story of so many must reach."""
    return MIN_JOIN_LOG_ODDS + LONE_LOG_ODDS * (members == 1)
