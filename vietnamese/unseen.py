"""Letters that nobody sees: soft hyphens, joiners, marks of direction, fillers, selectors of variants."""

import re
from itertools import islice

_MAX_JOINED = 200
_PICTURES = "©®‼⁉\u2122-\u21ff\u2300-\u2bff〰〽㊗㊙\U0001f000-\U0001faff"
# In emoji some of them tell what is drawn: a family, a flag, a key, a heart in colour.
_DRAWN = (
    f"(?<=[{_PICTURES}])\ufe0f|(?<=[0-9#*])\ufe0f(?=\u20e3)|(?<=[{_PICTURES}\ufe0f])\u200d(?=[{_PICTURES}])"
    "|\U0001f3f4[\U000e0020-\U000e007e]{2,8}\U000e007f"
)
_LETTERS = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"
)
_ANY = re.compile(f"[{_LETTERS}\u2800]")  # nearly every text has none of them, which is soon seen
_UNSEEN = re.compile(f"({_DRAWN})|[{_LETTERS}]")


def without_unseen(text: str) -> str:
    """For text in Unicode only: to old Vietnamese fonts a soft hyphen is «ư». A blank in Braille is a blank."""
    return text if text.isascii() or not _ANY.search(text) else _UNSEEN.sub(r"\1", text).replace("\u2800", " ")


_DRAWN_TOGETHER = re.compile(
    f"[{_PICTURES}]\ufe0f?(?:\u200d[{_PICTURES}\ufe0f]{{1,4}})+|\U0001f3f4[\U000e0020-\U000e007e]{{2,8}}\U000e007f"
)
_JOINTS = re.compile("[\u200d\U000e0020-\U000e007f]")


def joined_pictures(text: str) -> dict[str, str]:
    """Emoji made of several, by what is left of them where a reader has dropped their joints."""
    found = islice(_DRAWN_TOGETHER.finditer(text), _MAX_JOINED)
    return {_JOINTS.sub("", one[0]): one[0] for one in found}
