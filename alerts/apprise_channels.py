"""Channels by apprise: e-mail, Telegram, Zalo, webhooks and a hundred others, each by one address; and browsers.

Notices are sent by a process apart: some of apprise's services know no time-outs at all.
"""

import logging
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property, partial
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from alerts import requesting, signing
from alerts.apart import DEADLINE_SECONDS, Answer, Reply, run_apart
from alerts.kinds import ACTING_HERE, format_of, kind_of
from alerts.push_channel import PUSH, PushNotifier
from alerts.vault import Vault
from alerts.webpush import desk_key, in_base64, public_point, read
from domain.errors import BadInput, ForbiddenAddress
from domain.outbox import WEBHOOKS, Channel, Format, SigningKey
from domain.ports import Notice, Notifier
from domain.problems import Problem
from domain.times import now

CONNECT_SECONDS, ANSWER_SECONDS = 4.0, 8.0
STATUS = re.compile(r"\berror=([1-5]\d\d)\b")


@dataclass(frozen=True, kw_only=True)
class AppriseChannels:
    """Implements domain.ports.Channels. Making one costs nothing: apprise loads when it is first needed."""

    vault: Vault
    command: Sequence[str]  # starts the process that sends one notice, and reads a job from its standard input
    check_outside: Callable[[str], object] | None  # raises ForbiddenAddress; None: the owner allows inside addresses
    contact: str = ""  # an address of this desk, for push services
    real_time: Callable[[], datetime] = now
    deadline_seconds: float = DEADLINE_SECONDS

    def keep(self, address: str) -> Channel:
        kind = kind_of(address)
        if kind == PUSH:
            self._check_browser(read(address).endpoint)
        elif plugin(address) is None:
            raise BadInput(Problem.CHANNEL_ADDRESS)
        if kind in WEBHOOKS and self.check_outside:
            _check(_web_address(address), self.check_outside)
        keys = (SigningKey(salt=token_urlsafe(16)),) if kind in WEBHOOKS else ()
        return Channel(key=self.vault.fingerprint(address), kind=kind, sealed=self.vault.seal(address), signing=keys)

    def open(self, channel: Channel) -> Notifier:
        address = self.vault.open(channel.sealed)
        if channel.kind == PUSH:
            return PushNotifier(
                to=read(address),
                signer=self._signer,
                contact=self.contact,
                clock=self.real_time,
                command=self.command,
                allow_inside=self.check_outside is None,
                deadline_seconds=self.deadline_seconds,
            )
        return AppriseNotifier(
            address=address,
            format=format_of(channel.kind),
            secrets=self._secrets(channel),
            clock=self.real_time,
            command=self.command,
            allow_inside=self.check_outside is None,
            deadline_seconds=self.deadline_seconds,
        )

    def signing_key(self, channel: Channel) -> str:
        self.vault.open(channel.sealed)  # else its key would follow from another secret, and be none
        return signing.shown(self._secret(channel.signing[0])) if channel.signing else ""

    def _secrets(self, channel: Channel) -> tuple[bytes, ...]:
        now = self.real_time()
        return tuple(self._secret(key) for key in channel.signing if key.until is None or key.until > now)

    def _secret(self, key: SigningKey) -> bytes:
        return self.vault.derived(f"webhook {key.salt}", signing.SECRET_BYTES)

    def push_key(self) -> str:
        return in_base64(public_point(self._signer))

    @cached_property
    def _signer(self) -> EllipticCurvePrivateKey:
        return desk_key(self.vault.derived("web push", 48))

    def _check_browser(self, endpoint: str) -> None:
        """Raise BadInput for a push service inside our network, or one that is not asked by https."""
        if not self.check_outside:
            return
        if not endpoint.startswith("https://"):
            raise BadInput(Problem.CHANNEL_ADDRESS)
        _check(endpoint, self.check_outside)


