"""What apprise's own requests carry, and what is answered, beside what it knows of.

apprise makes a request, sends it and says whether it went, in one go. All of its HTTP passes through
`requests.Session.send`; there a finished body can be signed and the answer read, whichever of its plugins wrote it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from alerts.waiting import asked_wait

Sign = Callable[[bytes], Mapping[str, str]]  # from a request's body to the headers that sign it


@dataclass
class Heard:
    wait_seconds: int = 0  # the longest that was asked for


@contextmanager
def attended(sign: Sign | None) -> Iterator[Heard]:
    """Every request of this process is signed, and its answer heard, while the block runs."""
    import requests

    send, heard = requests.Session.send, Heard()

    def send_attended(session: requests.Session, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        if sign:
            if isinstance(request.body, str):
                request.body = request.body.encode()  # what is signed is what goes out
            request.headers.update(sign(request.body if isinstance(request.body, bytes) else b""))
        answer = send(session, request, **how)
        wait = asked_wait(answer.status_code, answer.headers.get("Retry-After", ""), _json(answer))
        heard.wait_seconds = max(heard.wait_seconds, wait)
        return answer

    setattr(requests.Session, "send", send_attended)  # noqa: B010 - mypy lets nobody replace a method
    try:
        yield heard
    finally:
        setattr(requests.Session, "send", send)  # noqa: B010


def _json(answer: Any) -> Any:
    try:
        return answer.json() if answer.status_code != 200 else None
    except ValueError:
        return None
