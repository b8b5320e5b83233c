"""Which publishers a name means, as people type it: with or without accents, a part of it, in several words."""

from collections.abc import Callable, Iterable, Sequence

from index.tokens import Token, tokens

Publishers = Callable[[], Iterable[tuple[str, str]]]  # (slug, name) of each
_KINDS = frozenset({"bao", "dai", "trang", "kenh", "cong"})  # "báo Tuổi Trẻ" is "Tuổi Trẻ Online"
_MIN_JOINED_CHARS = 3  # of a beginning without blanks, "tuoitre"


def publishers(typed: str, known: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Slugs; whole names before parts of names, and those before words in another order."""
    words = tokens(typed)
    for wanted in (words, words[1:] if len(words) > 1 and words[0].loose in _KINDS else []):
        for fits in (_is_all, _begins_slug, _stands_in, _all_stand_in, _begins_joined):
            found = tuple(slug for slug, name in known if wanted and fits(wanted, slug, tokens(name)))
            if found:
                return found
    return ()


def _is_all(wanted: Sequence[Token], slug: str, name: Sequence[Token]) -> bool:
    return _joined(slug, "") == "".join(t.loose for t in wanted) or (
        len(wanted) == len(name) and _stands_in(wanted, slug, name)
    )


def _begins_slug(wanted: Sequence[Token], slug: str, _: Sequence[Token]) -> bool:
    flat = _joined(slug, "-")
    begun = "-".join(t.loose for t in wanted)
    return flat == begun or flat.startswith(f"{begun}-")


def _stands_in(wanted: Sequence[Token], _: str, name: Sequence[Token]) -> bool:
    runs = (name[at : at + len(wanted)] for at in range(len(name) - len(wanted) + 1))
    return any(all(_same(a, b) for a, b in zip(wanted, run, strict=True)) for run in runs)


def _all_stand_in(wanted: Sequence[Token], _: str, name: Sequence[Token]) -> bool:
    return all(any(_same(a, b) for b in name) for a in wanted)


def _begins_joined(wanted: Sequence[Token], slug: str, name: Sequence[Token]) -> bool:
    begun = "".join(t.loose for t in wanted)
    whole = "".join(t.loose for t in name)
    return len(begun) >= _MIN_JOINED_CHARS and (whole.startswith(begun) or _joined(slug, "").startswith(begun))


def _same(typed: Token, named: Token) -> bool:
    return typed.exact == named.exact if typed.accented else typed.loose == named.loose


def _joined(slug: str, by: str) -> str:
    return by.join(t.loose for t in tokens(slug))
