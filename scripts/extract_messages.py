"""python scripts/extract_messages.py: list what the screens say that api/locales/en.po does not have (exit code 1)."""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po

API = Path(__file__).parents[1] / "api"


def said() -> dict[str, str]:
    """Every Vietnamese text of the templates and of the labels in api/pages.py, and where it stands."""
    found = {}
    for template in sorted((API / "templates").glob("*.html")):
        with template.open("rb") as stream:
            options = {"trim_blocks": "true", "silent": "false", "newstyle_gettext": "true"}
            for line, message, _, _ in extract("jinja2.ext:babel_extract", stream, options=options):
                for text in [message] if isinstance(message, str) else message:
                    found[str(text)] = f"{template.name}:{line}"
    return found | dict(labels())


def labels() -> Iterator[tuple[str, str]]:
    from api import pages

    for name in ("SECTION_NAMES", "STAGE_NAMES", "ROLE_NAMES", "ACTION_NAMES"):
        yield from ((text, f"pages.py:{name}") for text in getattr(pages, name).values())
    yield from ((text, "pages.py:PART_NAMES") for text in pages.PART_NAMES)


def translated() -> dict[str, str]:
    with (API / "locales" / "en.po").open("rb") as stream:
        return {str(message.id): str(message.string) for message in read_po(stream) if message.id and message.string}


if __name__ == "__main__":
    known = translated()
    missing = {text: where for text, where in said().items() if not known.get(text)}
    for text, where in missing.items():
        print(f"# {where}\nmsgid {text!r}")
    for text in sorted(set(known) - set(said())):
        print(f"# no longer said: {text!r}")
    sys.exit(bool(missing))
