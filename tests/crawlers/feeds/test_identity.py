"""What a front page says of itself, however its makers wrote it."""

import json

import pytest

from crawlers.feeds.identity import read_identity
from domain.sources import SiteIdentity

URL = "https://x.vn/"


def read(page: str) -> SiteIdentity:
    return read_identity(page.encode(), url=URL)


def test_title_name_and_publisher_are_read() -> None:
    things = {"@type": "WebSite", "name": "Báo X", "publisher": {"@type": "NewsMediaOrganization", "name": "Tỉnh ủy X"}}
    page = (
        "<html><head><title> Trang chủ |\n Báo X </title><meta property='og:site_name' content='Báo X điện tử'>"
        f"<script type='application/ld+json'>{json.dumps(things)}</script></head><body>x"
    )
    assert read(page) == SiteIdentity(
        url=URL, title="Trang chủ | Báo X", site_name="Báo X điện tử", publisher="Tỉnh ủy X"
    )


@pytest.mark.parametrize(
    ("footer", "responsible"),
    [
        ("<p>Cơ quan chủ quản: Tỉnh ủy Lào Cai</p>", "Tỉnh ủy Lào Cai"),
        ("<div>CƠ QUAN CHỦ QUẢN: <b>UBND tỉnh Sơn La</b></div>", "UBND tỉnh Sơn La"),
        ("Đơn vị chủ quản:&nbsp;Sở Y tế tỉnh Hà Tĩnh<br>Địa chỉ: số 1", "Sở Y tế tỉnh Hà Tĩnh"),
        ("<span>Cơ quan chủ quản</span><span>: Bộ Y tế</span>", "Bộ Y tế"),
        ("<li>Cơ quan quản lý: Sở Nội vụ. Giấy phép số 12/GP</li>", "Sở Nội vụ"),
        ("<p>Bản quyền thuộc về Công an tỉnh Nghệ An</p>", "Công an tỉnh Nghệ An"),
        ("<p>© 2026 Bản quyền thuộc Ủy ban nhân dân xã Y Tý - Giấy phép 1</p>", "Ủy ban nhân dân xã Y Tý"),
        ("<td>Cơ quan thường trực: Văn phòng UBND</td>", ""),
        ("<p>Cơ quan chủ quản: </p><p>Điện thoại: 0214</p>", ""),
        (f"<p>Cơ quan chủ quản: {'x' * 400}</p>", ""),
        ("<p>Người chịu trách nhiệm: ông Nguyễn Văn A</p>", ""),
        ("<p>Chịu trách nhiệm nội dung: Bà Trần Thị B</p>", ""),
        ("<p>Bản quyền thuộc về chúng tôi</p>", ""),
    ],
)
def test_who_is_responsible_stands_in_the_footer(footer: str, responsible: str) -> None:
    assert read(f"<html><title>x</title><body><p>bài</p><footer>{footer}</footer>").responsible == responsible


@pytest.mark.parametrize(
    "script",
    ["{", "[]", "null", '{"publisher": "Tỉnh ủy X"}', '{"publisher": {"name": ["Tỉnh ủy X"]}}',
     '{"@graph": [{"@type": "WebPage"}, {"@type": "Organization", "name": "Tỉnh ủy X"}]}', '{"publisher": []}'],
)  # fmt: skip
def test_json_ld_of_any_shape_is_no_error(script: str) -> None:
    page = f"<html><title>x</title><script type='application/ld+json'>{script}</script><body>x"
    assert read(page).publisher in ("", "Tỉnh ủy X")


@pytest.mark.parametrize("page", [b"", b"khong phai html", b"<" * 10_000, b"\x00\xff" * 100])
def test_what_is_no_page_says_nothing(page: bytes) -> None:
    assert read_identity(page, url=URL) == SiteIdentity(url=URL)


def test_a_second_name_of_the_site_stands_in() -> None:
    assert read("<html><meta name='application-name' content='Cổng X'><title>x</title>").site_name == "Cổng X"
    assert read("<html><title>x</title><meta name='DC.Publisher' content='Sở X'>").publisher == "Sở X"
