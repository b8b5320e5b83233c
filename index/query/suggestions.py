"""«Ý bạn là …»: marks put back and Telex slips undone, from the index's own words."""

from collections.abc import Callable

from index.query.diacritics import Spelling, restore
from index.query.parser import Parsed
from index.query.plan import Plan, Vocabulary, plan
from index.tokens import Token, tokens
from vietnamese.text import untelex


def planned(parsed: Parsed, words: Vocabulary, again: Callable[[str], Parsed]) -> tuple[Plan, str]:
    """The plan for a query, and what the person may have meant ("" when it is what they typed).

    `again` reads another text as the same query.
    """
    typed = parsed.positive
    if not typed or parsed.whole:
        return plan(parsed, words), ""
    if slips := _slips(parsed, words):
        return plan(again(slips), words), slips
    if any(t.accented for t in typed):
        return plan(parsed, words), ""
    guess = restore([t.loose for t in typed], words)
    return plan(parsed, words), _said(parsed, typed, guess)


def _slips(parsed: Parsed, words: Vocabulary) -> str:
    """What was typed with the keyboard's Vietnamese mode off: `ddaf nawngx`. Only if the index knows it better."""
    if all(words.frequency("loose", t.loose) for t in parsed.positive):
        return ""
    mended = untelex(parsed.text)
    known = mended != parsed.text and all(words.frequency("exact", t.exact) for t in tokens(mended))
    return mended if known else ""


def _said(parsed: Parsed, typed: tuple[Token, ...], guess: list[Spelling]) -> str:
    """The typed text with each word in its likeliest spelling, if the index knows them all."""
    if not all(s.count for s in guess):
        return ""
    out, at = [], 0
    for t, s in zip(typed, guess, strict=True):
        out += [parsed.text[at : t.start], parsed.text[t.start : t.end] if s.exact == t.exact else s.published]
        at = t.end
    said = "".join(out) + parsed.text[at:]
    return said if said != parsed.text else ""
