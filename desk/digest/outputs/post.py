"""The post for the page: numbered lines, each with its credit and link."""

from desk.digest.outputs.edition import Edition, EditionLine, Fitted, fit
from desk.digest.outputs.output import Output, Place
from domain.fitting import Limit
from domain.outbox import Format


def post(edition: Edition, limit: int) -> Fitted:
    return fit(edition.opening, [piece(told) for told in edition.told], Limit(limit))


def piece(told: EditionLine) -> str:
    return f"{told.number}. {told.text}\n({told.credit}) {told.url}"


OUTPUTS = (
    Output(
        name="bai-dang",
        order=10,
        render=lambda editions, frame: post(editions[0], frame.post_limit),
        place=Place.FIRST,
        file="bai-dang.txt",
        takes=(Format.PLAIN,),
    ),
)
