"""Zalo: plain text, 2,000 characters."""

from desk.digest.outputs.edition import Edition, Fitted, fit
from desk.digest.outputs.output import Output, Place
from desk.digest.outputs.post import piece
from domain.outbox import Format

MAX_MESSAGE_CHARS = 2000  # a message of a Zalo official account


def zalo(edition: Edition) -> Fitted:
    return fit(edition.opening, [piece(told) for told in edition.told], MAX_MESSAGE_CHARS)


OUTPUTS = (
    Output(
        name="zalo",
        order=40,
        proper_name="Zalo",
        render=lambda editions, _: zalo(editions[0]),
        place=Place.FOLDED,
        file="zalo.txt",
        takes=(Format.ZALO,),
    ),
)
