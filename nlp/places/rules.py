"""What speaks for and against a capitalised name being a place: who and what is named before and after it."""

from nlp.places.names import syllable_key
from nlp.places.scan import Found, Words

_NOT_RIGHT = frozenset(
    ("fc", "new", "group", "club", "hotel", "plaza", "tower", "city", "tv", "times", "star", "media")
)
_OFFICES = frozenset(
    ("ubnd", "hđnd", "mttq", "ubmttq", "công", "sở", "cdc", "pc07", "csgt", "đtnd", "vksnd", "tand", "bqp", "bhxh")
)


def is_refused(item: Found, text: str, vocabulary: Words) -> bool:
    """A person, a street, a club, a firm, a newspaper, or a place abroad."""
    if vocabulary.abroad.match(text, item.end):
        return True
    if item.right and item.right[0].lower() in _NOT_RIGHT:
        return True
    if item.kind:
        return _joined(item, vocabulary)
    word = item.left[-1] if item.left else item.before.rstrip()[-3:]
    if item.right and item.right[0].isdigit() and word.lower() == "tàu":
        return True  # a ship's name has a number
    before = item.before if not item.left else ""
    if not item.left and (vocabulary.persons.search(before) or vocabulary.things.search(before)):
        return True
    if item.left:
        lead = f"{item.before}{' '.join(item.left)} "
        if vocabulary.things.search(lead) or vocabulary.persons.search(lead):
            return True
        return not item.shout and _is_name(item.left, vocabulary)
    return False


def is_person(item: Found, vocabulary: Words) -> bool:
    """The article names a person so: elsewhere the bare name needs a preposition of place."""
    if item.kind:
        return False
    lead = f"{item.before}{' '.join(item.left)} " if item.left else item.before
    return _is_name(item.left, vocabulary) or vocabulary.persons.search(lead)


def _is_name(left: tuple[str, ...], vocabulary: Words) -> bool:
    """The words before the match, in its own run, begin a person's name: Nguyễn | Thái Bình."""
    words = [w for w in left if w not in "-–"]
    if not words or left[-1] in "-–":
        return False
    tail = words[-3:]
    return any(syllable_key(w) in vocabulary.surnames for w in tail) and not any(
        w.isupper() and len(w) > 1 for w in tail
    )


def _joined(item: Found, vocabulary: Words) -> bool:
    """The name goes on to the right with a word that no place and no person begins with."""
    if not item.right or item.shout or item.right[0] in "-–":
        return False
    first = item.right[0]
    return not (syllable_key(first) in vocabulary.surnames or first.isupper() or len(item.right) > 1)


def is_named(item: Found, vocabulary: Words) -> bool:
    """A bare match is the whole name: nothing of its run is left over but a person's name after an office."""
    if item.shout:
        return True
    if (
        item.right
        and item.right[0] not in "-–"
        and not item.right[0].isdigit()
        and syllable_key(item.right[0]) not in vocabulary.surnames
    ):
        return False
    if not item.left or item.left[-1] in "-–":
        return True
    last = item.left[-1]
    return len(item.left) == 1 or last.isupper() or item.key not in vocabulary.namelike


def is_supported(item: Found, vocabulary: Words) -> bool:
    """A preposition of place, or an office, stands right before the name."""
    lead = f"{item.before}{' '.join(item.left)} " if item.left else item.before
    return vocabulary.locative.search(lead) or bool(item.left and item.left[-1].lower() in _OFFICES)
