"""The six stages of an article. Steps, log lines, metric labels and Nguồn tin use the same words."""

from enum import StrEnum


class Stage(StrEnum):
    FETCHED = "fetched"  # the page's bytes are ours
    EXTRACTED = "extracted"  # title, lead, text, times
    UNDERSTOOD = "understood"  # language, section, places, signals
    QUEUED = "queued"  # in its story, ranked, waiting for an editor
    REVIEWED = "reviewed"  # a second person has approved it
    SHARED = "shared"  # posted by an editor, and watched since

    @property
    def next(self) -> "Stage | None":
        stages = list(Stage)
        at = stages.index(self) + 1
        return stages[at] if at < len(stages) else None

    def steps_to(self, last: "Stage") -> "tuple[Stage, ...]":
        """The stages that an article at this one takes until it stands at `last`, in their order."""
        stages = tuple(Stage)
        return stages[stages.index(self) + 1 : stages.index(last) + 1]

    def reached(self, other: "Stage") -> bool:
        stages = list(Stage)
        return stages.index(self) >= stages.index(other)


class Outcome(StrEnum):
    """What a step may record: exactly one of these for each article and step."""

    MOVED_ON = "moved-on"
    DISCARDED = "discarded"  # a decision, with its reason; never retried
    RETRY = "retry"  # a service was away; the row stands where it stood
    QUARANTINE = "quarantine"  # our bug; a person sees it on Nguồn tin


class StopReason(StrEnum):
    """Why an article did not move on."""

    # discarded
    NO_PAGE = "no-page"
    NOT_AN_ARTICLE = "not-an-article"
    TOO_SHORT = "too-short"
    NOT_VIETNAMESE = "not-vietnamese"
    SAME_ARTICLE = "same-article"  # another address holds it already
    # tried again
    UNREACHABLE = "unreachable"
    NO_READER = "no-reader"
    # quarantined
    BUG = "bug"
    TOO_SLOW = "too-slow"
    TOO_MUCH_MEMORY = "too-much-memory"
    READER_DIED = "reader-died"
