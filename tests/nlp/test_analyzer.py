import pickle
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlp.analyzer
from domain.times import VIETNAM
from domain.understanding import Section
from nlp.analyzer import VietnameseAnalyzer

ANALYZER = VietnameseAnalyzer()
DAY = datetime(2026, 8, 12, 7, tzinfo=VIETNAM)
TITLE = "Lào Cai tiêm vắc xin sởi cho trẻ em từ ngày 15/8"
TEXT = (
    "Sở Y tế tỉnh Lào Cai cho biết các trạm y tế sẽ tiêm vắc xin phòng bệnh sởi cho trẻ từ 1 đến 10 tuổi.\n"
    "Bác sĩ khuyên phụ huynh đưa trẻ đi tiêm đúng lịch, mang theo sổ tiêm chủng. Trẻ đang sốt cao thì hoãn tiêm.\n"
    "Theo Kế hoạch 12/KH-UBND, đợt tiêm kéo dài đến hết ngày 30/8. Bệnh viện tỉnh nhận bệnh nhân nặng."
)


def test_an_article_is_understood_from_every_side():
    read = ANALYZER.understand(title=TITLE, text=TEXT, published_at=DAY)

    assert read.language == "vi"
    assert read.section is Section.HEALTH
    assert set(read.sections) == {section.value for section in Section}
    assert sum(read.sections.values()) == pytest.approx(1)
    assert all(TEXT[place.start : place.end] for place in read.places)
    assert {place.province for place in read.places} == {"15"}
    assert 0 < len(read.summary) <= 3
    assert all(sentence in TEXT for sentence in read.summary)


def test_a_foreign_article_gets_no_section():
    read = ANALYZER.understand(title="Storm nears", text="The storm is expected to reach the coast on Monday night.")

    assert read.language == "en"
    assert read.section is None


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80), st.text(alphabet='Xã Hòa Bình 12/3.\n\u0301\u200bđ"', max_size=120))
def test_no_text_stops_the_analyzer(title: str, text: str):
    read = ANALYZER.understand(title=title, text=text)

    assert read.language in ("vi", "en", "und")


def test_a_broken_part_costs_only_its_own_field(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture):
    def broken(**_: object) -> None:
        raise RuntimeError("hỏng")

    monkeypatch.setattr(nlp.analyzer, "signals", broken)
    read = ANALYZER.understand(title=TITLE, text=TEXT, published_at=DAY)

    assert read.signals == ()
    assert read.section is Section.HEALTH
    assert "could not read" in caplog.text


def test_an_analyzer_travels_to_another_process():
    ANALYZER.understand(title=TITLE, text=TEXT)
    sent = pickle.dumps(ANALYZER)

    assert len(sent) < 1000
    assert pickle.loads(sent).understand(title=TITLE, text=TEXT).section is Section.HEALTH
