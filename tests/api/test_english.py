"""The screens are written in Vietnamese; whoever asks for English gets all of it."""

from datetime import timedelta

from api.screens import LINKS
from messages.catalogue import Catalogue
from scripts.extract_messages import ENGLISH, refreshed, said, translated
from tests.making import NOON


def test_everything_the_screens_say_has_its_english() -> None:
    known = translated()
    assert len(said()) > 200
    assert {text: where for text, where in said().items() if not known.get(text)} == {}


def test_each_screen_has_a_place_of_its_own_and_its_title_in_english() -> None:
    assert len({link.order for link in LINKS}) == len(LINKS) >= 8
    assert {link.title for link in LINKS} <= set(translated())


def test_nothing_is_translated_that_is_no_longer_said() -> None:
    assert set(translated()) - set(said()) == set()


def test_the_catalogue_is_kept_in_step_without_losing_english() -> None:
    kept = ENGLISH.read_text(encoding="utf-8")
    known = translated()
    assert refreshed(kept, set(said())) == kept
    gone, new = next(iter(known)), "Một câu mới, 100% {là} mới"
    changed = refreshed(kept, {*known, new} - {gone})
    assert f'msgid "{gone}"' not in changed
    assert changed.endswith(f'msgid "{new}"\nmsgstr ""\n')
    assert changed.count("\nmsgid ") == kept.count("\nmsgid ")


def test_times_are_said_as_people_say_them() -> None:
    vietnamese, english = Catalogue("vi"), Catalogue("en")
    assert vietnamese.ago(NOON - timedelta(minutes=5), NOON) == "5 phút trước"
    assert vietnamese.ago(NOON + timedelta(hours=1, minutes=59), NOON) == "1 giờ nữa"
    assert english.ago(NOON - timedelta(days=21), NOON) == "21 days ago"
    assert english.ago(NOON + timedelta(minutes=1), NOON) == "in 1 minute"
    assert english.ago(NOON, NOON) == "just now"
    assert (vietnamese.time(NOON), english.time(NOON)) == ("12:00 ngày 23/11/2026", "12:00, 23/11/2026")
