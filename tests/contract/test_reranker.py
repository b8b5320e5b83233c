"""What every reranker promises, held by the fake and by a real model in ONNX."""

from pathlib import Path

import pytest

from domain.ports import Reranker
from index.onnx_reranker import OnnxReranker
from tests.fakes import FakeReranker
from tests.tiny_model import build

PASSAGES = ["lịch cắt điện tuần này", "bão số 5 vào biển đông", "bão số 5 suy yếu , bão tan", ""]


@pytest.fixture(params=["fake", "one number a pair", "no and yes"])
def reranker(request: pytest.FixtureRequest, tmp_path: Path) -> Reranker:
    if request.param == "fake":
        return FakeReranker()
    return OnnxReranker(build(tmp_path, " ".join(PASSAGES), columns=1 if request.param == "one number a pair" else 2))


def test_each_passage_gets_a_number_and_the_better_one_a_higher(reranker: Reranker) -> None:
    assert reranker.scores("bão tan", PASSAGES) == [0, 1, 3, 0]


def test_no_passages_get_no_numbers(reranker: Reranker) -> None:
    assert reranker.scores("bão tan", []) == []


def test_more_passages_than_one_batch_keep_their_order(reranker: Reranker) -> None:
    assert reranker.scores("điện", PASSAGES * 20) == [1, 0, 0, 0] * 20


def test_a_very_long_passage_is_read_as_far_as_it_fits(reranker: Reranker) -> None:
    assert reranker.scores("điện", [PASSAGES[1], PASSAGES[0] + " tuần" * 2000])[1] == 1
