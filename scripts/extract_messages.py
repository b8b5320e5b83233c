"""python -m scripts.extract_messages: bring messages/en/screens.po to what the screens say; list what lacks English.

A text whose English stands in the file of its noun, messages/en/NAME.po, stays there.

The exit code is 1 while English is missing. Entries keep their order and their English; new ones come last.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from messages.catalogue import entries

API = Path(__file__).parents[1] / "api"
ENGLISH = API.parent / "messages" / "en" / "screens.po"
METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"templates/**.html": {"trim_blocks": "true", "silent": "false", "newstyle_gettext": "true"}}


def said() -> dict[str, str]:
    """Every text that the templates and the Python of api/ say, by gettext, and where it stands."""
    found = {}
    for file, line, message, _, _ in extract_from_dir(API, METHODS, OPTIONS):
        for text in [message] if isinstance(message, str) else message:
            found[str(text)] = f"{file}:{line}"
    return found


def translated() -> dict[str, str]:
    """Every text that has its English: codes have Vietnamese entries as well, and texts are Vietnamese themselves."""
    return {text: english for text, english in entries("en").items() if text not in entries("vi")}


def elsewhere() -> set[str]:
    """Those texts that have their English in the file of their noun."""
    return set(translated()) - set(_translations(ENGLISH.read_text(encoding="utf-8")))


def _translations(catalogue: str) -> dict[str, str]:
    read = read_po(BytesIO(catalogue.encode()))
    return {str(message.id): str(message.string) for message in read if message.id and message.string}


def refreshed(catalogue: str, texts: set[str]) -> str:
    """The catalogue with an entry for each of these texts and for no other; its head stays as it was written."""
    english = _translations(catalogue)
    made = Catalog(locale="en")
    for text in [*(known for known in english if known in texts), *sorted(texts - set(english))]:
        made.add(text, english.get(text, ""))
        made[text].flags.clear()  # Babel guesses a format from every brace and per cent
    body = BytesIO()
    write_po(body, made, width=0, omit_header=True, no_location=True)
    return catalogue.partition("\n\n")[0] + "\n\n" + body.getvalue().decode().strip() + "\n"


if __name__ == "__main__":
    where = said()
    before = ENGLISH.read_text(encoding="utf-8")
    missing = sorted(set(where) - set(translated()))
    ENGLISH.write_text(refreshed(before, set(where) - elsewhere()), encoding="utf-8")
    for text in missing:
        print(f"no English yet ({where[text]}): {text}")
    print(f"{ENGLISH.relative_to(API.parent)}: {len(where)} texts, {len(missing)} without English")
    sys.exit(bool(missing))
