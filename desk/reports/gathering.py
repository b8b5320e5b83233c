"""One report from what the store holds: read at one moment, nothing kept."""

from dataclasses import replace
from datetime import datetime

from desk.area import area_of
from desk.reports import coverage, own_work, stories
from desk.reports.values import WITHOUT_FIGURES, PeriodState, Report
from domain.ports import Gazetteer
from domain.reports import Period
from domain.store import Store


def report(store: Store, period: Period, now: datetime, gazetteer: Gazetteer) -> Report:
    began = began_at(store)
    state = state_of(period, began, now)
    bare = Report(period=period, at=now, state=state)
    if began is None or state in WITHOUT_FIGURES:
        return bare
    desk = store.settings.get()
    shared = own_work.shared(store, period)
    codes = gazetteer.area(desk.area)
    return replace(
        bare,
        began=began if began >= period.since else None,
        shared=shared,
        corrections=own_work.corrections(store, period),
        passed=own_work.passed(store, period, area_of(desk, gazetteer)),
        stories=stories.to_know(store, period, shared),
        coverage=coverage.of_area(store, period, began, now, codes) if desk.area else None,
        sources=coverage.sources_seen(store, period, now),
    )


def began_at(store: Store) -> datetime | None:
    """When the desk did anything first."""
    return min((at for at in (store.log.began(), store.reports.began()) if at), default=None)


def state_of(period: Period, began: datetime | None, now: datetime) -> PeriodState:
    if now < period.since:
        return PeriodState.AHEAD
    if began is None or period.until <= began:
        return PeriodState.BEFORE_DESK
    return PeriodState.RUNNING if now < period.until else PeriodState.OVER
