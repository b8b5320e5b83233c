"""What an article's own text raises, all at once, and how often each was right when that was measured."""

from domain.story import Flag
from nlp.flags import TextFlagReader
from nlp.flags.precision import measured
from tests.making import NOON, an_article

TITLE = "Chủ quán tiết lộ bí mật về món bún khiến khách bất ngờ"
TEXT = "Quảng cáo\nTheo một nguồn tin, quán sắp mở thêm ba cơ sở."


def test_an_article_may_raise_several_flags_each_with_its_own_words():
    raised = TextFlagReader(now=lambda: NOON).read(an_article("f", title=TITLE, text=TEXT))

    assert {one.flag for one in raised} >= {Flag.TEASER, Flag.UNNAMED_SOURCE, Flag.ADVERTORIAL}
    assert len({one.evidence for one in raised}) == len(raised)
    assert all(quote.article_id == an_article("f").id for one in raised for quote in one.quotes)


def test_an_ordinary_article_raises_nothing():
    assert TextFlagReader(now=lambda: NOON).read(an_article("f")) == []


def test_what_was_measured_can_be_said_on_the_card():
    counts = measured()

    assert all(one.right <= one.said <= one.labelled for one in counts.values())
    assert all(counts[flag].tenths >= 9 for flag in (Flag.UNNAMED_SOURCE, Flag.ADVERTORIAL, Flag.PRIVACY))
