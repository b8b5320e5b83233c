"""The process that sends notices, one after the other, or asks for the heartbeat address.

It reads each job from a line of standard input, and says in one word how it went. It ends with that input, and by
itself soon after the deadline of a job, also when its parent was killed.
"""

import json
import signal
import sys
from collections.abc import Mapping
from typing import Any

import httpx

from alerts.apart import DEADLINE_SECONDS, Answer, Reply
from alerts.apprise_channels import deliver
from alerts.push_channel import carry
from crawlers.fetch.guard import forbidden_ip
from domain.ports import Notice


def main() -> None:
    refused: list[str] | None = None
    signal.alarm(int(DEADLINE_SECONDS) + 5)
    for line in sys.stdin:
        signal.alarm(int(DEADLINE_SECONDS) + 5)
        job = json.loads(line)
        if refused is None and not job["allow_inside"]:
            refused = stay_outside()
        reply = done(job)
        sys.stdout.write(f"{Reply(Answer.INSIDE) if refused and reply.answer is not Answer.SENT else reply}\n")
        sys.stdout.flush()
        if refused:
            refused.clear()
        signal.alarm(0)


def done(job: Mapping[str, Any]) -> Reply:
    if "ask" in job:
        return Reply(asked(job["ask"]))
    if "push" in job:
        return carry(job["push"])
    secrets = [bytes.fromhex(secret) for secret in job["secrets"]]
    return deliver(job["address"], Notice(**job["notice"]), secrets, job["at"])


def asked(url: str) -> Answer:
    try:
        with httpx.Client(trust_env=False, timeout=DEADLINE_SECONDS / 2) as client, client.stream("GET", url) as answer:
            return Answer.SENT if answer.is_success else Answer.AWAY
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        return Answer.AWAY


def stay_outside() -> list[str]:
    """From now on this process connects to public addresses only. Returns the list of what it has refused since.

    An audit hook sees each connection, whichever library makes it, with the address that was looked up for it.
    """
    refused: list[str] = []

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in ("socket.connect", "socket.sendto"):
            return
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else ""
        if forbidden_ip(str(host)) is not None:
            refused.append(str(host))
            raise OSError("the address leads inside")

    sys.addaudithook(hook)
    return refused


if __name__ == "__main__":
    main()
