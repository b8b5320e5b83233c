"""What a webhook is signed with, by the Standard Webhooks specification 1.0: an HMAC over id, time and body.

A renewed key signs beside the new one for a while: the header then holds both signatures, parted by a blank.
"""

import hmac
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256

SECRET_BYTES = 32  # of 24 to 64
PREFIX = "whsec_"  # by which people and programs know such a secret


def shown(secret: bytes) -> str:
    """As its owner copies it."""
    return PREFIX + b64encode(secret).decode()


def signature(secret: bytes, notice_id: str, at: int, body: bytes) -> str:
    """`at`: seconds since 1970 of this attempt."""
    signed = b".".join((notice_id.encode(), str(at).encode(), body))
    return "v1," + b64encode(hmac.new(secret, signed, sha256).digest()).decode()


def headers(secrets: Sequence[bytes], notice_id: str, at: int, body: bytes) -> Mapping[str, str]:
    return {
        "webhook-id": notice_id,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signature(secret, notice_id, at, body) for secret in secrets),
    }
