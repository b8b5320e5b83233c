"""How papers write a commune's address, in forms that no list of ours holds: made from the official names."""

import re
import unicodedata
from collections.abc import Callable

SHORT = {"Xã": "X.", "Phường": "P.", "Đặc khu": "Đặc khu "}
OLD_TONE = {"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "òe": "oè", "óe": "oé", "ủy": "uỷ", "úy": "uý"}


def _old_tones(text: str) -> str:
    return re.sub("|".join(OLD_TONE) + r"(?!\w)", lambda found: OLD_TONE.get(found[0], found[0]), text)


def _unquoted(text: str) -> str:
    return re.sub(r"(?<=\w)['’](?=\w)", "", text)


# Each form gets kind, name, the province's kind and name.
FORMS: dict[str, Callable[[str, str, str, str], str]] = {
    "a whole address": lambda k, n, pk, p: f"Sáng nay, {k.lower()} {n}, {pk.lower()} {p} họp dân.",
    "the province in brackets": lambda k, n, _, p: f"Mưa to ở {k.lower()} {n} ({p}) gây ngập.",
    "the province bare": lambda k, n, _, p: f"{k} {n}, {p} mở lớp học.",
    "capitals": lambda k, n, pk, p: f"{k} {n}, {pk} {p}".upper(),
    "abbreviations": lambda k, n, pk, p: f"Ngập ở {SHORT[k]}{n}, {'T.' if pk == 'Tỉnh' else 'TP.'}{p}.",
    "marks apart": lambda k, n, pk, p: unicodedata.normalize("NFD", f"Tại {k.lower()} {n}, {pk.lower()} {p} có mưa."),
    "the old place of tones": lambda k, n, pk, p: _old_tones(f"Tại {k.lower()} {n}, {pk.lower()} {p} có mưa."),
    "no dash in the name": lambda k, n, pk, p: f"{k} {n.replace(' - ', ' ')}, {pk.lower()} {p} họp dân.",
    "a tight dash": lambda k, n, pk, p: f"{k} {n.replace(' - ', '–')}, {pk.lower()} {p} họp dân.",
    "no apostrophe": lambda k, n, pk, p: f"{k} {_unquoted(n)}, {pk.lower()} {p} họp dân.",
    "another apostrophe": lambda k, n, pk, p: f"{k} {n.replace(chr(39), '´')}, {pk.lower()} {p} họp dân.",
    "Đăk, Đắk, Đak": lambda k, n, pk, p: f"{k} {re.sub('Đ[ắă]k', 'Đak', n)}, {pk.lower()} {p} họp dân.",
    "no comma": lambda k, n, pk, p: f"{k} {n} {pk.lower()} {p} họp dân.",
    "hard blanks": lambda k, n, pk, p: f"{k}\u00a0{n}, {pk.lower()}\u00a0{p} họp dân.",
}
