"""Addresses as identities, and as people write them."""

import pytest

from domain.addresses import plain_address
from domain.typed_addresses import typed_address

B = "https://tavan.example.vn"
PLAIN = [
    # what Zalo, Facebook, Instagram and the senders of newsletters put behind an address
    (f"{B}/tin/1?gidzl=Abc-d_E", f"{B}/tin/1"),
    (f"{B}/tin/1?mibextid=Zxz2cZ", f"{B}/tin/1"),
    (f"{B}/tin/1?igsh=MTIz==", f"{B}/tin/1"),
    (f"{B}/tin/1?id=7&zarsrc=31&utm_source=zalo&utm_medium=zalo", f"{B}/tin/1?id=7"),
    (f"{B}/tin?id=7&__cft__[0]=AZX&__tn__=%2CO%2CP-R", f"{B}/tin?id=7"),
    (f"{B}/tin?id=7&__cft__%5B0%5D=AZX", f"{B}/tin?id=7"),
    (f"{B}/tin?gad_source=1&gbraid=0AA&id=7", f"{B}/tin?id=7"),
    (f"{B}/tin?UTM_Source=x&Id=7", f"{B}/tin?Id=7"),
    (f"{B}/tin?utm%5Fsource=x&id=7", f"{B}/tin?id=7"),
    (f"{B}/tin?id=7&amp;utm_source=x", f"{B}/tin?id=7"),
    (f"{B}/tin?fbclid", f"{B}/tin"),
    (f"{B}/tin?id=7&fbclid=a%26b", f"{B}/tin?id=7"),
    (f"{B}/tin?id=7&srsltid=a&_gl=1*abc*_ga*x", f"{B}/tin?id=7"),
    # the rest stays byte for byte
    (f"{B}/?tin-5&utm_source=zalo", f"{B}/?tin-5"),
    (f"{B}/tin?t=%E0%EA&fbclid=1", f"{B}/tin?t=%E0%EA"),
    (f"{B}/tin?a=1;b=2&fbclid=3", f"{B}/tin?a=1;b=2"),
    (f"{B}/tin?b=2&a=1&b=3&fbclid=1", f"{B}/tin?b=2&a=1&b=3"),
    (f"{B}/tin?q=a+b%20c&gclid=1", f"{B}/tin?q=a+b%20c"),
    (f"{B}/tin?a=&b&fbclid=1", f"{B}/tin?a=&b"),
    (f"{B}/tin?fbclid=1&x[]=1&x[]=2", f"{B}/tin?x[]=1&x[]=2"),
    (f"{B}/tin?d=2026-11-24T05:00:00%2b07:00&utm_id=1", f"{B}/tin?d=2026-11-24T05:00:00%2b07:00"),
    (f"{B}/tin?u=%c3%a1&igshid=1", f"{B}/tin?u=%c3%a1"),
    (f"{B}/tin?a=1;utm_source=x;b=2", f"{B}/tin?a=1;b=2"),
    (f"{B}/tin?a=b=c&gclid=1", f"{B}/tin?a=b=c"),
    (f"{B}/tin?x=/a/b:c,d@e&fbclid=1", f"{B}/tin?x=/a/b:c,d@e"),
    (f"{B}/Tin%20M%E1%BB%9Bi/?utm_source=a#top", f"{B}/Tin%20M%E1%BB%9Bi/"),
    ("HTTPS://TaVan.example.vn/A?utm_source=x", "HTTPS://TaVan.example.vn/A"),
    (f"{B}/tin?", f"{B}/tin"),
    (f"{B}/tin?utm_source=a&", f"{B}/tin"),
    (f"{B}/tin#binh-luan", f"{B}/tin"),
    (f"{B}/tin?id=7#:~:text=abc", f"{B}/tin?id=7"),
    (f"{B}/tin#a?utm_source=x", f"{B}/tin"),
    # counter-examples: names that only look alike
    (f"{B}/tin?utmost=1&pkg=2&gid=3", f"{B}/tin?utmost=1&pkg=2&gid=3"),
    (f"{B}/tin?id=utm_source", f"{B}/tin?id=utm_source"),
    (f"{B}/tin?source=zalo&ref=1", f"{B}/tin?source=zalo&ref=1"),
    (f"{B}/tin?from=rss&ga=1", f"{B}/tin?from=rss&ga=1"),
    (f"{B}/utm_source=1/tin", f"{B}/utm_source=1/tin"),
    (f"{B}/tin?a=1&&b=2", f"{B}/tin?a=1&&b=2"),
    (f"{B}/tin?url=http%3A%2F%2Fx%2F%3Futm_source%3Da", f"{B}/tin?url=http%3A%2F%2Fx%2F%3Futm_source%3Da"),
]


