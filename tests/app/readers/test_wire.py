"""What crosses between the desk and its readers, on every Python that the desk runs on."""

from enum import Enum
from typing import Any

import pytest

from app.readers.wire import Garbled, frame, read_value
from domain.stage import Outcome, Stage, StopReason
from domain.work import StepResult
from tests.making import an_article

HEAD_BYTES = 4


def by_name(member: Enum, _protocol: int) -> Any:
    """How the first Pythons 3.11 pickle an enum's member, Debian 12's among them."""
    return getattr, (type(member), member.name)


def through(value: object) -> Any:
    return read_value(frame(value)[HEAD_BYTES:])


@pytest.mark.parametrize("value", [*Outcome, *StopReason])
def test_a_member_of_an_enum_arrives_however_this_python_pickles_it(
    value: Enum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Enum, "__reduce_ex__", by_name)
    assert through(value) is value
    assert through({"outcome": (value, [value])}) == {"outcome": (value, [value])}


def test_a_result_with_members_deep_inside_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Enum, "__reduce_ex__", by_name)
    result = StepResult(
        article=an_article("wire"), step=Stage.EXTRACTED, outcome=Outcome.QUARANTINE, details={"why": [*StopReason]}
    )
    assert through(result) == result


class Sly(Enum):
    """A member of no domain's enum."""

    ONE = 1


@pytest.mark.parametrize("value", [Sly.ONE, getattr, [Sly.ONE]])
def test_members_of_other_enums_are_still_refused(value: object) -> None:
    with pytest.raises(Garbled):
        through(value)
