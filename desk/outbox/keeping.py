"""How long sent messages are kept. A message that is still to be sent is never removed."""

from datetime import datetime, timedelta

from domain.store import Store

MESSAGE_RETENTION = timedelta(days=90)  # longer than anything is news, so that no message is planned twice
BATCH_SIZE = 500


def forget(store: Store, now: datetime) -> int:
    """Remove some older messages and return how many. The next call goes on."""
    return store.outbox.remove_done(now - MESSAGE_RETENTION, BATCH_SIZE)
