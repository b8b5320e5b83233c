"""What apprise's own requests carry beside what it knows of.

apprise makes a request and sends it in one go. All of its HTTP passes through `requests.Session.send`; there a finished
body can be signed, whichever of its plugins wrote it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

Sign = Callable[[bytes], Mapping[str, str]]  # from a request's body to the headers that sign it


@contextmanager
def signed(sign: Sign) -> Iterator[None]:
    """Every request of this process is signed while the block runs."""
    import requests

    send = requests.Session.send

    def send_signed(session: requests.Session, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        if isinstance(request.body, str):
            request.body = request.body.encode()  # what is signed is what goes out
        request.headers.update(sign(request.body if isinstance(request.body, bytes) else b""))
        return send(session, request, **how)

    setattr(requests.Session, "send", send_signed)  # noqa: B010 - mypy lets nobody replace a method
    try:
        yield
    finally:
        setattr(requests.Session, "send", send)  # noqa: B010
