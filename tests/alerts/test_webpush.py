"""What a browser is pushed: sealed as RFC 8291 has it, under a token of RFC 8292, and small; the rest is refused."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from alerts.apart import Answer, Reply
from alerts.push_channel import carry
from alerts.webpush import CURVE, Subscription, in_base64, payload, sealed
from domain.errors import BadInput, NotFound
from domain.ports import Notice
from domain.problems import Problem
from tests.alerts.pushes import PushService, a_push_service, claims, decoded, opened
from tests.alerts.test_notifiers import apprise_channels
from tests.making import NOON

FLOOD = Notice(
    id="n1", title="Lũ quét ở Bát Xát", text="Cấp 2.\nTheo Đài.", url="https://dai.example/1", urgent=True, lasts=5400
)
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
GOOD = f"webpush://https://push.example/a#{P256DH}.{AUTH}"


def private(number: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(decoded(number)), CURVE)


def test_the_example_of_rfc_8291_is_sealed_byte_for_byte_and_opened() -> None:
    to = Subscription(endpoint="https://push.example/a", p256dh=decoded(P256DH), auth=decoded(AUTH))
    own = private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
    text = b"When I grow up, I want to be a watermelon"
    body = sealed(text, to, own=own, salt=decoded("DGv6ra1nlYgDCS1FRnbzlw"))
    assert in_base64(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert opened(private("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), to.auth, body) == text


def test_a_browser_reads_what_it_is_told_and_its_service_knows_who_tells_and_for_how_long(tmp_path: Path) -> None:
    channels = replace(apprise_channels(tmp_path), contact="https://tin.example", real_time=lambda: NOON)
    with a_push_service() as service:
        kept = channels.keep(service.address)
        channels.open(kept).send(FLOOD)
        assert service.endpoint not in repr(kept)
    [(headers, body)] = service.received
    [shown] = service.shown()
    assert shown == {"title": FLOOD.title, "line": FLOOD.text, "url": FLOOD.url, "tag": headers["Topic"]}
    assert (headers["TTL"], headers["Urgency"], headers["Content-Encoding"]) == ("5400", "high", "aes128gcm")
    key, said = claims(headers)
    assert key == channels.push_key()
    until = int((NOON + timedelta(hours=12)).timestamp())
    assert said == {"aud": f"http://127.0.0.1:{service.port}", "exp": until, "sub": "https://tin.example"}
    assert FLOOD.title.encode() not in body


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (201, Answer.SENT), (202, Answer.SENT), (404, Answer.GONE), (410, Answer.GONE), (429, Answer.AWAY),
        (500, Answer.AWAY), (503, Answer.AWAY), (403, Answer.AWAY), (307, Answer.AWAY),
    ],
)  # fmt: skip
def test_only_a_service_that_knows_the_browser_no_more_ends_its_address(status: int, answer: Answer) -> None:
    with a_push_service() as service:
        service.status = status
        service.said = {"Retry-After": "120"}
        found = carry({"url": service.endpoint, "headers": {"TTL": "1"}, "body": ""})
    asked = 120 if status in (429, 503) else 0
    assert found == Reply(answer, "" if answer is Answer.SENT else str(status), asked)


def test_that_a_browser_is_gone_is_told_apart(tmp_path: Path) -> None:
    channels = apprise_channels(tmp_path)
    with a_push_service() as service:
        service.status = 410
        with pytest.raises(NotFound):
            channels.open(channels.keep(service.address)).send(FLOOD)


@pytest.mark.parametrize(
    "address",
    [
        "webpush://", "webpush://https://push.example/a", f"webpush://#{P256DH}.{AUTH}", GOOD[:-1], GOOD + "a",
        GOOD.replace("BCVx", "BCVy"), GOOD.replace("BCVx", "!CVx"), GOOD.replace(P256DH, ""), GOOD.replace(AUTH, ""),
        GOOD.replace("https", "ftp"), GOOD.replace("push.", "ai:mat-khau@push."), GOOD.replace("/a", ":99999/a"),
        GOOD.replace("/a", "/" + "a" * 1000), GOOD.replace("/a", "/a#b"), GOOD.replace("push.example", "["),
    ],
)  # fmt: skip
def test_what_no_browser_was_given_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(BadInput, match=Problem.CHANNEL_ADDRESS):
        apprise_channels(tmp_path).keep(address)


@pytest.mark.parametrize(
    ("endpoint", "problem"),
    [
        ("https://127.0.0.1/a", Problem.CHANNEL_INSIDE), ("https://10.0.0.8/a", Problem.CHANNEL_INSIDE),
        ("https://[::1]/a", Problem.CHANNEL_INSIDE), ("https://may-in.local/a", Problem.CHANNEL_INSIDE),
        ("https://169.254.169.254/a", Problem.CHANNEL_INSIDE), ("http://push.example/a", Problem.CHANNEL_ADDRESS),
    ],
)  # fmt: skip
def test_a_push_service_is_outside_and_asked_by_https(tmp_path: Path, endpoint: str, problem: Problem) -> None:
    channels = apprise_channels(tmp_path, inside=False)
    assert channels.keep(GOOD).kind == "webpush"
    with pytest.raises(BadInput, match=problem):
        channels.keep(GOOD.replace("https://push.example/a", endpoint))


def test_one_key_is_made_however_many_begin_and_another_desk_has_another(tmp_path: Path) -> None:
    one, other, elsewhere = (apprise_channels(tmp_path / name) for name in ("a", "a", "b"))
    assert one.push_key() == other.push_key() != elsewhere.push_key()
    assert one.push_key() == apprise_channels(tmp_path / "a").push_key()
    assert decoded(one.push_key())[0] == 4
    assert len(decoded(one.push_key())) == 65


@pytest.mark.parametrize("letter", ["a", "ắ", "😀", '"', "\\", "\n", "\0", "\u2028"])
def test_however_long_the_words_are_they_stay_within_three_kilobytes(letter: str) -> None:
    long = letter * 9000
    for notice in (replace(FLOOD, title=long, text=long), replace(FLOOD, text=long, url=f"https://a.example/{long}")):
        service = PushService(1)
        assert len(payload(notice)) <= 3000
        to = Subscription(endpoint="", p256dh=decoded(service.keys["p256dh"]), auth=service.auth)
        body = sealed(payload(notice), to, own=ec.generate_private_key(CURVE), salt=bytes(16))
        service.received.append(({}, body))
        assert service.shown()[0]["line"].startswith(letter)
