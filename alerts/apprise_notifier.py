"""Notices by apprise: e-mail, Telegram, Zalo webhooks and a hundred others, each by one address."""

import logging
import warnings
from dataclasses import dataclass
from typing import Any

from domain.errors import BadInput, Unreachable
from domain.ports import Notice, Notifier
from domain.problems import Problem, Service

SECONDS = "cto=4&rto=8"  # to connect and to answer: the worker waits for it


@dataclass(frozen=True, slots=True)
class AppriseChannels:
    """Implements domain.ports.Channels. Making one costs nothing: apprise loads when the first address is opened."""

    def open(self, address: str) -> Notifier:
        with warnings.catch_warnings():  # its plugins import modules that Python 3.13 has dropped
            warnings.simplefilter("ignore", DeprecationWarning)
            channel = _apprise()
            known = not _acts_here(address) and channel.add(_with_limits(address))
        if not known:
            raise BadInput(Problem.CHANNEL_ADDRESS)
        return AppriseNotifier(channel)


@dataclass(frozen=True, slots=True)
class AppriseNotifier:
    """Implements domain.ports.Notifier. apprise has no ids: a receiver tells a repeated notice by its text."""

    channel: Any

    def send(self, notice: Notice) -> None:
        body = f"{notice.body}\n{notice.url}".strip()
        if not self.channel.notify(title=notice.title, body=body):
            raise Unreachable(Service.CHANNEL)


def _apprise() -> Any:
    import apprise

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its log lines hold addresses, which are secrets
    # app_id becomes the User-Agent, which may hold ASCII only
    asset = apprise.AppriseAsset(app_id="DiemTin", app_desc="DiemTin", async_mode=False, plugin_paths=[])
    return apprise.Apprise(asset=asset)


def _acts_here(address: str) -> bool:
    """Addresses that act on this machine, rather than tell somebody."""
    scheme = address.strip().partition(":")[0].lower()
    return scheme in {"dbus", "glib", "gnome", "kde", "macosx", "qt", "syslog", "windows", "file"}


def _with_limits(address: str) -> str:
    if "cto=" in address:
        return address
    return f"{address}{'&' if '?' in address else '?'}{SECONDS}"
