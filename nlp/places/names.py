"""A name of a place as it is compared: lower case, tone apart from its vowel, `y` as `i` where they alternate.

Taking the tone off its vowel makes `Hoà Bình`, `Hòa Bình` and their decomposed forms one key, without a table.
"""

import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300": "2", "\u0301": "1", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_LONE_Y = re.compile(r"^([^aeiouăâêôơưy]+|qu)y$")  # Lý, Mỹ, Quý; but not Thúy, Tây, Y
APOSTROPHES = "'’‘`´ʼ′＇"
TOKEN = re.compile(r"[^\W_](?:[\w\u0300-\u036f]|['’](?=[^\W_]))*|[-–]")

# The words before a name, longest first, and the kinds of unit they may stand before.
KINDS = ("Thành phố", "Thị trấn", "Đặc khu", "Thị xã", "Phường", "Huyện", "Quận", "Tỉnh", "Xã")


@lru_cache(maxsize=65536)
def syllable_key(word: str) -> str:
    if word in "-–":
        return "-"
    plain = unicodedata.normalize("NFD", word.lower().replace("’", "'"))
    tone = "".join(_TONES[c] for c in plain if c in _TONES)
    base = "".join(c for c in plain if c not in _TONES)
    base = unicodedata.normalize("NFC", base)
    return _LONE_Y.sub(r"\1i", base) + tone


def name_key(name: str) -> str:
    return " ".join(syllable_key(word) for word in TOKEN.findall(name))


def words_of(name: str) -> list[str]:
    """Its words, without the dashes between them."""
    return [word for word in TOKEN.findall(name) if word not in "-–"]


def split_kind(full_name: str) -> tuple[str, str]:
    """("Thị xã", "Sa Pa") from "Thị xã Sa Pa"; ("", name) when no kind stands first."""
    for kind in KINDS:
        if full_name.lower().startswith(kind.lower() + " "):
            return kind, full_name[len(kind) + 1 :]
    return "", full_name
