"""No expired, cancelled or superseded warning is ever current: 10,000 messages such as no service sends on purpose.

10,000 on SQLite and on PostgreSQL each are `make bench ONLY=cap_stream`.
"""

import random

import pytest

from tests.desk.fuzzed_desk import FuzzedDesk, run_stream


@pytest.mark.parametrize(
    ("engine", "messages"), [(None, 10_000), ("sqlite_database", 200), ("postgresql_database", 100)]
)
def test_no_warning_that_is_over_is_ever_current(
    engine: str | None, messages: int, request: pytest.FixtureRequest
) -> None:
    desk = FuzzedDesk(random.Random(18), request.getfixturevalue(engine) if engine else None)

    assert run_stream(desk, messages) == messages

    assert desk.over > 8 * messages
    assert desk.proved > messages // 20
    assert desk.at_once > 1 or not engine
