"""Kinds of fault that signals once had, each in many variations with counter-examples: who speaks, to whom, of when."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.understanding import SignalKind
from nlp.signals import signals

CASES = [json.loads(line) for line in (Path(__file__).parent / "signal_kinds.jsonl").read_text("utf-8").splitlines()]
DAY = datetime(2026, 9, 10, 1, tzinfo=UTC)
BASE = "Hai học sinh trường làng bị tai nạn khi qua suối."


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}: {case['title'] or case['text']}"[:60])
def test_a_kind_is_said_only_of_what_it_means(case: dict[str, Any]):
    said = {str(s.kind) for s in signals(title=case["title"], text=case["text"], published_at=DAY)}
    assert (case["kind"] in said) == case["said"]


@pytest.mark.parametrize("given", ["Thảo Vy", "Khánh Ly", "Minh Thy", "Hoài My", "Gia Hy", "Thu Hà", "Y Ban", "Bảo An"])
def test_a_short_given_name_is_a_name_and_a_cut_one_is_not(given: str):
    assert SignalKind.PRIVACY in _kinds(f"{BASE} Cháu Nguyễn {given} (9 tuổi) bị gãy tay.")


@pytest.mark.parametrize(
    "given", ["Thảo V", "Khánh L.", "Minh Th", "Hoài M", "H.", "Ng", "Đ.T", "T.N.A.", "Gia Kh", "B"]
)
def test_a_name_that_the_source_cut_short_is_left_alone(given: str):
    assert SignalKind.PRIVACY not in _kinds(f"{BASE} Cháu Nguyễn {given} (9 tuổi) bị gãy tay.")


@pytest.mark.parametrize(
    "age",
    [
        "(9 tuổi)", ", 9 tuổi,", "(SN 2016)", "(sinh năm 2016)", "(sinh ngày 3/4/2016)", "(lớp 5)",
        "- học sinh lớp 5 -", "(8 tháng tuổi)", ", mới 15 ngày tuổi,", "(SN: 2012, trú xã Nậm Lúc)",
    ],
)  # fmt: skip
def test_a_childs_age_is_read_in_every_way_it_is_written(age: str):
    assert SignalKind.PRIVACY in _kinds(f"Tối qua, Vũ Hải Đăng {age} bị xe máy tông trọng thương.")


@pytest.mark.parametrize(
    "word",
    ["dịch vụ", "giao dịch", "chiến dịch", "phiên dịch", "dịch thuật", "biên dịch", "dịch giả", "dung dịch"],
)  # fmt: skip
def test_an_epidemic_is_not_read_in_other_words(word: str):
    text = f"Sở Y tế và chi cục thông báo về {word} ở ba xã, người dân cần lưu ý."
    assert SignalKind.WARNING not in _kinds(text, title=f"Cảnh báo về {word}")


@pytest.mark.parametrize(
    "word", ["dịch sởi", "dịch bệnh", "ổ dịch", "dịch cúm gia cầm", "vùng có dịch", "dịch tả lợn châu Phi"]
)
def test_an_epidemic_is_read_where_one_is(word: str):
    text = f"Sở Y tế cảnh báo {word} ở ba xã, người dân cần đưa trẻ đi khám ngay."
    assert SignalKind.WARNING in _kinds(text, title=f"Cảnh báo {word}")


@pytest.mark.parametrize(
    "paper", ["Tuổi Trẻ Online", "Thanh Niên", "Báo Tuổi Trẻ", "Báo Phụ Nữ", "VnExpress", "Báo Mai Châu"]
)
def test_a_newspapers_name_is_no_childs(paper: str):
    assert SignalKind.PRIVACY not in _kinds(f"{BASE} Theo {paper}, em nào cũng đã khỏe, trẻ cần học bơi.")


def test_a_phrase_that_is_repeated_counts_once():
    once = "Căn hộ ven sông có hồ bơi. Người mua được ưu đãi. "
    more = "Người mua được ưu đãi. " * 20 + "Cư dân kể chuyện xây chung cư." * 20
    assert SignalKind.ADVERTORIAL not in _kinds(once + more, title="Chuyện ở chung cư")


def _kinds(text: str, title: str = "") -> set[SignalKind]:
    return {s.kind for s in signals(title=title, text=text, published_at=DAY)}
