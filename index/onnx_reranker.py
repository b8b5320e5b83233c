"""An optional transformer that reads question and passage together (the extra `transformers`; no torch)."""

from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.errors import BadInput, Unreachable
from domain.problems import Service, Setup

EXTRA = ("onnxruntime", "transformers")
FILES = ("model.onnx", "onnx/model.onnx")  # where a folder or a hub repository keeps it
MAX_TOKENS = 256  # tokens of question and passage together
BATCH_PASSAGES = 16


class OnnxReranker:
    """A cross-encoder from a folder: the tokenizer's files, and a model that gives one logit a pair (or two, no
    and yes). Nothing is loaded until the first question, and nothing is ever downloaded. Raise BadInput when the extra
    or the files are not there."""

    def __init__(self, folder: Path, find: Callable[[str], object] = find_spec) -> None:
        if not all(find(name) for name in EXTRA):
            raise BadInput(Setup.MODEL_EXTRA)
        if not (folder / "tokenizer_config.json").is_file():
            raise BadInput(Setup.MODEL_FILE, folder=str(folder), file="tokenizer_config.json")
        self._folder, self._model, self._lock = folder, model_file(folder), Lock()

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        try:
            with self._lock:  # the model takes all cores, and two threads must not share its tokenizer
                starts = range(0, len(passages), BATCH_PASSAGES)
                return [score for at in starts for score in self._batch(question, passages[at : at + BATCH_PASSAGES])]
        except Exception as error:  # a model is a stranger's program: whatever it raises, search goes on without
            raise Unreachable(Service.RERANKER, cause=repr(error)[:500]) from error

    def _batch(self, question: str, passages: Sequence[str]) -> list[float]:
        tokenizer, session = self._loaded
        read = tokenizer(
            [question] * len(passages),
            list(passages),
            truncation="longest_first",
            max_length=MAX_TOKENS,
            padding=True,
            return_token_type_ids=True,
            return_attention_mask=True,
            return_tensors="np",
        )
        wanted = {given.name: np.asarray(read[given.name], np.int64) for given in session.get_inputs()}
        return _one_each(np.asarray(session.run(None, wanted)[0], np.float64), len(passages))

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        from onnxruntime import InferenceSession
        from transformers import AutoTokenizer

        tokenizer = AutoTokenizer.from_pretrained(str(self._folder), local_files_only=True)
        return tokenizer, InferenceSession(str(self._model), providers=["CPUExecutionProvider"])


def model_file(folder: Path) -> Path:
    for name in FILES:
        if (folder / name).is_file():
            return folder / name
    raise BadInput(Setup.MODEL_FILE, folder=str(folder), file=FILES[0])


def _one_each(logits: NDArray[np.float64], passages: int) -> list[float]:
    logits = logits.reshape(passages, -1)
    if logits.shape[1] not in (1, 2):
        raise ValueError(f"{logits.shape[1]} numbers a pair: this is no cross-encoder")
    found: list[float] = (logits[:, -1] - (logits[:, 0] if logits.shape[1] == 2 else 0)).tolist()
    return found
