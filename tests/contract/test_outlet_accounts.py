"""Our own places are kept whole, and one that was removed is gone but for its number, in all three databases."""

from dataclasses import replace

import pytest

from database.engine import SqlDatabase
from domain.errors import Conflict, NotFound
from domain.message import say
from domain.outlets import OutletAccount, OutletKind, OutletOutcome, OutletTrial
from tests.making import NOON

CHANNEL = OutletAccount(
    id=0,
    kind=OutletKind.TELEGRAM,
    name="Kênh của xã",
    fields={"channel": "@xabatxat"},
    sealed="…",
    place="Xã Bát Xát",
    health=say(OutletOutcome.RATE_LIMITED, retry_at="2026-11-23T05:00:00+00:00"),
    checked_at=NOON,
    expires_at=NOON,
    trial=(say(OutletTrial.POSTED, said=say(OutletOutcome.DONE)),),
)


def test_a_place_comes_back_as_it_was_kept_and_is_gone_when_it_was_removed(database: SqlDatabase):
    with database.write() as store:
        added = store.outlets.add(CHANNEL)
        store.outlets.add(replace(CHANNEL, name="Cổng"))
    with database.write() as store:
        kept = store.outlets.get(added.id)
        assert kept == replace(CHANNEL, id=added.id)
        assert [one.name for one in store.outlets.list()] == ["Cổng", "Kênh của xã"]
        store.outlets.save(replace(kept, removed_at=NOON, sealed=""))
        with pytest.raises(Conflict):
            store.outlets.save(kept)
        with pytest.raises(NotFound):
            store.outlets.get(added.id)
        assert [one.name for one in store.outlets.list()] == ["Cổng"]
