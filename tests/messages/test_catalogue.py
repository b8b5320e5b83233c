from datetime import UTC, date, datetime

import pytest

from domain.message import Message, say
from messages import catalogue
from messages.catalogue import LANGUAGES, Catalogue


@pytest.fixture
def wording(monkeypatch: pytest.MonkeyPatch):
    """Entries of our own, so that the sentences of the product may change."""
    kept = {
        "vi": {"old": "đăng lúc {at:moment}", "near": "nhắc tới {place:place}", "both": "{one:message}; {two:message}"},
        "en": {
            "old": "published {at:moment}",
            "near": "mentions {place:place}",
            "both": "{one:message}; {two:message}",
        },
    }
    real = catalogue.entries
    monkeypatch.setattr(catalogue, "entries", lambda language: {**real(language), **kept[language]})


def test_a_message_is_said_in_each_language_with_its_times_as_people_write_them(wording: None):
    at = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)

    assert Catalogue("vi")(say("old", at=at)) == "đăng lúc 05:30 ngày 25/11/2026"
    assert Catalogue("en")(say("old", at=at)) == "published 05:30, 25/11/2026"


def test_what_a_row_kept_is_said_as_if_it_had_never_been_stored(wording: None):
    whole = say("both", one=say("near", place="15"), two=say("old", at=datetime(2026, 11, 25, 1, tzinfo=UTC)))
    names = {"place": {"15": "Lào Cai"}.__getitem__}

    stored = Message.from_json(whole.as_json())

    assert Catalogue("vi", names)(stored) == Catalogue("vi", names)(whole)
    assert Catalogue("vi", names)(stored) == "nhắc tới Lào Cai; đăng lúc 08:00 ngày 25/11/2026"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_that_nobody_wrote_down_is_shown_and_is_no_error(language: str):
    assert Catalogue(language)(say("flag.from-a-later-version", day=date(2026, 1, 2))) == "(flag.from-a-later-version)"


def test_every_code_is_in_both_languages():
    codes = set(catalogue.entries("vi")) - set(catalogue.written("vi", "argparse"))  # its codes are English themselves

    assert codes <= set(catalogue.entries("en"))
