"""Flags of an article's own text: how often each is right when it is raised, and how many it misses.

Labelled real articles and titles (bench/labelled_flags.py), tuned on one half and reported on the other, beside the
keywords that a newcomer would write in five minutes and, where named, a plain bag of words that learns from the half
to tune. Debatable labels are left out.

`python -m bench.bench_flags` also writes what it measured to nlp/data/flag_precision.toml, which the card shows.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from bench import flag_clashes, flag_passages, flag_store
from bench.labelled_flags import Labelled, from_headlines, from_labels, from_signals, whole_press
from bench.labelled_signals import DATA
from domain.article import Article
from domain.flags import RaisedFlag
from domain.story import Flag
from nlp.flags import TextFlagReader, advertorials, teasers, unnamed_sources
from nlp.flags.precision import TABLE, Measured, measured

Learns = Callable[[Sequence[Labelled], Sequence[Labelled]], list[bool]]


@dataclass(frozen=True, slots=True)
class Case:
    """One flag: what is labelled for it, our rule, and its peers."""

    flag: Flag
    rows: Callable[[], list[Labelled]]
    rule: Callable[[Article], RaisedFlag | None]
    keywords: tuple[str, ...]
    learns: Learns | None = field(default=None)


def _bag_of_words(tune: Sequence[Labelled], report: Sequence[Labelled]) -> list[bool]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    model = LinearSVC()
    model.fit(words.fit_transform(_texts(tune)), [row.is_yes for row in tune])
    return [bool(says) for says in model.predict(words.transform(_texts(report)))]


CASES = (
    Case(
        Flag.TEASER,
        lambda: [*from_headlines(), *from_labels("teaser", 600)],
        teasers.found,
        ("bất ngờ", "sốc", "sự thật", "bí mật", "lý do", "này", "vì sao", "?", "!", "..."),
        _bag_of_words,
    ),
    Case(
        Flag.UNNAMED_SOURCE,
        lambda: from_labels("unnamed-source", 750),
        unnamed_sources.found,
        ("nguồn tin", "giấu tên", "thạo tin", "ẩn danh"),
    ),
    Case(
        Flag.ADVERTORIAL,
        lambda: from_signals("advertorial"),
        advertorials.found,
        ("ưu đãi", "khuyến mãi", "giảm giá", "liên hệ", "quảng cáo", "tài trợ"),
    ),
)


def run() -> dict[str, object]:
    if not DATA.exists():
        raise FileNotFoundError(f"{DATA} is absent")
    figures: dict[str, object] = {str(case.flag): _figures(case) for case in CASES}
    figures["printed marks of advertisements"] = _marks_in_the_press()
    figures |= flag_passages.figures()
    figures |= flag_store.figures()
    figures["sources-disagree, pairs of the press that were raised"] = flag_clashes.figures()
    now = _all_measured()
    figures["the card says: right in so many of ten"] = {str(flag): one.tenths for flag, one in now.items()}
    figures["milliseconds an article, all flags"] = _cost()
    same = {flag: one for flag, one in measured().items() if flag in now} == now
    return figures | {"nlp/data/flag_precision.toml": "as measured" if same else "differs: python -m bench.bench_flags"}


def _marks_in_the_press() -> str:
    """No article of this press was sold with a mark, so each that is raised is a false alarm."""
    raised = [one.id for one in whole_press() if (flag := advertorials.found(one)) and flag.why.params.get("mark")]
    return f"{len(raised)} raised in {sum(1 for _ in whole_press())} articles that carry none"


def _cost(articles: int = 2000) -> float:
    reader, read = TextFlagReader(), [*islice(whole_press(), articles)]
    reader.read(read[0])  # the patterns are compiled once
    started = time.perf_counter()
    for one in read:
        reader.read(one)
    return round(1000 * (time.perf_counter() - started) / articles, 2)


def _figures(case: Case) -> dict[str, object]:
    rows = [row for row in case.rows() if row.is_yes is not None]
    tune, report = ([row for row in rows if row.half == half] for half in ("tune", "report"))
    said = {
        "Điểm Tin": [case.rule(row.article) is not None for row in report],
        "peer: keywords": [_has_keyword(case.keywords, row.article) for row in report],
    }
    if case.learns:
        said["peer: a bag of words"] = case.learns(tune, report)
    figures: dict[str, object] = {
        "labelled": f"{len(rows)}; to report {len(report)}, yes {sum(bool(row.is_yes) for row in report)}",
        "tune": _told(tune, [case.rule(row.article) is not None for row in tune]),
    }
    figures |= {f"report, {name}": _told(report, says) for name, says in said.items()}
    for part in sorted({row.part for row in report}):
        inside = [row.part == part for row in report]
        if not all(inside):
            figures[f"report, {part}"] = _told(report, said["Điểm Tin"], inside)
    return figures


def _told(rows: Sequence[Labelled], said: Sequence[bool], inside: Iterable[bool] | None = None) -> dict[str, object]:
    kept = inside or [True] * len(rows)
    pairs = [(bool(row.is_yes), says) for row, says, within in zip(rows, said, kept, strict=True) if within]
    right, wrong, missed = (pairs.count(pair) for pair in ((True, True), (False, True), (True, False)))
    silent = pairs.count((False, False))
    figures: dict[str, object] = {"said": right + wrong, "right": right, "missed": missed, "labelled": len(pairs)}
    if right + wrong:
        figures["precision"] = round(right / (right + wrong), 3)
    if right + missed:
        figures["recall"] = round(right / (right + missed), 3)
        figures["macro-F1"] = round((_f1(right, wrong, missed) + _f1(silent, missed, wrong)) / 2, 3)
    return figures


def _f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / max(1, 2 * right + wrong + missed)


def _all_measured() -> dict[Flag, Measured]:
    found = {case.flag: _measured(case) for case in CASES} | flag_passages.measured() | flag_store.measured()
    raised, passages = flag_clashes.counted("report"), found[Flag.SOURCES_DISAGREE]
    judged = raised["yes"] + raised["no"]
    found[Flag.SOURCES_DISAGREE] = Measured(
        right=passages.right + raised["yes"], said=passages.said + judged, labelled=passages.labelled + judged
    )
    return found


def _measured(case: Case) -> Measured:
    rows = [row for row in case.rows() if row.is_yes is not None and row.half == "report"]
    said = [row for row in rows if case.rule(row.article)]
    return Measured(right=sum(bool(row.is_yes) for row in said), said=len(said), labelled=len(rows))


def _has_keyword(keywords: tuple[str, ...], article: Article) -> bool:
    text = f"{article.title}\n{article.text}".lower()
    return any(word in text for word in keywords)


def _texts(rows: Sequence[Labelled]) -> list[str]:
    return [f"{row.article.title}\n{row.article.text}" for row in rows]


def write_table(path: Path = TABLE) -> None:
    """What the card shows, measured now on the half to report."""
    kept = {**measured(), **_all_measured()}
    head = "# How often each flag was right on labelled real articles: written by `python -m bench.bench_flags`.\n"
    body = (f"\n[{flag}]\nright = {m.right}\nsaid = {m.said}\nlabelled = {m.labelled}\n" for flag, m in kept.items())
    path.write_text(head + "".join(body), encoding="utf-8")


if __name__ == "__main__":
    write_table()
