"""A database that is away for minutes: waited for, and said once."""

import logging
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from app.outage import Outage
from domain.errors import Busy


def failed() -> OperationalError:
    cause = sqlite3.OperationalError("disk I/O error")
    cause.sqlite_errorcode = sqlite3.SQLITE_IOERR
    return OperationalError("SELECT 1", None, cause)


def test_the_log_says_once_that_the_database_is_away_and_once_that_it_is_back(caplog: pytest.LogCaptureFixture) -> None:
    outage = Outage()
    with caplog.at_level(logging.INFO, "diemtin.database"):
        for error in (failed(), Busy(), failed()):
            with outage.waited_out():
                raise error
        assert outage.lasts
        for _ in range(2):
            with outage.waited_out():
                pass
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert not outage.lasts


def test_a_fault_that_waiting_does_not_mend_ends_the_worker() -> None:
    with pytest.raises(OperationalError), Outage().waited_out():
        raise OperationalError("SELECT 1", None, sqlite3.OperationalError("no such table: articles"))
