"""What is stored about the desk's backups."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodBackup:
    """A copy that was checked after it was written."""

    at: datetime
    where: str
    counts: Mapping[str, int]  # rows by table
