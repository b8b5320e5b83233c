"""Zalo: plain text, 2,000 characters."""

from desk.digest.outputs.edition import Edition, Fitted, fit
from desk.digest.outputs.post import piece

LIMIT = 2000  # a message of a Zalo official account


def zalo(edition: Edition) -> Fitted:
    return fit(edition.opening, [piece(told) for told in edition.told], LIMIT)
