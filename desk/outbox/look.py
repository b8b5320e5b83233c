"""What a kind of news is given to decide whether it is time to tell it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from domain.store import Database
from domain.times import VIETNAM

TELL_FROM, TELL_UNTIL = time(6), time(22)  # in Vietnam: at night few publish, and nobody is woken for it
QUIET_AFTER_START = timedelta(minutes=30)  # a desk that was away for a while catches up first


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at the clock."""

    database: Database
    now: datetime
    started_at: datetime  # when this process began to look
    silence_hours: int  # of daytime
    desk_url: str = ""  # where people open this desk, if that is known

    @property
    def is_time(self) -> bool:
        """Whether it is day in Vietnam and the desk has caught up since it started."""
        by_day = TELL_FROM <= self.now.astimezone(VIETNAM).time() < TELL_UNTIL
        return by_day and self.now - self.started_at >= QUIET_AFTER_START
