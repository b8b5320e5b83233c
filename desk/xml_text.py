"""Publishers' and people's words in XML that we write."""

import re
from xml.sax.saxutils import escape, quoteattr

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2 Characters


def clean(text: str) -> str:
    """Escaped, without the characters that XML has no way to hold."""
    return escape(_FORBIDDEN.sub("", text))


def quoted(text: str) -> str:
    """The value of an attribute, with its quotes."""
    return quoteattr(_FORBIDDEN.sub("", text))


def tag(name: str, text: str) -> str:
    return f"<{name}>{clean(text)}</{name}>"
