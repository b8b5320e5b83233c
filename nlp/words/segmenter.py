"""Words as the publisher spelt them, sentence by sentence."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Protocol

from nlp.words.model import PyviModel
from nlp.words.protected import protected
from nlp.words.rules import corrected
from vietnamese.sentences import sentences

Sentence = tuple[str, ...]
_TOKEN = re.compile(r"\.{2,}|[^\W_](?:[\w\u0300-\u036f\u200b-\u200d\u00ad]*[\w\u0300-\u036f])?|\S")
_SPACES = re.compile(r"\s+")
_MAX_TOKENS = 400  # tokens given to the model at once; a sentence that never ends is cut


class WordModel(Protocol):
    """Says which tokens continue the word before them."""

    def continues(self, tokens: Sequence[str]) -> list[bool]: ...


class Syllables:
    """The fallback, and the plain peer: every syllable is a word."""

    def continues(self, tokens: Sequence[str]) -> list[bool]:
        return [False] * len(tokens)


class Segmenter:
    """Splits text into words; on anything the model cannot take it falls back to syllables."""

    def __init__(self, model: WordModel | None = None) -> None:
        self._model = model or PyviModel()

    def words(self, text: str) -> tuple[Sentence, ...]:
        """Per sentence. The words without their spaces are the text without its spaces."""
        found = (self.sentence(sentence) for sentence in sentences(text))
        return tuple(words for words in found if words)

    def sentence(self, text: str) -> Sentence:
        tokens, whole = tokens_of(text)
        words: list[str] = []
        for at in range(0, len(tokens), _MAX_TOKENS):
            words.extend(self._joined(tokens[at : at + _MAX_TOKENS], whole[at : at + _MAX_TOKENS]))
        return tuple(words)

    def _joined(self, tokens: list[str], whole: list[bool]) -> list[str]:
        words: list[str] = []
        goes_on = self._continues(tokens)
        for i, token in enumerate(tokens):
            if goes_on[i] and not whole[i] and not whole[i - 1]:
                words[-1] += " " + token
            else:
                words.append(token)
        return words

    def _continues(self, tokens: list[str]) -> list[bool]:
        try:
            composed = [unicodedata.normalize("NFC", token) for token in tokens]
            answers = corrected(composed, self._model.continues(composed))
        except Exception:  # noqa: BLE001 - the segmenter never fails an article (design §6)
            return Syllables().continues(tokens)
        return answers if len(answers) == len(tokens) else Syllables().continues(tokens)


def tokens_of(text: str) -> tuple[list[str], list[bool]]:
    """Syllables, marks and protected pieces in order, and which of them are protected."""
    tokens: list[str] = []
    whole: list[bool] = []
    at = 0
    for start, end in [*protected(text), (len(text), len(text))]:
        plain = _TOKEN.findall(text[at:start])
        tokens += plain
        whole += [False] * len(plain)
        if end > start:
            tokens.append(_SPACES.sub(" ", text[start:end]))
            whole.append(True)
        at = end
    return tokens, whole
