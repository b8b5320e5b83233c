import unicodedata
from datetime import UTC, datetime

import pytest

from demo.texts import blocks, dated, encode, plain, slug

SUNDAY_NIGHT = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)  # already Monday in Vietnam


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("ngày {ngay}", "ngày 23/11"),
        ("{ngay+8}", "1/12"),
        ("{ngaydu-1}", "22/11/2026"),
        ("{thu}", "thứ Hai"),
        ("{thu-1}", "Chủ nhật"),
        ("{gio}", "1 giờ"),
        ("{luc-2}", "23 giờ ngày 22/11"),
        ("{thang+2}", "1"),
        ("{khac}", "{khac}"),
    ],
)
def test_dates_in_a_text_follow_the_clock_in_vietnams_zone(text, filled):
    assert dated(text, SUNDAY_NIGHT) == filled


def test_windows_1258_text_reads_back_as_it_was_written():
    text = "Nghiêng ngả khuỷu tay, ước lượng Đắk Lắk: ẵm, ỡ, ợ, ỹ – “trích” 25 m²"
    assert unicodedata.normalize("NFC", encode(text, "windows-1258").decode("cp1258")) == text


def test_what_windows_1258_lacks_becomes_a_character_reference():
    assert encode("漢", "windows-1258") == b"&#28450;"


def test_a_body_is_cut_into_paragraphs_headings_lists_and_tables():
    parts = blocks("Một\nhai\n\n## Đầu\n\n- a\n- b\n\n| x | y |\n| 1 | 2 |")
    assert [part.kind for part in parts] == ["p", "h2", "ul", "table"]
    assert plain(parts) == "Một hai\nĐầu\n- a\n- b\nx | y\n1 | 2"


def test_a_slug_is_plain_ascii():
    assert slug("Đường 4D: “cấm” xe 10 tấn!") == "duong-4d-cam-xe-10-tan"
