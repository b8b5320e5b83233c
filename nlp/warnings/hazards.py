"""What a bulletin warns of, in its own words."""

import re

from domain.hazards import Hazard

_PATTERNS = tuple((hazard, re.compile(words, re.IGNORECASE)) for hazard in Hazard for words in hazard.words)


def hazard_of(text: str) -> tuple[Hazard, str] | None:
    """The hazard and the words that name it, lower case; None when none is named."""
    for hazard, pattern in _PATTERNS:
        m = pattern.search(text)
        if m:
            return hazard, m[0].lower()
    return None
