"""The digest's text as the fields of its form."""

from api.typed import Fields, plain
from desk.digest.merging import DigestText


def of(text: DigestText) -> Fields:
    lines = (field for key, said in text.lines for field in (("articles", key), ("texts", said)))
    return (("opening", text.opening), *lines)


def text(fields: Fields) -> DigestText:
    """The other way round. Fields that are none of the digest's are left out."""
    opening = next((value for name, value in fields if name == "opening"), "")
    keys = [value for name, value in fields if name == "articles"]
    said = [value for name, value in fields if name == "texts"]
    return DigestText(opening=plain(opening), lines=tuple(zip(keys, map(plain, said), strict=False)))


def readable(text: DigestText) -> str:
    """To be compared by eye."""
    return "\n\n".join((text.opening, *(f"{number}. {said}" for number, (_, said) in enumerate(text.lines, 1))))
