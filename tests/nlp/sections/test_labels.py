"""The publisher knows: its label, breadcrumb, path or host says the section before any model."""

import json
from pathlib import Path

import pytest

from domain.understanding import Section
from nlp.sections.labels import NARROW, said_by_publisher
from nlp.sections.model import likely_sections

EVEN = dict.fromkeys(Section, 0.1)


def told(label: str, url: str = "") -> str:
    said = said_by_publisher(label, url)
    return said.section.value if said else ""


@pytest.mark.parametrize(
    ("label", "section"),
    [
        ("Y tế", "suc-khoe"),
        ("SỨC KHỎE", "suc-khoe"),
        ("Sức khoẻ", "suc-khoe"),
        ("suc-khoe", "suc-khoe"),
        ("Sức khỏe – Đời sống", "suc-khoe"),
        ("Trang chủ > Sức khỏe > Dinh dưỡng", "suc-khoe"),
        ("Tin tức / Thể thao", "the-thao"),
        ("Bóng đá | Ngoại hạng Anh", "the-thao"),
        ("Thể thao 24h, World Cup", "the-thao"),
        ("Chính trị - Xã hội", "chinh-tri-xa-hoi"),
        ("Xã hội", "chinh-tri-xa-hoi"),
        ("Thời sự", "chinh-tri-xa-hoi"),
        ("Tin cảnh báo", "chinh-tri-xa-hoi"),
        ("Kinh tế", "kinh-doanh"),
        ("Bất động sản", "kinh-doanh"),
        ("Tài chính & Ngân hàng", "kinh-doanh"),
        ("Pháp luật – Bạn đọc", "phap-luat"),
        ("Ký sự pháp đình", "phap-luat"),
        ("Văn hoá", "van-hoa"),
        ("Văn hóa - Giải trí", "van-hoa"),
        ("Quốc tế", "the-gioi"),
        ("Thế giới » Quân sự", "the-gioi"),
        ("Chuyển đổi số", "vi-tinh"),
        ("Công nghệ", "vi-tinh"),
        ("Khoa học và Công nghệ", "khoa-hoc"),
        ("Đời sống", "doi-song"),
        ("Nhân ái", "doi-song"),
        ("Du lịch", "doi-song"),
    ],
)
def test_a_label_is_known_however_it_is_written(label: str, section: str):
    assert told(label) == section


@pytest.mark.parametrize(
    ("url", "section"),
    [
        ("https://bao.example.vn/suc-khoe/tiem-chung-123.html", "suc-khoe"),
        ("https://bao.example.vn/the-thao/bong-da/u23-thang-1.htm", "the-thao"),
        ("https://bao.example.vn/tin-tuc/thoi-su/mua-lon-1.html", "chinh-tri-xa-hoi"),
        ("https://bao.example.vn/chinh-tri-xa-hoi/hop-dan.html", "chinh-tri-xa-hoi"),
        ("https://bao.example.vn/phapluat/vu-an.html", "phap-luat"),
        ("https://bao.example.vn/kinh-te/2026/11/gia-che.html", "kinh-doanh"),
        ("https://bao.example.vn/van%20hoa/le-hoi.html", "van-hoa"),
        ("https://thethao.example.vn/u23-thang.html", "the-thao"),
        ("https://suckhoedoisong.example/tiem-chung.html", "suc-khoe"),
        ("https://soyte.example.vn/tin/1.html", "suc-khoe"),
        ("https://bao.example.vn/suc-khoe-la-vang-1.html", ""),  # the article's own words are no folder
        ("https://bao.example.vn/tin/1.html", ""),
        ("urn:diemtin:1", ""),
        ("http://[", ""),
    ],
)
def test_an_address_tells_what_the_label_does_not(url: str, section: str):
    assert told("", url) == section
    assert told("Thông báo", url) == section


@pytest.mark.parametrize("label", ["", "Thông báo", "Tin tức", "Trang chủ", "Mới nhất", "Video", "---", "Bạn đọc"])
def test_what_tells_nothing_is_not_guessed(label: str):
    assert told(label) == ""


def test_the_label_stands_before_the_address():
    assert told("Y tế", "https://bao.example.vn/the-thao/1.html") == "suc-khoe"


def test_a_narrow_label_decides_and_a_wide_one_leans():
    sure = {one: 0.91 if one is Section.HEALTH else 0.01 for one in Section}
    sport, wide = said_by_publisher("Thể thao"), said_by_publisher("Xã hội")
    assert sport
    assert wide
    assert sport.weigh(sure)[Section.SPORT] == pytest.approx(NARROW)
    assert sum(sport.weigh(sure).values()) == pytest.approx(1)
    assert likely_sections(wide.weigh(EVEN)) == (Section.POLITICS_SOCIETY,)
    assert likely_sections(wide.weigh(sure)) == (Section.HEALTH,)
    assert sum(wide.weigh(sure).values()) == pytest.approx(1)


def test_the_weeks_of_notices_are_told_right_by_their_publishers():
    """Ours to ship (`../shared/data/notices`), and never learnt from: 0.95 where the publisher says."""
    folder = Path(__file__).parents[4] / "shared/data/notices"
    if not folder.exists():
        pytest.skip("../shared/data/notices is absent")
    truth = {row["id"]: row for row in map(json.loads, (folder / "truth.ndjson").read_text("utf-8").splitlines())}
    rows = [json.loads(line) for line in (folder / "articles.ndjson").read_text("utf-8").splitlines()]
    said = [(said_by_publisher(row["publisher_section"]), truth[row["id"]]) for row in rows]
    narrow = [(one.section in (true["section"], true["also"])) for one, true in said if one and one.narrow]
    assert len(narrow) > 50
    assert sum(narrow) >= 0.95 * len(narrow)
