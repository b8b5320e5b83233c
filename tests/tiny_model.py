"""A cross-encoder of a few hundred bytes: its logit is the number of word pairs that question and passage share."""

import json
from pathlib import Path

import onnx
from onnx import TensorProto, helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def build(folder: Path, words: str, *, columns: int = 1) -> Path:
    """`columns`: how many numbers it gives a pair."""
    folder.mkdir(parents=True, exist_ok=True)
    known = {word: at for at, word in enumerate((*SPECIAL, *dict.fromkeys(words.lower().split())))}
    reader = Tokenizer(WordLevel(known, unk_token="[UNK]"))
    reader.normalizer, reader.pre_tokenizer = Lowercase(), Whitespace()
    marks = [("[CLS]", known["[CLS]"]), ("[SEP]", known["[SEP]"])]
    reader.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=marks
    )
    reader.save(str(folder / "tokenizer.json"))
    about = {"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "[PAD]", "unk_token": "[UNK]"}
    (folder / "tokenizer_config.json").write_text(json.dumps(about))
    onnx.save(_model(columns), str(folder / "model.onnx"))
    return folder


def _model(columns: int) -> onnx.ModelProto:
    def constant(name: str, *values: int) -> onnx.TensorProto:
        return helper.make_tensor(name, TensorProto.INT64, [len(values)], values)

    nodes = [
        helper.make_node("Greater", ["input_ids", "last_special"], ["is_word"]),
        helper.make_node("Equal", ["token_type_ids", "one"], ["is_passage"]),
        helper.make_node("Not", ["is_passage"], ["is_question"]),
        helper.make_node("And", ["is_word", "is_question"], ["asked"]),
        helper.make_node("Unsqueeze", ["asked", "last_axis"], ["asked_rows"]),
        helper.make_node("Unsqueeze", ["is_passage", "middle_axis"], ["passage_columns"]),
        helper.make_node("Unsqueeze", ["input_ids", "last_axis"], ["id_rows"]),
        helper.make_node("Unsqueeze", ["input_ids", "middle_axis"], ["id_columns"]),
        helper.make_node("Equal", ["id_rows", "id_columns"], ["same"]),
        helper.make_node("And", ["asked_rows", "passage_columns"], ["both"]),
        helper.make_node("And", ["same", "both"], ["met"]),
        helper.make_node("Cast", ["met"], ["counted"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["counted", "both_axes"], ["sum"], keepdims=0),
        helper.make_node("Unsqueeze", ["sum", "last_sum_axis"], ["sum_column"]),
        helper.make_node("Sub", ["sum_column", "sum_column"], ["nothing"]),
        helper.make_node("Concat", [*["nothing"] * (columns - 1), "sum_column"], ["logits"], axis=1),
    ]
    constants = [
        constant("last_special", len(SPECIAL) - 1), constant("one", 1), constant("last_axis", 2),
        constant("middle_axis", 1), constant("both_axes", 1, 2), constant("last_sum_axis", 1),
    ]  # fmt: skip
    given = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "l"]) for name in ("input_ids", "token_type_ids")
    ]
    made = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["b", columns])]
    graph = helper.make_graph(nodes, "words-in-common", given, made, constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
