"""The reader's language: the one chosen on the screens, else Vietnamese. API callers may also ask for one."""

from collections.abc import Iterator

from fastapi import Request

from messages.catalogue import LANGUAGES

LANGUAGE_COOKIE = "ngon-ngu"
FIRST_LANGUAGE = LANGUAGES[0]


def of_screens(request: Request) -> str:
    """The language of the screens: only the person's choice counts, because browsers ask for English by themselves."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, FIRST_LANGUAGE)
    return chosen if chosen in LANGUAGES else FIRST_LANGUAGE


def of_api(request: Request) -> str:
    if request.cookies.get(LANGUAGE_COOKIE) in LANGUAGES:
        return of_screens(request)
    accepted = sorted(_accepted(request.headers.get("Accept-Language", "")), reverse=True)
    return next((language for _, language in accepted if language in LANGUAGES), FIRST_LANGUAGE)


def _accepted(header: str) -> Iterator[tuple[float, str]]:
    """Each language that is accepted, with its weight; of equal weight Vietnamese sorts last, and so comes first."""
    for part in header.split(","):
        tag, _, weight = part.replace(" ", "").partition(";q=")
        try:
            yield float(weight or 1), tag.partition("-")[0].lower()
        except ValueError:
            continue
