"""A channel as it stands in JSON: the desk's in its settings, a person's among their wishes."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from domain.outbox import WEBHOOKS, Channel, SigningKey


def channel_row(channel: Channel) -> dict[str, Any]:
    return asdict(channel) | {"signing": [_key_row(key) for key in channel.signing]}


def channel_of(row: Mapping[str, Any], holder: str) -> Channel:
    """`holder`: whose it is. It stands for the salt of webhooks that were kept before they were signed."""
    signing = tuple(_key(key) for key in row.get("signing", ()))
    if "signing" not in row and row["kind"] in WEBHOOKS:
        signing = (SigningKey(salt=f"{holder} {row['key']}"),)
    return Channel(key=row["key"], kind=row["kind"], sealed=row["sealed"], signing=signing)


def _key_row(key: SigningKey) -> dict[str, Any]:
    return {"salt": key.salt, "until": key.until.isoformat() if key.until else None}


def _key(row: Mapping[str, Any]) -> SigningKey:
    return SigningKey(salt=row["salt"], until=datetime.fromisoformat(row["until"]) if row["until"] else None)
