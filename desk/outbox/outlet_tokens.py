"""A token of one of our places has run out: told to the desk's channels and to its administrators, once."""

from datetime import datetime, timedelta

from desk.outbox.posting import News, post
from domain.message import say
from domain.outbox import Told
from domain.outlets import OutletAccount
from domain.people import Role
from domain.store import Store

OUTLET_TOKEN = "outlet-token"  # noqa: S105 - a kind of news
IS_NEWS = timedelta(hours=24)


def tell(store: Store, account: OutletAccount, now: datetime) -> None:
    """Once for each token: another one that runs out is news again."""
    administrators = {one.id for one in store.people.list() if one.active and one.role is Role.ADMINISTRATOR}
    wishes = [one for one in store.own_notices.list() if one.person_id in administrators]
    news = News(
        kind=OUTLET_TOKEN,
        occurrence=f"{account.id}:{account.sealed}",
        about=str(account.id),
        subject=say(Told.OUTLET_TOKEN, name=account.name),
        body=(say(Told.OUTLET_TOKEN_HELP),),
        due_at=now,
        until=now + IS_NEWS,
    )
    post(store, news, now, also=[channel for one in wishes for channel in one.channels])
