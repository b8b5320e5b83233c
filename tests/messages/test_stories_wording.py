"""Whatever the desk says of a story, an article or a warning, both languages have it, with its fields filled."""

from domain.message import say
from domain.preferences import Habit
from domain.story import TermEvidence
from domain.understanding import SignalReason
from messages.catalogue import Catalogue


def test_what_shows_a_term_reads_as_people_say_it():
    evidence = say(
        TermEvidence.PREFERENCES,
        habits=[
            say(Habit.SKIPPED, what=say(Habit.FAR), points=-0.8),
            say(Habit.PICKED, what=say(Habit.SOURCE, source="bao-x"), points=0.3),
        ],
    )
    names = {"source": {"bao-x": "Báo X"}.__getitem__}
    assert Catalogue("vi", names)(evidence) == "bàn tin ít chọn tin nơi khác: −0,8; hay chọn nguồn Báo X: +0,3"
    english = "this desk seldom picks news from elsewhere: −0.8; often picks the source Báo X: +0.3"
    assert Catalogue("en", names)(evidence) == english
    quoted = say(TermEvidence.SIGNAL, reasons=[say(SignalReason.PHONE)], quotes=["1900 9095"])
    assert Catalogue("vi")(quoted) == "có số điện thoại để gọi: «1900 9095»"
