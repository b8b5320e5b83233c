"""The desk's own settings, and what changed in them, in the log."""

from dataclasses import asdict
from datetime import datetime

from desk.log import note
from desk.review import allowed
from domain.editorial import DeskSettings
from domain.people import Act, Person
from domain.store import Store


def save(store: Store, wanted: DeskSettings, *, by: Person, now: datetime) -> None:
    allowed(by, Act.MANAGE)
    before, after = asdict(store.settings.get()), asdict(wanted)
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        return
    store.settings.put(wanted)
    was, becomes = ({name: values[name] for name in changed} for values in (before, after))
    note(store, by, "settings", "desk", was, becomes, now)
