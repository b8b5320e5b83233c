"""The words of pages that stand in for an article, by kind, from `stand_ins.toml`."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.problems import Unreadable

_REASONS = {
    "challenge": Unreadable.PAGE_CHALLENGE,
    "sign-in": Unreadable.PAGE_SIGN_IN,
    "maintenance": Unreadable.PAGE_MAINTENANCE,
    "not-found": Unreadable.PAGE_NOT_FOUND,
    "server-error": Unreadable.PAGE_SERVER_ERROR,
    "needs-script": Unreadable.PAGE_NEEDS_SCRIPT,
    "redirect": Unreadable.PAGE_REDIRECT,
    "consent": Unreadable.PAGE_CONSENT,
}
_NOTHING = "(?!)"  # matches nowhere
_LONGEST_TITLE = 12  # words or pairs of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What one kind of stand-in says. All patterns are for lower-case text."""

    reason: Unreadable
    words: re.Pattern[str]  # of its titles
    title: re.Pattern[str]  # a whole title: words of the kind, and of any site
    says: re.Pattern[str]  # a sentence about the visit itself
    marks: re.Pattern[str]  # of its HTML


@cache
def kinds() -> tuple[Kind, ...]:
    read = tomllib.loads((Path(__file__).parent / "stand_ins.toml").read_text(encoding="utf-8"))
    site, you, system = (_any(read.pop(name)) for name in ("site", "you", "system"))
    return tuple(_kind(name, about, site, {"{you}": you, "{system}": system}) for name, about in read.items())


@cache
def says_any() -> re.Pattern[str]:
    """What any kind says of the visit, in one search."""
    return re.compile("|".join(kind.says.pattern for kind in kinds()))


def _kind(name: str, about: dict[str, list[str]], site: str, named: dict[str, str]) -> Kind:
    own, says = _any(about["title"]), _sentence(about["says"])
    for short, long in named.items():
        says = says.replace(short, long)
    word = rf"(?:(?:{own}|{site})(?:\s+|$))"
    return Kind(
        reason=_REASONS[name],
        words=re.compile(rf"\b{own}\b"),
        title=re.compile(rf"(?={word}*?{own}(?:\s|$)){word}{{1,{_LONGEST_TITLE}}}"),
        says=re.compile(says),
        marks=re.compile(_any(about.get("marks", [_NOTHING]))),
    )


def _sentence(patterns: Sequence[str]) -> str:
    """Tried where a word begins only, as far as the patterns begin with one: most places are ruled out at once."""
    words = [one for one in patterns if re.match(r"\w|\(\?:|{", one)]
    return rf"\b{_any(words)}|{_any(sorted(set(patterns) - set(words)) or [_NOTHING])}"


def _any(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"
