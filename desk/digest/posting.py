"""Đã đăng điểm tin: the digest went out on the page, and stands in the ledger with its text as copied."""

from datetime import date
from hashlib import sha256

from desk import postings
from desk.acting import Acting
from desk.digest.composing import DigestPage
from desk.digest.outputs.edition import Edition
from desk.digest.outputs.output import Frame, Place
from desk.digest.outputs.registry import OUTPUTS
from domain.errors import Conflict
from domain.people import Act
from domain.postings import BY_HAND, Posting
from domain.problems import Problem
from domain.store import Store


def text_to_post(edition: Edition, post_limit: int) -> str:
    """As it is copied from the screen's first output."""
    first = next(output for output in OUTPUTS if output.place is Place.FIRST)
    return first.render([edition], Frame(post_limit=post_limit)).text


def mark_of(text: str) -> str:
    """Tells this text from any other."""
    return sha256(text.encode()).hexdigest()[:16]


def post(acting: Acting, shown: DigestPage, edition: Edition, mark: str) -> Posting:
    """Write it down. Raise Conflict where it is not what the person copied, or stands in the ledger already."""
    acting.may(Act.PICK)
    acting.store.settings.lock()  # two that say so at once write it down once
    text = text_to_post(edition, acting.store.settings.get().post_limit)
    if mark_of(text) != mark or posted(acting.store, shown.digest.day):
        raise Conflict(Problem.DIGEST_CHANGED)
    articles = [entry.article for entry in shown.entries if not entry.article.withdrawn_at]
    return postings.record_digest(acting, shown.digest.day, text, articles)


def posted(store: Store, day: date) -> Posting | None:
    """What somebody has posted by hand of that morning's digest, and stands."""
    return next((one for one in store.postings.of_day(day) if one.stands and one.outlet == BY_HAND), None)
