"""Zalo: plain text, 2,000 characters."""

from desk.digest.outputs.edition import Edition, Fitted, fit, titled
from desk.digest.outputs.output import Output, Place
from desk.digest.outputs.post import piece
from domain.fitting import LIMITS
from domain.outbox import Format


def zalo(edition: Edition) -> Fitted:
    return fit(titled(edition), [piece(told) for told in edition.told], LIMITS[Format.ZALO])


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
