"""A browser as a channel: what it is told is sealed here, and carried by the process that sends."""

import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric import ec

from alerts.apart import DEADLINE_SECONDS, Answer, Reply, run_apart
from alerts.waiting import asked_wait
from alerts.webpush import CURVE, Subscription, headers, payload, sealed
from domain.outbox import Format
from domain.ports import Notice

PUSH = "webpush"
GONE = (404, 410)  # the browser has left, or its person took the permission back (RFC 8030, 7.3)


@dataclass(frozen=True, kw_only=True, repr=False)
class PushNotifier:
    """Implements domain.ports.Notifier."""

    to: Subscription
    signer: ec.EllipticCurvePrivateKey
    contact: str  # an address by which the push service finds who sends
    clock: Callable[[], datetime]  # the real one
    command: Sequence[str]
    allow_inside: bool
    deadline_seconds: float
    format: Format = Format.PUSH

    def send(self, notice: Notice) -> None:
        body = sealed(payload(notice), self.to, own=ec.generate_private_key(CURVE), salt=os.urandom(16))
        push = {
            "url": self.to.endpoint,
            "headers": headers(notice, self.to, self.signer, self.contact, self.clock()),
            "body": b64encode(body).decode(),
        }
        run_apart(self.command, {"push": push, "allow_inside": self.allow_inside}, self.deadline_seconds).check(PUSH)


def carry(push: Mapping[str, Any]) -> Reply:
    """Hand a sealed message to its push service, from a process that may be ended at any time. Redirects end here."""
    try:
        with (
            httpx.Client(trust_env=False, timeout=DEADLINE_SECONDS / 2) as client,
            client.stream(
                "POST",
                push["url"],
                headers=push["headers"],
                content=b64decode(push["body"]),
            ) as answer,
        ):
            if answer.is_success:
                return Reply(Answer.SENT)
            ended = Answer.GONE if answer.status_code in GONE else Answer.AWAY
            wait = asked_wait(answer.status_code, answer.headers.get("Retry-After", ""))
            return Reply(ended, str(answer.status_code), wait)
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        return Reply(Answer.AWAY)
