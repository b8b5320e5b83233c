"""Text typed for the fonts of the 1990s, TCVN3 (ABC) and VNI, told apart and turned into Unicode.

The pages declare Latin-1 or UTF-8 and rely on a font to draw «Tµi liÖu» as «Tài liệu», so no codec sees it.
Sources: TCVN 5712:1993 (third table) and the VNI-Windows keyboard table.
"""

import re
import unicodedata

from vietnamese.plausibility import likeness

_TCVN3 = (
    "¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ¨ă©âªê«ô¬ơ\xadư®đ"
    "µà¶ả·ã¸á¹ạ»ằ¼ẳ½ẵ¾ắÆặÇầÈẩÉẫÊấËậÌèÎẻÏẽÐéÑẹÒềÓểÔễÕếÖệ"
    "×ìØỉÜĩÝíÞịßòáỏâõãóäọåồæổçỗèốéộêờëởìỡíớîợïùñủòũóúôụõừöử÷ữøứùựúỳûỷüỹýýþỵ"
)
_TO_UNICODE = {ord(old): new for old, new in zip(_TCVN3[::2], _TCVN3[1::2], strict=True)}
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_BREVE, _ROOF = "\u0306", "\u0302"
_VNI_MARKS = {
    **dict(zip("ùøûõï", (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True)),
    **dict(zip("éèúüë", (_BREVE + tone for tone in (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT)), strict=True)),
    **dict(zip("áàåãä", (_ROOF + tone for tone in (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT)), strict=True)),
    "ê": _BREVE,
    "â": _ROOF,
}
_VNI_LETTERS = dict(zip("ôöñíìæóòîÔÖÑÍÌÆÓÒÎ", "ơưđíìỉĩịỵƠƯĐÍÌỈĨỊỴ", strict=True))
_VNI_CLUSTER = re.compile(f"([aeouyôöAEOUYÔÖ])([{''.join(_VNI_MARKS)}{''.join(_VNI_MARKS).upper()}])")
_VNI_SINGLE = re.compile(f"[{''.join(_VNI_LETTERS)}]")
_LATIN = re.compile(r"[\u00a1-\u00ff]")
_BELOW_LATIN = bytes(range(0xA1))
_MODERN = re.compile(r"[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_MIN_SIGN_SHARE = 0.08  # share of such signs in the text: French has 0.04, text in these fonts 0.15 and more
_MIN_ACCENTED_WORDS = 8  # different accented words: fewer could be chance


def from_tcvn3(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_TO_UNICODE))


def from_vni(text: str) -> str:
    """Vowel + mark becomes one letter; a mark that follows no vowel is left as it is."""
    pieces: list[str] = []
    end = 0
    for match in _VNI_CLUSTER.finditer(text):
        pieces.append(_singles(text[end : match.start()]))
        pieces.append(_singles(match[1]) + _VNI_MARKS[match[2].lower()])
        end = match.end()
    pieces.append(_singles(text[end:]))
    return unicodedata.normalize("NFC", "".join(pieces))


def _singles(text: str) -> str:
    return _VNI_SINGLE.sub(lambda match: _VNI_LETTERS[match[0]], text)


def detect(text: str) -> str:
    """ "tcvn3", "vni" or "" for text that is fine as it stands."""
    latin = len(text.encode("latin-1", "ignore").translate(None, _BELOW_LATIN))
    if latin < max(_MIN_ACCENTED_WORDS, _MIN_SIGN_SHARE * len(text)) or len(_MODERN.findall(text)) > latin // 4:
        return ""
    best, name = max((likeness(convert(text))[1], name) for name, convert in CONVERTERS.items())
    count, now = _words_with_marks(text)
    return name if count >= _MIN_ACCENTED_WORDS and best >= 0.8 and best > now + 0.2 else ""


def _words_with_marks(text: str) -> tuple[int, float]:
    """As `likeness`, but words are cut at spaces: the fonts use signs such as µ and ® as letters."""
    words = {word for word in text.split() if _LATIN.search(word)}
    return len(words), likeness(text)[1]


CONVERTERS = {"tcvn3": from_tcvn3, "vni": from_vni}
