"""The same Vietnamese sentence in every encoding that old and careless portals use."""

import unicodedata
from datetime import UTC, datetime

import pytest

from crawlers.decode import legacy_fonts
from crawlers.decode.charset import decode
from crawlers.extract.article import PageExtractor
from domain.page import FetchedPage

TEXT = (
    "Ủy ban nhân dân tỉnh Lào Cai thông báo lịch tiêm chủng mở rộng cho trẻ dưới một tuổi. Phụ huynh đưa trẻ đến "
    "trạm y tế xã, mang theo sổ tiêm và giữ ấm cho trẻ trên đường đi. Đường về các thôn vùng cao đang sửa chữa."
)
TCVN3 = (
    "ñy ban nh©n d©n tØnh Lµo Cai th«ng b¸o lÞch tiªm chñng më réng cho trÎ d\xadíi mét tuæi. Phô huynh ®\xada trÎ "
    "®Õn tr¹m y tÕ x·, mang theo sæ tiªm vµ gi÷ Êm cho trÎ trªn ®\xadêng ®i. "
    "§\xadêng vÒ c¸c th«n vïng cao ®ang söa ch÷a."
)
VNI = (
    "UÛy ban nhaân daân tænh Laøo Cai thoâng baùo lòch tieâm chuûng môû roäng cho treû döôùi moät tuoåi. Phuï huynh "
    "ñöa treû ñeán traïm y teá xaõ, mang theo soå tieâm vaø giöõ aám cho treû treân ñöôøng ñi. Ñöôøng veà caùc thoân "
    "vuøng cao ñang söûa chöõa."
)


def _windows_1258(text: str) -> bytes:
    """As Windows typed it: tones apart from their letters, ă â đ ê ô ơ ư whole."""
    tones = dict(zip("\u0300\u0301\u0303\u0309\u0323", range(5), strict=True))
    out = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(part for part in parts if part in tones)
        out.append(unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones)) + tone)
    return "".join(out).encode("cp1258")


def _html(text: str, charset: str = "") -> str:
    claim = f"<meta charset={charset}>" if charset else ""
    return f"<html><head>{claim}<title>x</title></head><body><p>{text}</p></body></html>"


CASES = {
    "UTF-8, said nowhere": (_html(TEXT).encode(), None),
    "UTF-8, header says Latin-1": (_html(TEXT).encode(), "text/html; charset=iso-8859-1"),
    "UTF-8, meta says windows-1258": (_html(TEXT, "windows-1258").encode(), "text/html"),
    "UTF-8 with its mark, header says windows-1252": (
        b"\xef\xbb\xbf" + _html(TEXT).encode(),
        "text/html; charset=windows-1252",
    ),
    "UTF-8, decomposed": (unicodedata.normalize("NFD", _html(TEXT)).encode(), "text/html; charset=utf-8"),
    "UTF-8, cut inside a letter": (_html(TEXT).encode() + "ệ".encode()[:2], "text/html; charset=utf-8"),
    "UTF-8, header says nonsense": (_html(TEXT).encode(), "text/html; charset=klingon"),
    "UTF-8, header names no text at all": (_html(TEXT).encode(), "text/html; charset=zip"),
    "UTF-16 with its mark": (_html(TEXT).encode("utf-16"), "text/html; charset=utf-8"),
    "UTF-16 without a mark": (_html(TEXT).encode("utf-16-le"), None),
    "windows-1258, said by the header": (_windows_1258(_html(TEXT)), "text/html; charset=windows-1258"),
    "windows-1258, said by the meta": (_windows_1258(_html(TEXT, "windows-1258")), "text/html"),
    "windows-1258, said nowhere": (_windows_1258(_html(TEXT)), None),
    "windows-1258, header says UTF-8": (_windows_1258(_html(TEXT)), "text/html; charset=utf-8"),
    "windows-1258, meta says Latin-1": (_windows_1258(_html(TEXT, "iso-8859-1")), "text/html"),
}


@pytest.mark.parametrize("name", list(CASES))
def test_the_sentence_is_read_whatever_the_page_claims(name: str) -> None:
    content, header = CASES[name]
    text = decode(content, header)

    assert TEXT in text
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize(
    ("text", "codec", "header"),
    [
        ("Die Straße führt über die Brücke, schöne Grüße aus Köln", "iso-8859-1", "text/html; charset=iso-8859-1"),
        ("Die Straße führt über die Brücke, schöne Grüße aus Köln", "cp1252", None),
        ("Prezydent podpisał ustawę o ochronie środowiska", "iso-8859-2", "text/html; charset=iso-8859-2"),
        ("Погода в Ханое сегодня жаркая", "cp1251", "text/html; charset=windows-1251"),
    ],
)
def test_other_languages_keep_the_encoding_that_they_claim(text: str, codec: str, header: str | None) -> None:
    assert text in decode(_html(text).encode(codec), header)


@pytest.mark.parametrize(("name", "typed"), [("tcvn3", TCVN3), ("vni", VNI)])
def test_text_typed_for_an_old_font_is_told_and_turned_into_unicode(name: str, typed: str) -> None:
    assert legacy_fonts.detect(typed) == name
    converted = legacy_fonts.CONVERTERS[name](typed)
    assert converted.lower() == TEXT.lower()  # TCVN3 has no capital Ủ: its capitals are another font


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        unicodedata.normalize("NFD", TEXT),
        "Le président a été reçu à l'Élysée, où il a évoqué la réforme des retraites et l'été à venir, déjà chaud.",
        "Für größere Städte müssen künftig höhere Gebühren gezahlt werden, schätzen Behörden in Köln und München.",
        "El año próximo habrá más días de descanso según anunció el señor ministro en la rueda de prensa de mañana.",
        "plain English text without a single accent in it",
        "",
    ],
)
def test_modern_text_is_left_as_it_is(text: str) -> None:
    assert legacy_fonts.detect(text) == ""


@pytest.mark.parametrize("typed", [TCVN3, VNI])
@pytest.mark.parametrize("codec", ["cp1252", "utf-8"])
def test_an_old_portal_becomes_an_article_in_unicode(typed: str, codec: str) -> None:
    html = f"<html><body><h1>{typed[:60]}</h1><p>{typed}</p><p>{typed[60:]}</p></body></html>"
    page = FetchedPage(
        url="https://cu.example.vn/a.html", content=html.encode(codec), fetched_at=datetime(2026, 11, 23, tzinfo=UTC)
    )

    article = PageExtractor().extract(page)

    assert TEXT[1:] in article.text
    assert article.title.lower() == legacy_fonts.CONVERTERS[legacy_fonts.detect(typed)](typed[:60]).lower()


def test_capitals_that_only_the_font_made_are_capitals_again() -> None:
    html = f"<html><body><p><font face='.VnTimeH'>lµo cai</font></p><p>{TCVN3}</p><p>{TCVN3}</p></body></html>"
    page = FetchedPage(
        url="https://cu.example.vn/a.html",
        content=f"<title>Tin cũ của tỉnh</title>{html}".encode(),
        fetched_at=datetime(2026, 11, 23, tzinfo=UTC),
    )

    assert "LÀO CAI" in PageExtractor().extract(page).text
