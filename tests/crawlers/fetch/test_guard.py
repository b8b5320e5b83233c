"""Nothing inside is ever visited, however its address is written."""

import contextlib
import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.fetch.guard import Guard, forbidden_ip
from domain.errors import ForbiddenAddress

INSIDE = """
http://127.0.0.1/
http://127.1/
http://2130706433/
http://0x7f000001/
http://0x7f.0.0.1/
http://0177.0.0.1/
http://017700000001/
http://0/
http://10.0.0.5/
http://192.168.1.1/
http://172.16.0.1/
http://169.254.169.254/latest/meta-data/
http://100.64.0.1/
http://224.0.0.1/
http://255.255.255.255/
http://8.8.8.8/
http://[::1]/
http://[::]/
http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/
http://[::127.0.0.1]/
http://[fe80::1]/
http://[fe80::1%25eth0]/
http://[fc00::1]/
http://[fd12:3456::1]/
http://[ff02::1]/
http://[64:ff9b::7f00:1]/
http://[64:ff9b::10.0.0.1]/
http://[2002:7f00:1::]/
http://localhost/
http://LOCALHOST./
http://a.localhost/
http://printer.local/
http://metadata.google.internal/
http://router.lan/
http://nas.home.arpa/
http://intranet/
http://1.2.3.4.5/
http://99999999999/
http://bao.vn:22/
http://bao.vn:6379/
http://bao.vn:0/
http://bao.vn:99999/
http://user:secret@bao.vn/
http://bao.vn@127.0.0.1/
http://bao.vn\\@127.0.0.1/
http://127.0.0.1%2f@bao.vn/
http://127%2e0.0.1/
http:///etc/passwd
http://
file:///etc/passwd
ftp://bao.vn/tin.xml
data:text/html,abc
gopher://bao.vn/
javascript:alert(1)
//bao.vn/
http://bao.vn/\r\nX: y
""".strip("\n").split("\n")


INSIDE_IPS = """
127.0.0.1 127.9.9.9 10.1.1.1 192.168.0.1 172.31.0.1 169.254.1.1 100.127.0.1 0.0.0.0 224.0.0.1 240.0.0.1
198.18.0.1 192.0.2.1 203.0.113.9 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd00::1 fec0::1 ff02::1 ::ffff:10.0.0.1
64:ff9b::a00:1 64:ff9b:1::1 2001:db8::1 2002:a00:1:: ::10.0.0.1 2001:0:4136:e378:8000:63bf:f5ff:fffe junk
"""


@pytest.mark.parametrize("url", [url for url in INSIDE if url.strip()])
def test_an_inside_address_is_forbidden_however_it_is_written(url: str) -> None:
    with pytest.raises(ForbiddenAddress) as forbidden:
        Guard().check(url.replace("\\r\\n", "\r\n"))
    assert forbidden.value.why


@pytest.mark.parametrize(
    "url",
    [
        "https://tuoitre.vn/rss",
        "http://BAO.vn:8080/x",
        "https://xn--bo-lo-cai-j4a.vn/",
        "https://a.b.gov.vn./",
    ],
)
def test_a_public_name_may_be_visited(url: str) -> None:
    assert Guard().check(url)[1] in (80, 443, 8080)


@pytest.mark.parametrize("ip", INSIDE_IPS.split())
def test_a_resolved_address_inside_is_forbidden(ip: str) -> None:
    assert forbidden_ip(ip)
    with pytest.raises(ForbiddenAddress):
        Guard().check_resolved("bao.vn", 443, ip)


@pytest.mark.parametrize("ip", ["1.1.1.1", "118.70.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_a_public_resolved_address_is_fine(ip: str) -> None:
    assert forbidden_ip(ip) is None
    Guard().check_resolved("bao.vn", 443, ip)


def test_the_sample_newsroom_is_allowed_only_by_its_own_host_and_port() -> None:
    guard = Guard(allow=frozenset({("127.0.0.1", 9001), ("mau.test", 9002)}))
    assert guard.check("http://127.0.0.1:9001/feed.xml") == ("127.0.0.1", 9001)
    guard.check_resolved("127.0.0.1", 9001, "127.0.0.1")
    guard.check_resolved("mau.test", 9002, "127.0.0.1")
    for url in ("http://127.0.0.1:9002/", "http://127.0.0.2:9001/", "http://localhost:9001/"):
        with pytest.raises(ForbiddenAddress):
            guard.check(url)


def test_an_allowed_name_that_leads_into_the_office_network_is_still_forbidden() -> None:
    guard = Guard(allow=frozenset({("mau.test", 9002)}))
    with pytest.raises(ForbiddenAddress):
        guard.check_resolved("mau.test", 9002, "192.168.1.1")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["", "http://", "http://[", "https://tin.vn:"]))
def test_no_text_breaks_the_guard(text: str, start: str) -> None:
    with contextlib.suppress(ForbiddenAddress):
        Guard().check(start + text)


@given(st.ip_addresses(v=4).filter(lambda ip: not ip.is_global))
def test_no_inside_address_is_reached_by_number_or_by_an_ipv6_wrap(ip: ipaddress.IPv4Address) -> None:
    for host in (str(ip), str(int(ip)), hex(int(ip)), f"[::ffff:{ip}]", f"[64:ff9b::{ip}]"):
        with pytest.raises(ForbiddenAddress):
            Guard().check(f"http://{host}/")
