"""The product's own sending process, whose Telegram stands on loopback: `python -m bench.fast_in_send BOTS`."""

import sys
from typing import Any

from alerts import apprise_channels
from app import send_one

real = apprise_channels.plugin


def stood_in(address: str) -> Any:
    found = real(address)
    if address.startswith("tgram://"):
        found.notify_url = sys.argv[1]
    return found


if __name__ == "__main__":
    apprise_channels.plugin = stood_in
    send_one.main()
