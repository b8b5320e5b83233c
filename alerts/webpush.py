"""Web push: a message sealed for one browser (RFC 8291), under a token that says who sends it (RFC 8292)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from domain.errors import BadInput
from domain.fitting import Limit, cut
from domain.ports import Notice
from domain.problems import Problem

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of its group (FIPS 186-4, D.1.2.3)
RECORD_SIZE = 4096  # what a push service must take (RFC 8030, 7.2)
PAYLOAD = Limit(3000, lambda text: len(text.encode()))  # bytes of JSON, before sealing
MAX_ADDRESS_CHARS, MAX_TITLE_CHARS = 1000, 150
TOKEN_LASTS = timedelta(hours=12)  # at most a day (RFC 8292, 2)
LONGEST_WAIT = timedelta(days=28)  # for a device that is away; services take no longer time to live


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Where one browser is pushed to. `p256dh` is a point of the curve, 65 bytes; `auth` are 16 bytes."""

    endpoint: str
    p256dh: bytes
    auth: bytes


def read(address: str) -> Subscription:
    """From `webpush://ENDPOINT#P256DH.AUTH`, as browsers give the three. Raise BadInput for anything else."""
    endpoint, _, keys = address.removeprefix("webpush://").partition("#")
    p256dh, _, auth = keys.partition(".")
    try:
        split, port = urlsplit(endpoint), urlsplit(endpoint).port
        made = Subscription(endpoint=endpoint, p256dh=_bytes(p256dh), auth=_bytes(auth))
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, made.p256dh)
    except (ValueError, NotBase64) as error:
        raise BadInput(Problem.CHANNEL_ADDRESS) from error
    is_url = split.scheme in ("https", "http") and split.hostname and "@" not in split.netloc and port != 0
    if not is_url or len(made.auth) != 16 or len(made.p256dh) != 65 or len(endpoint) > MAX_ADDRESS_CHARS:
        raise BadInput(Problem.CHANNEL_ADDRESS)
    return made


def desk_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """The desk's own key, the same for the same secret of 48 bytes: nothing more is kept, lost or made twice."""
    return ec.derive_private_key(int.from_bytes(secret) % (ORDER - 1) + 1, CURVE)


def public_point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def sealed(text: bytes, to: Subscription, *, own: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """One record of aes128gcm. `own` and `salt` (16 bytes) must be fresh for each message."""
    theirs, ours = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, to.p256dh), public_point(own)
    shared = own.exchange(ec.ECDH(), theirs)
    secret = derived(shared, to.auth, b"WebPush: info\0" + to.p256dh + ours, 32)
    key = derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    record = AESGCM(key).encrypt(nonce, text + b"\x02", None)  # 2: the last record
    return salt + RECORD_SIZE.to_bytes(4) + bytes([len(ours)]) + ours + record


def derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


def payload(notice: Notice) -> bytes:
    """Title, line, address and tag as JSON, within 3,000 bytes: the line is cut to what the others leave."""
    url = notice.url if len(notice.url) <= MAX_ADDRESS_CHARS else ""

    def write(line: str) -> str:
        told = {"title": notice.title[:MAX_TITLE_CHARS], "line": line, "url": url, "tag": topic(notice)}
        return json.dumps(told, ensure_ascii=False)

    return write(cut(notice.text, write, PAYLOAD)).encode()


def topic(notice: Notice) -> str:
    """What a later message replaces this one by, on the way and on the device; a repeated one is no second one."""
    return sha256((notice.tag or notice.id).encode()).hexdigest()[:32]


def headers(
    notice: Notice, to: Subscription, signer: ec.EllipticCurvePrivateKey, contact: str, now: datetime
) -> Mapping[str, str]:
    """`now`: the real time, by which the service judges the token."""
    return {
        "TTL": str(int(min(notice.lasts, LONGEST_WAIT.total_seconds()))),
        "Urgency": "high" if notice.urgent else "normal",
        "Topic": topic(notice),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "Authorization": f"vapid t={_token(to, signer, contact, now)}, k={in_base64(public_point(signer))}",
    }


def _token(to: Subscription, signer: ec.EllipticCurvePrivateKey, contact: str, now: datetime) -> str:
    split = urlsplit(to.endpoint)
    claims = {"aud": f"{split.scheme}://{split.netloc}", "exp": int((now + TOKEN_LASTS).timestamp()), "sub": contact}
    parts = [in_base64(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims)]
    signed = ".".join(parts)
    r, s = decode_dss_signature(signer.sign(signed.encode(), ec.ECDSA(SHA256())))
    return f"{signed}.{in_base64(r.to_bytes(32) + s.to_bytes(32))}"


def in_base64(content: bytes) -> str:
    """As in URLs, without padding."""
    return urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    found = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if in_base64(found) != text.rstrip("="):  # Python leaves out what is none
        raise ValueError("not base64")
    return found
