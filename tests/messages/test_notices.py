"""A notice in English has no Vietnamese in subject or text, whatever it tells and whichever channel takes it."""

import pytest

from alerts.formats import written
from domain.message import Message, say
from domain.outbox import Format, OutboxMessage, Told
from messages.catalogue import Catalogue
from tests.making import NOON
from tests.messages.letters import vietnamese_letters
from tests.messages.test_problems import filled


def news(code: Told) -> OutboxMessage:
    told: Message = say(code, **filled(code.fields))
    return OutboxMessage(
        id="1", channel="c", kind="k", subject=told, body=(told,), url="https://a.vn/1", created_at=NOON, due_at=NOON
    )


@pytest.mark.parametrize("takes", Format)
@pytest.mark.parametrize("code", Told)
def test_a_notice_speaks_the_language_of_the_desk(code: Told, takes: Format) -> None:
    english = written(news(code), takes, Catalogue("en"))
    vietnamese = written(news(code), takes, Catalogue("vi"))
    assert vietnamese_letters(english.title + english.text) == ""
    assert vietnamese.text != english.text
