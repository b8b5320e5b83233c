"""Question words and other words that say little."""

from collections.abc import Sequence
from functools import cache

from index.tokens import tokens

_QUESTIONS = tuple(
    tuple(words.split())
    for words in (
        "la gi", "la ai", "la bao nhieu", "bao nhieu", "bao gio", "bao lau", "bao xa", "khi nao", "luc nao",
        "o dau", "tu dau", "noi nao", "the nao", "nhu the nao", "tai sao", "vi sao", "lam sao", "ra sao",
        "do dau", "ai la", "gi", "nhung gi", "cai gi", "dieu gi", "nguoi nao", "nam nao", "ngay nao", "thang nao",
        "nuoc nao", "thanh pho nao", "may gio", "phai khong", "hay khong", "co phai",
    )
)  # fmt: skip
_FILLERS = (
    "là của và các những một được trong cho với có này đó đã bị ở tại từ đến về khi thì mà như để vào ra do bởi "
    "theo nào ai gì đâu sao hay hoặc cũng rất sẽ đang rồi trên dưới"
)


def asking_words(loose: Sequence[str]) -> list[bool]:
    """True for each word that only asks: `là gì`, `khi nào`. The text that answers does not hold it."""
    asks = [False] * len(loose)
    for at in range(len(loose)):
        for words in _QUESTIONS:
            if tuple(loose[at : at + len(words)]) == words:
                asks[at : at + len(words)] = [True] * len(words)
    return asks


@cache
def fillers() -> frozenset[str]:
    return frozenset(t.exact for t in tokens(_FILLERS))
