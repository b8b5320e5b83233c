from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from demo.clock import DAY, DayFile, begun, morning


def test_a_day_stands_until_it_is_begun_and_then_plays_and_keeps_the_common_pace(clock):
    opened = clock()
    day = morning(opened)
    clock.forward(seconds=8)
    assert day.at(clock()) == opened - DAY
    day = begun(day, clock(), 300)
    assert day.at(clock()) == opened - DAY
    clock.forward(seconds=150)
    assert day.at(clock()) == opened - DAY / 2
    assert not day.is_over(clock())
    clock.forward(seconds=160)
    assert day.at(clock()) == opened + timedelta(seconds=10)
    assert day.is_over(clock())


def test_a_fast_day_never_runs_ahead_of_the_present(clock):
    day = begun(morning(clock()), clock(), 0.001)
    for _ in range(3):
        assert day.at(clock()) <= clock()
        clock.forward(seconds=100)


def test_a_clock_in_a_file_is_one_for_all_who_read_it(tmp_path: Path, clock):
    mine, yours = DayFile(tmp_path / "clock.json", clock), DayFile(tmp_path / "clock.json", clock)
    mine.keep(morning(clock()))
    assert mine() == yours() == clock() - DAY
    mine.keep(begun(mine.day(), clock(), 300))
    clock.forward(seconds=30)
    assert mine() == yours() == yours.newsroom()


def test_a_desk_whose_clock_is_wrong_reads_a_newsroom_whose_clock_is_right(tmp_path: Path, clock):
    file = DayFile(tmp_path / "clock.json", clock)
    file.keep(replace(morning(clock()), jump=timedelta(days=3)))
    assert file() - file.newsroom() == timedelta(days=3)
