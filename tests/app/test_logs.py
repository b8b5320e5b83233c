"""What an engineer reads of the desk's work: a line for each batch and visit, with ids, numbers and codes."""

import io
import json
import logging

import pytest

from api.services import Answered
from app.logs import Event, Formatter, Shape, write
from app.observing import Observer, Visited
from domain.lanes import BatchDone, Lane


class Lines(logging.Handler):
    """What one logger writes, in the log's shape."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.setFormatter(Formatter(shape))
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(self.format(record))


@pytest.fixture
def lines(request: pytest.FixtureRequest):
    handler = Lines(getattr(request, "param", "text"))
    logger = logging.getLogger("diemtin")
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.INFO)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_a_batch_says_its_lane_its_lease_and_what_became_of_its_rows(lines: Lines) -> None:
    outcomes = {"moved-on": 30, "quarantine": 1, "retry": 1}
    Observer().batch(
        BatchDone(lane=Lane.READING, step="extracted", lease="a1b2", claimed=32, outcomes=outcomes, seconds=1.2345)
    )

    [line] = lines.said
    assert line.split(" ", 1)[1] == (
        "info diemtin.worker batch lane=reading step=extracted lease=a1b2 claimed=32 recorded=32 quarantined=1 retry=1"
        " ms=1234"
    )


@pytest.mark.parametrize("lines", ["json"], indirect=True)
def test_a_program_reads_the_same_as_json(lines: Lines) -> None:
    Observer().visit(
        Visited(kind="feed", source="bao-a", id=7, outcome="read", status=200, entries=20, new=3, answer_seconds=0.25)
    )

    [line] = lines.said
    said = json.loads(line)
    assert said.pop("at").endswith("Z")
    assert said == {
        "level": "info",
        "logger": "diemtin.crawler",
        "event": "visit",
        "source": "bao-a",
        "feed": 7,
        "outcome": "read",
        "status": 200,
        "entries": 20,
        "new": 3,
        "answer_ms": 250,
        "ms": 0,
    }


@pytest.mark.parametrize(
    ("status", "seconds", "told"), [(200, 0.2, 0), (404, 0.9, 0), (200, 1.5, 1), (500, 0.01, 1), (503, 5, 1)]
)
def test_only_slow_and_failed_requests_stand_in_the_log(lines: Lines, status: int, seconds: float, told: int) -> None:
    Observer().request(
        Answered(method="GET", route="/bai/{article_id}", status=status, seconds=seconds, request_id="r1")
    )

    assert len(lines.said) == told
    assert all("route=/bai/{article_id}" in line and "request=r1" in line for line in lines.said)


@pytest.mark.parametrize("value", ["a b", "a=b", 'a"b', "a\nb", "đêm", "", "a\tb", "a\u2028b", "\x1b[31m", "a\\b"])
def test_no_value_can_pass_for_another_field_or_line(value: str) -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Formatter("text"))
    logger = logging.Logger("diemtin.test")
    logger.addHandler(handler)

    write(logger, Event.VISIT, outcome=value, status=200)

    said = out.getvalue().removesuffix("\n")
    assert len(said.splitlines()) == 1
    assert said.endswith(f" outcome={json.dumps(value)} status=200" if value else " visit status=200")
