"""Sign-ins that failed, in Nhật ký: counted, since somebody who guesses must not flood it."""

from datetime import datetime, timedelta

from desk import log
from domain.people import PersonAction
from domain.store import Store

EVERY = timedelta(minutes=15)
TRIED = "tried"  # the keys that desk/sign_in.py counts for us


def log_counted(store: Store, now: datetime) -> None:
    """One entry for each login and quarter of an hour that is over, and one for all logins that nobody has."""
    over = now - timedelta(seconds=now.timestamp() % EVERY.total_seconds())
    for key, times in store.sign_ins.count_unlogged(TRIED, over).items():
        known = store.people.find_credentials(key.removeprefix(f"{TRIED}:"))
        subject = f"person:{known[0].id}" if known else "desk"
        login = {"login": known[0].login} if known else {}
        log.by_program(store, PersonAction.SIGN_INS_FAILED, subject, {**login, "times": times}, now)
