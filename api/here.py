"""What the calendar needs to know of the desk that is looked at."""

from datetime import datetime

from api.services import Web
from desk.area import area_of
from desk.calendar import Here
from domain.store import Store


def here(services: Web, store: Store, now: datetime) -> Here:
    return Here(now=now, area=area_of(store.settings.get(), services.gazetteer), public=services.holidays)
