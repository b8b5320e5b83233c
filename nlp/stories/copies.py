"""The Copies of domain.ports: which articles may repeat one another, and how much of a text is repeated."""

from collections.abc import Sequence

from domain.ports import GroupingInput
from nlp.stories import duplicates
from nlp.stories.features import full_text

MIN_SURE_SHARE = (
    0.6  # of all runs in common: far above `duplicates.MIN_COPY_SHARE`, because a daily bulletin resembles yesterday's
)


class BandedCopies:
    def keys(self, article: GroupingInput) -> list[int]:
        return duplicates.bands(_signed(article))

    def overlaps(self, article: GroupingInput, others: Sequence[GroupingInput]) -> list[float]:
        own = _signed(article)
        signed = [_signed(other) for other in others]
        return [
            duplicates.quoted(own, one) if duplicates.similarity(own, one) >= MIN_SURE_SHARE else 0.0 for one in signed
        ]


def _signed(article: GroupingInput) -> duplicates.Signature:
    return duplicates.recent_signature(full_text(article.title, article.text))
