"""For how long a service asks to be left alone."""

from typing import Any

from domain.times import now, seconds_to_wait

BUSY = (429, 503)


def asked_wait(status: int, retry_after: str, answer: Any = None) -> int:
    """Seconds; 0 when it does not say. Retry-After may also be a date; Telegram says it in its answer alone."""
    if status not in BUSY:
        return 0
    said = seconds_to_wait(retry_after, now())
    if said is None and isinstance(answer, dict) and isinstance(parameters := answer.get("parameters"), dict):
        said = seconds_to_wait(str(parameters.get("retry_after", "")), now())
    return said or 0
