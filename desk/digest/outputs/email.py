"""E-mail: HTML that any program shows, without style sheets and pictures. Its plain part is made when it is sent."""

from html import escape

from desk.digest.outputs.edition import Edition, EditionLine, whole
from desk.digest.outputs.output import Output, Place
from domain.outbox import Format


def email(edition: Edition) -> str:
    opening = "<br>".join(escape(edition.opening).splitlines())
    return "\n".join([f"<p>{opening}</p>", *(_told(told) for told in edition.told)])


def _told(told: EditionLine) -> str:
    link = f'<a href="{escape(told.url)}">{escape(told.credit)}</a>'
    return f"<p><b>{told.number}. {escape(told.title)}</b><br>{escape(told.text)}<br>{link}</p>"


OUTPUTS = (
    Output(
        name="email",
        order=80,
        render=lambda editions, _: whole(email(editions[0])),
        place=Place.NOWHERE,
        takes=(Format.EMAIL,),
    ),
)
