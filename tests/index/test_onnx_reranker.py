"""The optional model: said plainly when it cannot be used, never downloaded, and never what makes a search fail."""

from pathlib import Path

import pytest

from domain.errors import BadInput, Unreachable
from domain.problems import Setup
from index.onnx_reranker import OnnxReranker
from tests.tiny_model import build


def test_without_the_extra_it_is_said_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=Setup.MODEL_EXTRA):
        OnnxReranker(build(tmp_path, "bão"), find=lambda name: None)


@pytest.mark.parametrize("missing", ["tokenizer_config.json", "model.onnx"])
def test_a_folder_without_its_files_is_named(tmp_path: Path, missing: str) -> None:
    (build(tmp_path, "bão") / missing).unlink()
    with pytest.raises(BadInput, match=missing.replace(".", r"\.")):
        OnnxReranker(tmp_path)


def test_the_model_may_lie_where_hubs_keep_it(tmp_path: Path) -> None:
    folder = build(tmp_path, "bão")
    (folder / "onnx").mkdir()
    (folder / "model.onnx").rename(folder / "onnx" / "model.onnx")
    assert OnnxReranker(folder).scores("bão", ["bão", "mưa"]) == [1, 0]


def test_a_model_that_is_no_cross_encoder_is_away_rather_than_wrong(tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        OnnxReranker(build(tmp_path, "bão", columns=3)).scores("bão", ["bão"])


def test_a_damaged_model_is_away_rather_than_a_crash(tmp_path: Path) -> None:
    (build(tmp_path, "bão") / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(Unreachable):
        OnnxReranker(tmp_path).scores("bão", ["bão"])