@dataclass(frozen=True, kw_only=True, repr=False)
class AppriseNotifier:
    """Implements domain.ports.Notifier. A webhook gets the notice's id, and is signed; others know no ids."""

    address: str
    format: Format
    secrets: Sequence[bytes]  # what it is signed with; none: it is not
    clock: Callable[[], datetime]  # the real one
    command: Sequence[str]
    allow_inside: bool
    deadline_seconds: float

    def send(self, notice: Notice) -> None:
        job = {
            "address": self.address,
            "notice": asdict(notice),
            "secrets": [secret.hex() for secret in self.secrets],
            "at": int(self.clock().timestamp()),
            "allow_inside": self.allow_inside,
        }
        run_apart(self.command, job, self.deadline_seconds).check(kind_of(self.address))


def deliver(address: str, notice: Notice, secrets: Sequence[bytes] = (), at: int = 0) -> Reply:
    """Send it from this very process, which must be one that may be ended at any time. How it ended.

    `at`: seconds since 1970, for the signatures.
    """
    channel = plugin(address)
    if channel is None:
        return Reply(Answer.REFUSED)
    _with_id(channel, notice.id)
    sender = _apprise()
    sender.add(channel)
    markup = format_of(kind_of(address)) in (Format.EMAIL, Format.TELEGRAM_HTML)
    statuses = _statuses()
    sign = partial(signing.headers, secrets, notice.id, at) if secrets else None
    with requesting.attended(sign) as heard:
        sent = sender.notify(
            title=notice.title, body=notice.text or notice.title, body_format="html" if markup else "text"
        )
    return Reply(Answer.SENT) if sent else Reply(Answer.AWAY, statuses[-1] if statuses else "", heard.wait_seconds)


def _statuses() -> list[str]:
    """Fills with the statuses that services answer from now on: apprise tells them to its log alone.

    Nothing else of a line is kept, because it may hold the address.
    """
    found: list[str] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.extend(STATUS.findall(record.getMessage()))

    log = logging.getLogger("apprise")
    log.handlers, log.propagate = [Listening()], False
    log.setLevel(logging.WARNING)
    return found


def plugin(address: str) -> Any:
    """apprise's own object for an address, or None. Its time-outs, format and overflow are ours, not the address's."""
    if kind_of(address) in ACTING_HERE:
        return None
    with warnings.catch_warnings():  # its plugins import modules that Python 3.13 has dropped
        warnings.simplefilter("ignore", DeprecationWarning)
        sender = _apprise()
        if not sender.add(address) or len(sender) != 1:
            return None
    channel = sender[0]
    channel.socket_connect_timeout, channel.socket_read_timeout = CONNECT_SECONDS, ANSWER_SECONDS
    channel.overflow_mode = "upstream"  # our texts are within the limits; apprise would cut entities in two
    if format_of(kind_of(address)) is Format.TELEGRAM_HTML:
        channel.notify_format = "html"
    return channel


def _apprise() -> Any:
    import apprise

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its log lines hold addresses, which are secrets
    # app_id becomes the User-Agent, which may hold ASCII only; a redirect would carry passwords elsewhere
    asset = apprise.AppriseAsset(
        app_id="DiemTin", app_desc="DiemTin", async_mode=False, plugin_paths=[], http_redirects=False
    )
    return apprise.Apprise(asset=asset)


def _with_id(channel: Any, notice_id: str) -> None:
    if isinstance(getattr(channel, "headers", None), dict):
        channel.headers.setdefault("Idempotency-Key", notice_id)


def _web_address(address: str) -> str:
    """The webhook's address as a plain URL, which the guard can check."""
    split = urlsplit(address.strip())
    host = f"[{split.hostname}]" if ":" in (split.hostname or "") else split.hostname or ""
    port = f":{split.port}" if split.port else ""
    return f"{'https' if split.scheme.endswith('s') else 'http'}://{host}{port}/"


def _check(url: str, outside: Callable[[str], object]) -> None:
    try:
        outside(url)
    except ForbiddenAddress as error:
        raise BadInput(Problem.CHANNEL_INSIDE) from error
    except ValueError as error:
        raise BadInput(Problem.CHANNEL_ADDRESS) from error
