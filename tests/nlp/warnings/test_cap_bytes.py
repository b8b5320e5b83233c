"""CAP messages as services really write them: blanks before the declaration, and other bytes than declared."""

from datetime import UTC, datetime

import pytest

from domain.errors import BadInput
from domain.hazards import Hazard
from domain.page import FetchedPage
from nlp.warnings.cap import read_cap
from tests.nlp.warnings.caps import HEAD, an_alert, an_info

BODY = an_alert(an_info(), head="")
HEADLINE = "Cảnh báo lũ quét tại Bát Xát"


def declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>{BODY}'


def tones_apart(text: str) -> bytes:
    """As Vietnamese Windows writes it: a letter, and its tone after it."""
    import unicodedata

    out = bytearray()
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", letter)
            base, tones = apart[0], apart[1:]
            marks = [m for m in tones if m not in "\u0300\u0301\u0303\u0309\u0323"]
            whole = unicodedata.normalize("NFC", base + "".join(marks))
            out += whole.encode("cp1258") + "".join(m for m in tones if m not in marks).encode("cp1258")
    return bytes(out)


PAGES = {
    "plain": (HEAD + BODY).encode(),
    "newline first": ("\n" + HEAD + BODY).encode(),
    "blanks and tabs": (" \t\r\n\r\n  " + HEAD + BODY).encode(),
    "a mark": b"\xef\xbb\xbf" + (HEAD + BODY).encode(),
    "a mark and a newline": b"\xef\xbb\xbf\n" + (HEAD + BODY).encode(),
    "a newline and a mark": b"\n\xef\xbb\xbf" + (HEAD + BODY).encode(),
    "two marks": b"\xef\xbb\xbf\xef\xbb\xbf" + (HEAD + BODY).encode(),
    "a mark that was encoded twice": "ï»¿".encode() + (HEAD + BODY).encode(),
    "a comment": ("<!-- Đài KTTV -->" + HEAD + BODY).encode(),
    "comments with marks in them": ("<!-- a > b -->\n<!-- <alert -->\n" + HEAD + BODY).encode(),
    "a comment and no declaration": ("<!-- máy chủ 2 -->\n" + BODY).encode(),
    "no-break and zero-width spaces": ("\u00a0\u200b" + HEAD + BODY).encode(),
    "a zero": b"\0" + (HEAD + BODY).encode(),
    "a style sheet": (HEAD + '<?xml-stylesheet type="text/xsl" href="cap.xsl"?>\n' + BODY).encode(),
    "blanks and zeros behind": (HEAD + BODY + "\n\n\0\0").encode(),
    "UTF-8 that declares Latin-1": declared("ISO-8859-1").encode(),
    "UTF-8 that declares ASCII": declared("us-ascii").encode(),
    "UTF-8 that declares Windows": declared("windows-1252").encode(),
    "UTF-8 that declares UTF-16": declared("utf-16").encode(),
    "UTF-8 that declares nothing there is": declared("x-vietnam").encode(),
    "UTF-16 that declares UTF-8": (HEAD + BODY).encode("utf-16"),
    "UTF-16 without a mark": (HEAD + BODY).encode("utf-16-le"),
    "UTF-16, the other end first": (HEAD + BODY).encode("utf-16-be"),
    "Vietnamese Windows that declares UTF-8": tones_apart(HEAD + BODY),
    "Vietnamese Windows as declared": tones_apart(declared("windows-1258")),
    "Vietnamese Windows that declares Latin-1": tones_apart(declared("iso-8859-1")),
    "one broken byte": (HEAD + BODY).encode().replace(b"V\xc3\xb9", b"V\xc3").replace("vùng".encode(), b"v\xf9ng"),
    "letters as entities of HTML": (HEAD + BODY).replace("Cảnh báo", "C&#7843;nh b&aacute;o").encode(),
    "control characters inside": (HEAD + BODY).replace("vùng cao", "vùng\x0b cao\x1f").encode(),
    "apart accents": __import__("unicodedata").normalize("NFD", HEAD + BODY).encode(),
    "a prefix": (HEAD + BODY).replace("<", "<cap:").replace("<cap:/", "</cap:").replace("<cap:?", "<?")
    .replace("xmlns=", "xmlns:cap=").encode(),
}  # fmt: skip


@pytest.mark.parametrize("content", PAGES.values(), ids=PAGES)
def test_a_message_is_read_whatever_stands_around_it_and_whatever_it_says_of_its_bytes(content: bytes) -> None:
    page = FetchedPage(url="https://dai.example/1", content=content, fetched_at=datetime.now(UTC))
    assert page.is_cap  # by its root alone
    warning = read_cap(content)
    assert (warning.headline, warning.hazard, warning.codes) == (HEADLINE, Hazard.FLASH_FLOOD, ("15",))


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n\n", b"<!-- alert -->", b"<html><alert>", b"<!-- " * 5000, b"<!-- x -->" * 1500 + b"<a>",
        b"xin chao <alert>", b'\n<!DOCTYPE alert [<!ENTITY x "y">]><alert/>',
        '<!DOCTYPE alert [<!ENTITY x "y">]><alert/>'.encode("utf-16"), b"\x1f\x8b\x08",
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused_and_quickly(content: bytes) -> None:
    assert not FetchedPage(url="https://dai.example/1", content=content, fetched_at=datetime.now(UTC)).is_cap
    with pytest.raises(BadInput):
        read_cap(content)
