import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding import Section
from nlp.sections.features import features
from nlp.sections.model import likely_sections, load, save, shipped_model
from nlp.sections.training import TOPICS, Texts, calibrated, fit, margins, repeats, split, table, weighted

OURS = {
    Section.SPORT: "Đội tuyển bóng đá nữ Việt Nam thắng 3-0 trong trận mở màn vòng loại. "
    "Huấn luyện viên khen các cầu thủ.",
    Section.HEALTH: "Bệnh viện khuyên người dân tiêm vắc xin phòng cúm. "
    "Bác sĩ cho biết virus dễ lây, bệnh nhân sốt cao, ho.",
    Section.LAW: "Tòa án tuyên phạt bị cáo 12 năm tù về tội lừa đảo. "
    "Cơ quan điều tra đã bắt giam nghi can từ năm ngoái.",
    Section.BUSINESS: "Ngân hàng giảm lãi suất cho vay. "
    "Cổ phiếu các công ty tăng giá, doanh nghiệp xuất khẩu thu lợi nhuận cao.",
    Section.COMPUTING: "Hãng phần mềm vá lỗ hổng trong hệ điều hành Windows. "
    "Người dùng máy tính nên cài bản cập nhật để tránh virus.",
    Section.WORLD: "Tổng thống Mỹ gặp Thủ tướng Anh tại Washington để bàn về Iraq. Liên Hợp Quốc kêu gọi ngừng bắn.",
    Section.SCIENCE: "Các nhà khoa học phát hiện hóa thạch khủng long. "
    "Nghiên cứu đăng trên tạp chí Nature mô tả loài vật mới.",
    Section.CULTURE: "Ca sĩ ra mắt album mới. Bộ phim của đạo diễn trẻ được khán giả đón nhận tại liên hoan phim.",
}


@pytest.mark.parametrize(("section", "text"), OURS.items())
def test_a_plain_article_goes_to_its_section(section: Section, text: str):
    scores = shipped_model().scores(text)

    assert max(scores, key=lambda each: scores[each]) is section
    assert likely_sections(scores)[0] is section


@given(st.text(max_size=300))
def test_scores_are_chances_of_all_ten_sections_for_any_text(text: str):
    scores = shipped_model().scores(text)

    assert set(scores) == set(Section)
    assert sum(scores.values()) == pytest.approx(1)
    assert min(scores.values()) >= 0


@pytest.mark.parametrize("text", ["", "...", "qwzxv jkw", "1234567890"])
def test_without_evidence_the_section_is_left_open(text: str):
    assert likely_sections(shipped_model().scores(text)) == ()


@pytest.mark.parametrize(
    ("health", "life", "said"),
    [
        (0.91, 0.05, "suc-khoe"),
        (0.75, 0.24, "suc-khoe"),
        (0.51, 0.10, "suc-khoe"),
        (0.70, 0.26, "suc-khoe doi-song"),
        (0.50, 0.25, "suc-khoe doi-song"),
        (0.40, 0.45, "doi-song suc-khoe"),
        (0.49, 0.27, "suc-khoe doi-song"),
        (0.49, 0.24, ""),  # neither is likely enough, alone or together
        (0.40, 0.30, ""),
        (0.10, 0.10, ""),
    ],
)
def test_two_sections_are_said_where_two_are_likely_and_none_where_none_is(health: float, life: float, said: str):
    rest = (1 - health - life) / 8
    scores = dict.fromkeys(Section, rest) | {Section.HEALTH: health, Section.LIFE: life}

    assert " ".join(likely_sections(scores)) == said


def test_spelling_and_marks_of_one_word_do_not_change_the_section():
    model = shipped_model()

    assert model.scores("Thuỷ điện Hoà Bình xả lũ, kỹ sư họp") == model.scores("Thủy điện Hòa Bình xả lũ, kĩ sư họp")


def test_features_are_the_same_on_every_machine():
    which, counts = features("tiêm chủng?")

    pinned = {1022062211: 1.0, 1660909272: 1.0, 3030772618: 1.0}
    assert dict(zip(which.tolist(), counts.tolist(), strict=True)) == pinned
    assert zlib.crc32(features("Ngày 21.3, tiêm chủng tiêm chủng?")[0].tobytes()) == 3351751431


def test_how_a_newspaper_writes_is_not_heard():
    assert features("Họp lại (NLĐ), ngày mai!")[0].tolist() == features("họp lại nlđ ngày mai")[0].tolist()


def test_a_text_is_weighed_alike_one_by_one_and_in_a_table():
    texts = [*OURS.values()] * 5
    labels = np.arange(len(texts)) % len(Section)
    alone = np.arange(len(texts))
    model = fit(Texts(texts, labels, alone, alone % 2))
    rows = weighted(table(texts, model.known).counts, model.idf)
    together = rows @ (model.weights * model.scale) + model.bias

    np.testing.assert_allclose(margins(model, texts), together, rtol=1e-3, atol=1e-3)


def test_a_model_is_the_same_after_it_was_stored(tmp_path: Path):
    path = tmp_path / "model.npz"
    save(shipped_model(), path)

    assert load(path).scores(OURS[Section.LAW]) == shipped_model().scores(OURS[Section.LAW])


def test_texts_that_repeat_each_other_stay_on_one_side_of_the_split():
    base = " ".join(f"từ{n}" for n in range(120))
    copies = [base, base + " thêm vài chữ ở cuối bài", *(f"bài số {n} kể chuyện khác hẳn {n * 7}" for n in range(40))]
    groups = repeats(copies)
    parts = split(Texts(copies, np.zeros(len(copies), np.int64), groups, groups * 0))
    seen = [set(part.group.tolist()) for part in (parts.fit, parts.tune, parts.report)]

    assert groups[0] == groups[1]
    assert len(set(groups.tolist())) == len(copies) - 1
    assert seen[0].isdisjoint(seen[1] | seen[2])
    assert seen[1].isdisjoint(seen[2])
    assert sum(len(part.texts) for part in (parts.fit, parts.tune, parts.report)) == len(copies)


def test_calibration_keeps_scores_honest_when_the_labels_are_noise():
    rng = np.random.default_rng(1)
    texts = [" ".join(f"chữ{n}" for n in rng.integers(0, 50, 30)) for _ in range(300)]
    noise = Texts(texts, rng.integers(0, 10, 300), np.arange(300), np.zeros(300, np.int64))
    other = Texts(texts[::-1], rng.integers(0, 10, 300), np.arange(300), np.zeros(300, np.int64))
    model = calibrated(fit(noise), other)

    assert np.mean([max(model.scores(text).values()) for text in texts]) < 0.3


def test_the_topics_of_vntc_map_one_to_one():
    assert sorted(TOPICS.values()) == sorted(Section)


def test_reading_a_section_needs_no_training_library():
    code = "import sys, nlp.sections.model as s; s.shipped_model().scores('bóng đá'); print('sklearn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


def test_the_model_is_small_enough_to_ship():
    assert (Path(__file__).parents[3] / "nlp/models/sections.npz").stat().st_size < 15_000_000
