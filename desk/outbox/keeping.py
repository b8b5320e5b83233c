"""How long it is remembered what the channels were told. What is still to be sent is kept until it has been."""

from datetime import datetime, timedelta

from domain.store import Store

MESSAGE_RETENTION = timedelta(days=90)  # far longer than anything is news: what was told is never planned again
BATCH_SIZE = 500


def forget(store: Store, now: datetime) -> int:
    """Drop some of what is older. How many; the next turn goes on."""
    return store.outbox.remove_done(now - MESSAGE_RETENTION, BATCH_SIZE)
