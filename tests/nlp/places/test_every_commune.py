"""All 3,321 present communes as papers write them: the unit or a higher one, never another province's."""

from datetime import datetime

import pytest

from bench.written_forms import FORMS
from domain.times import VIETNAM
from nlp.places.gazetteer import COMMUNE, Unit, load
from nlp.places.names import split_kind
from nlp.places.recogniser import PlaceRecogniser

NOW = datetime(2026, 11, 20, tzinfo=VIETNAM)


def _communes() -> list[Unit]:
    return [unit for unit in load().units.values() if unit.level == COMMUNE and unit.valid(NOW.date())]


def _wrong(unit: Unit, text: str, **more: str) -> bool:
    found = PlaceRecogniser().find(text=text, published_at=NOW, **more)
    right = {unit.code, *load().above[unit.code]}
    return not found or not all(place.code in right for place in found)


@pytest.mark.parametrize("form", FORMS)
def test_every_commune_in_this_form_is_itself_or_something_above_it(form: str):
    units = _communes()
    assert len(units) == 3321
    wrong = []
    for unit in units:
        province = load().units[unit.province].name
        text = FORMS[form](*split_kind(unit.name), *split_kind(province))
        if _wrong(unit, text):
            wrong.append(text)
    assert wrong == []


def test_a_title_or_a_source_decides_between_namesakes():
    units = _communes()
    wrong = [
        unit.name
        for unit in units
        if _wrong(unit, f"{unit.name} thông báo.", title=f"{load().units[unit.province].name}: lịch cắt điện")
        or _wrong(unit, f"{unit.name} thông báo.", source_province=unit.province)
    ]
    assert wrong == []


def test_a_commune_alone_is_taken_only_where_no_other_stands():
    units = _communes()
    for unit in units:
        found = PlaceRecogniser().find(text=f"{unit.name} thông báo.", published_at=NOW)
        assert all(place.province == unit.province for place in found), unit.name
