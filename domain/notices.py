"""Notices on their way to the desk's channels, and the warnings they tell of, as the database keeps them."""

from dataclasses import dataclass
from datetime import datetime

from domain.ports import Notice
from domain.warning import OfficialWarning
from domain.warning_chain import ChainedWarning


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWarning:
    """The warning that an article gives: one an article, as it was read, and as the chain stands."""

    article_id: str
    source_id: str
    link: ChainedWarning  # its warning refers to what it follows
    as_read: OfficialWarning  # with the references that the source itself stated, from which chains are made anew
    withdrawn: bool = False  # the publisher has taken the article back

    @property
    def warning(self) -> OfficialWarning:
        return self.link.warning

    @property
    def from_cap(self) -> bool:
        """A bulletin shows the words that made it a warning; a CAP message needs none."""
        return not self.as_read.evidence

    def holds(self, now: datetime) -> bool:
        return not self.withdrawn and self.link.holds(now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One notice to one channel. `due_at` None: sent, or given up."""

    notice: Notice
    channel: str  # a hash: the address itself is a secret, and stands in the settings alone
    article_id: str
    at: datetime  # when it was written
    due_at: datetime | None
    until: datetime | None = None  # after that it is not news any more
    tries: int = 0
    sent_at: datetime | None = None
    note: str = ""  # Vietnamese, plain
