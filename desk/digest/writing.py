"""Saving the digest while others may be in it, too: what both did comes together, and nothing is lost."""

from datetime import date

from desk.acting import Acting
from desk.digest import composing
from desk.digest.merging import DigestText, merge, text_of
from desk.typed import Kept, Outcome, Typed
from domain.editorial import DigestAction, DigestLine
from domain.errors import BadInput, Conflict
from domain.people import Act
from domain.problems import Problem

TRIES = 5  # each time somebody else was faster, theirs is read and merged


def keep(acting: Acting, day: date, typed: Typed[DigestText]) -> Kept[DigestText]:
    """Save the digest merged with what others have saved meanwhile, unless a person has to decide first."""
    acting.may(Act.PICK)
    if len(set(typed.mine.ids)) != len(typed.mine.lines):
        raise BadInput(Problem.DIGEST_TWICE)
    for _ in range(TRIES - 1):
        try:
            return _keep(acting, day, typed)
        except Conflict:
            continue
    return _keep(acting, day, typed)


def _keep(acting: Acting, day: date, typed: Typed[DigestText]) -> Kept[DigestText]:
    digest, mine = acting.store.digests.find(day), typed.mine
    stored = text_of(digest) if digest else typed.base or mine
    revision, by = (digest.revision, digest.saved_by) if digest else (0, None)
    if typed.by_itself and mine == stored:
        return Kept(outcome=Outcome.SAVED, by=by, stored=stored, joined=stored)
    if digest and digest.approved_at and (typed.by_itself or revision != typed.revision):
        return Kept(outcome=Outcome.APPROVED, by=by, stored=stored, joined=stored)
    merged = merge(typed.start(stored, revision) or DigestText(opening="", lines=()), stored, mine)
    if merged.touching:
        return Kept(outcome=Outcome.TOUCHING, by=by, stored=stored, joined=merged.text)
    lines = [DigestLine(article_id=key, text=said) for key, said in merged.text.lines]
    saved = composing.write(acting, day, opening=merged.text.opening, lines=lines, revision=revision)
    if not (typed.by_itself and acting.goes_on(DigestAction.DIGEST, f"digest:{day}")):
        composing.log_saved(acting, digest, saved)
    outcome = Outcome.SAVED if merged.text == mine else Outcome.MERGED
    return Kept(outcome=outcome, by=by, stored=text_of(saved), joined=text_of(saved))
