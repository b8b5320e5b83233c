"""Telling Vietnamese sentences of ours from English ones."""

NAMES = ("Điểm Tin",)  # a name stays as it is
_PLAIN = set("“”’…–—×≈↑→")


def vietnamese_letters(text: str) -> str:
    """The letters with Vietnamese marks that are left in the text, apart from names."""
    for name in NAMES:
        text = text.replace(name, "")
    return "".join(letter for letter in text if ord(letter) > 127 and letter not in _PLAIN)