@pytest.mark.parametrize(("given", "plain"), PLAIN)
def test_what_only_counts_visitors_is_cut_out_and_the_rest_stays_byte_for_byte(given: str, plain: str) -> None:
    assert plain_address(given) == plain
    assert plain_address(plain) == plain


TYPED = [
    ("feed://a.example.vn/rss.xml", "http://a.example.vn/rss.xml"),
    ("feed:https://a.example.vn/rss.xml", "https://a.example.vn/rss.xml"),
    ("feed://https://a.example.vn/rss.xml", "https://a.example.vn/rss.xml"),
    ("FEED:http://a.example.vn/", "http://a.example.vn/"),
    ("b.example.vn/rss.xml", "https://b.example.vn/rss.xml"),
    ("b.example.vn", "https://b.example.vn/"),
    ("www.b.example.vn:8080/rss", "http://www.b.example.vn:8080/rss"),
    ("127.0.0.1:8097/feed.xml", "http://127.0.0.1:8097/feed.xml"),
    ("//b.example.vn/rss", "https://b.example.vn/rss"),
    ("http:/b.example.vn/rss", "http://b.example.vn/rss"),
    ("https//b.example.vn/rss", "https://b.example.vn/rss"),
    ("https;//b.example.vn", "https://b.example.vn/"),
    ("http://https://b.example.vn/rss", "https://b.example.vn/rss"),
    ("https:\\\\b.example.vn\\rss", "https://b.example.vn/rss"),
    ("  https://b.example.vn/rss  ", "https://b.example.vn/rss"),
    ("\ufeffhttps://b.example.vn/rss\u200b", "https://b.example.vn/rss"),
    ("https://b.example.vn/tin\n/rss.xml", "https://b.example.vn/tin/rss.xml"),
    ("https://b.example.vn/rss.", "https://b.example.vn/rss"),
    ("<https://b.example.vn/rss>,", "https://b.example.vn/rss"),
    ("“b.example.vn/rss”.", "https://b.example.vn/rss"),
    ("(https://b.example.vn/rss)", "https://b.example.vn/rss"),
    ("ｈｔｔｐｓ：／／ｂ．ｅｘａｍｐｌｅ．ｖｎ／rss？a=1", "https://b.example.vn/rss?a=1"),
    ("b。example。vn/rss", "https://b.example.vn/rss"),
    ("https://b.example.vn/rss?c=1&amp;l=vi", "https://b.example.vn/rss?c=1&l=vi"),
    ("HTTPS://B.Example.VN/Rss?A=B", "https://b.example.vn/Rss?A=B"),
    ("https://báomới.example.vn/rss", "https://báomới.example.vn/rss"),
    ("tiếngviệt.vn", "https://tiếngviệt.vn/"),
    ("https://b.example.vn?rss=1", "https://b.example.vn?rss=1"),
    ("https://b.example.vn/tin mới/rss", "https://b.example.vn/tin%20mới/rss"),
    # counter-examples: what is right already, and what is no web address
    ("https://b.example.vn/a_(b)", "https://b.example.vn/a_(b)"),
    ("https://b.example.vn/tin?q=a//b&u=http://c.vn/", "https://b.example.vn/tin?q=a//b&u=http://c.vn/"),
    ("https://b.example.vn/x?copy=1&lang=vi&reg=2", "https://b.example.vn/x?copy=1&lang=vi&reg=2"),
    ("http://[2001:db8::1]:8080/rss", "http://[2001:db8::1]:8080/rss"),
    ("ftp://b.example.vn/rss", "ftp://b.example.vn/rss"),
    ("javascript:alert(1)", "javascript:alert(1)"),
    ("mailto:toasoan@b.example.vn", "mailto:toasoan@b.example.vn"),
    ("file:///etc/passwd", "file:///etc/passwd"),
    ("http://user:mật@b.example.vn/", "http://user:mật@b.example.vn/"),
    ("Báo Mẫu", "Báo Mẫu"),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "address"), TYPED)
def test_an_address_is_understood_as_people_write_it(typed: str, address: str) -> None:
    assert typed_address(typed) == address
