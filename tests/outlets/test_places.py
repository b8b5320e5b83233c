"""What a person fills in to connect a place: looked through, sealed, and opened again."""

import pytest

from crawlers.fetch.guard import Guard
from domain.errors import BadInput
from domain.outlets import FIELDS, SECRET_FIELDS, OutletAccount, OutletKind
from domain.problems import Problem
from outlets.places import OurPlaces
from tests.fakes import MemoryVault
from tests.making import NOON
from tests.outlets.twins.facebook import FacebookTwin
from tests.outlets.twins.telegram import TelegramTwin
from tests.outlets.twins.zalo import ZaloTwin

GUARD = Guard(ports=frozenset(range(1, 65_536)))
PLACES = OurPlaces(vault=MemoryVault(), clock=lambda: NOON, check_url=GUARD.check, check_address=GUARD.check_resolved)
SITE = {"site": "https://xa.example/tin/", "user": "bientap", "password": "abcd EFGH ijkl MNOP"}
TYPED = {
    OutletKind.TELEGRAM: TelegramTwin.typed,
    OutletKind.FACEBOOK: FacebookTwin.typed,
    OutletKind.ZALO: ZaloTwin.typed,
    OutletKind.WORDPRESS: SITE,
    OutletKind.PORTAL: {"site": "https://xa.example/api/bai", "token": "ma-cua-ban-tin"},
}


@pytest.mark.parametrize("kind", TYPED)
def test_what_is_secret_is_sealed_and_the_place_opens_again(kind: OutletKind):
    fields, sealed = PLACES.keep(kind, TYPED[kind])
    secret = {field.key for field in FIELDS[kind] if field in SECRET_FIELDS}
    assert set(fields) == set(TYPED[kind]) - secret
    assert all(TYPED[kind][name] not in sealed + str(fields) for name in secret)
    assert PLACES.open(OutletAccount(id=1, kind=kind, name="Xã", fields=fields, sealed=sealed))


@pytest.mark.parametrize("typed", ["@xabatxat", "https://t.me/xabatxat", "t.me/s/xabatxat/", "https://t.me/xabatxat/"])
def test_a_channel_may_be_typed_as_its_name_or_its_address(typed: str):
    fields, _ = PLACES.keep(OutletKind.TELEGRAM, {**TelegramTwin.typed, "channel": typed})
    assert fields == {"channel": "@xabatxat"}


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        *((kind, {field.key: ""}) for kind in TYPED for field in FIELDS[kind]),
        (OutletKind.TELEGRAM, {"channel": "xã của tôi"}),
        (OutletKind.TELEGRAM, {"token": "123456789:../../x?y=1#aaaaaaaaaaaaaaaa"}),
        (OutletKind.FACEBOOK, {"page": "xabatxat"}),
        (OutletKind.FACEBOOK, {"token": "mã\r\nX: y12345678"}),
        (OutletKind.ZALO, {"cover": "http://xa.example/anh.jpg"}),
        (OutletKind.WORDPRESS, {"site": "http://xa.example"}),
        (OutletKind.WORDPRESS, {"site": "https://xa.example/?p=1"}),
        (OutletKind.PORTAL, {"token": "x" * 2000}),
    ],
)
def test_a_field_that_is_missing_or_cannot_be_meant_is_named(kind: OutletKind, wrong: dict[str, str]):
    with pytest.raises(BadInput, match=Problem.OUTLET_FIELD):
        PLACES.keep(kind, {**TYPED[kind], **wrong})


@pytest.mark.parametrize(
    "site", ["https://127.0.0.1/x", "https://10.0.0.8", "https://may-chu.local", "https://localhost"]
)
def test_a_site_inside_our_own_network_is_not_kept(site: str):
    with pytest.raises(BadInput, match=Problem.OUTLET_INSIDE):
        PLACES.keep(OutletKind.WORDPRESS, {**SITE, "site": site})


def test_nobody_but_a_person_posts_where_people_paste():
    with pytest.raises(BadInput, match=Problem.OUTLET_BY_HAND):
        PLACES.open(OutletAccount(id=0, kind=OutletKind.COPY_PASTE, name="Trang của xã"))
