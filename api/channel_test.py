""" "Gửi thử", on the settings' screen and on a person's own."""

from fastapi import Request

from api.pages import catalogue_of
from api.services import Web
from desk.outbox import testing
from domain.message import say
from domain.outbox import Channel, Told


def sent(request: Request, services: Web, channel: Channel) -> str:
    """How it went, as a word for an address. No transaction may be open while the service answers."""
    catalogue = catalogue_of(request)
    words = catalogue(say(Told.TEST)), catalogue(say(Told.TEST_TEXT))
    return testing.short(testing.send_test(services.channels, channel, words, services.real_time()))
