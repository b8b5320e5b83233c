"""Which published claim an article repeats: precision and recall of what is suggested, beside two plain peers.

*suggest*: the program says that the article repeats the claim. *assert*: beyond the higher threshold, told as one
matter once a person confirms it. *denies*: the article says that the claim is not so. Thresholds of ours and of the
peers were chosen on the half to tune; the other half and the notices are reported only. One hand wrote both halves and
the rules, so trust the notices more (docs/decisions/0036).
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from bench.labelled_claims import DENIES, REPEATS, Pair, across, notices, ours
from domain.claims import Match, Relation
from nlp.claims import PublishedClaims
from nlp.claims.texts import syllables
from nlp.cues import lower

ENOUGH = 0.90  # precision that a peer's threshold must reach on the half to tune
MATCHER = PublishedClaims()
Scores = list[float]


def run() -> dict[str, object]:
    tune, report = ours("tune"), ours("report")
    peers = {"keyword overlap": _overlap, "TF-IDF cosine": _cosine}
    thresholds = {name: _threshold(score(tune), tune) for name, score in peers.items()}
    sets = {"tune (ours)": tune, "report (ours)": report}
    with suppress(FileNotFoundError):  # the data is absent
        sets["report (notices)"] = notices()
    figures: dict[str, object] = {name: _figures(pairs, peers, thresholds) for name, pairs in sets.items()}
    strangers = list(across("report"))
    said = [_said(pair).relation for pair in strangers]
    figures["report (ours), claims with articles of other themes"] = {
        "pairs": len(strangers),
        "suggested": said.count(Relation.REPEATS),
        "said to be denied": said.count(Relation.DENIES),
    }
    return figures | {"milliseconds to compare an article with 40 claims": round(_milliseconds(report), 2)}


def _figures(
    pairs: Sequence[Pair], peers: Mapping[str, Callable[[Sequence[Pair]], Scores]], thresholds: Mapping[str, float]
) -> dict[str, object]:
    matches = [_said(pair) for pair in pairs]
    repeats, denies = [pair.label == REPEATS for pair in pairs], [pair.label == DENIES for pair in pairs]
    suggested = [match.relation is Relation.REPEATS for match in matches]
    denied = [match.relation is Relation.DENIES for match in matches]
    either = [one or other for one, other in zip(repeats, denies, strict=True)]
    shown = [one or other for one, other in zip(suggested, denied, strict=True)]
    return {
        "pairs": len(pairs),
        "suggest": _told(suggested, repeats),
        "assert": _told([match.is_sure for match in matches], repeats),
        "denies": _told(denied, denies),
        "either, the claim's own matter": _told(shown, either),
        "found by keys": f"{sum(_has_keys(p) for p, true in zip(pairs, either, strict=True) if true)} of {sum(either)}",
        "peers, suggest": {
            name: _told([one >= thresholds[name] for one in score(pairs)], repeats) for name, score in peers.items()
        },
        "peers, the claim's own matter": {
            name: _told([one >= thresholds[name] for one in score(pairs)], either) for name, score in peers.items()
        },
    }


def _said(pair: Pair) -> Match:
    """As the desk does: claims without keys and short articles are not matched by themselves."""
    match = MATCHER.compare([pair.claim], pair.article)[0]
    if MATCHER.is_short(pair.article) or not _has_keys(pair):
        return Match(relation=Relation.UNRELATED, score=match.score, part=match.part, span=match.span)
    return match


def _has_keys(pair: Pair) -> bool:
    return not set(MATCHER.keys(pair.claim)).isdisjoint(MATCHER.text_keys(pair.article))


def _told(said: Sequence[bool], true: Sequence[bool]) -> str:
    """ "precision/recall (right, wrong, missed)"."""
    pairs = list(zip(said, true, strict=True))
    right, wrong, missed = pairs.count((True, True)), pairs.count((True, False)), pairs.count((False, True))
    precision = f"{right / (right + wrong):.3f}" if right + wrong else "–"
    recall = f"{right / (right + missed):.3f}" if right + missed else "–"
    return f"{precision}/{recall} ({right}, {wrong}, {missed})"


def _threshold(scores: Scores, pairs: Sequence[Pair]) -> float:
    """The one with the most found at ENOUGH precision, or else with the best F1."""
    best, best_f1 = (0, 1.0), (0.0, 1.0)
    for threshold in sorted(set(scores)):
        said = [pair.label == REPEATS for pair, score in zip(pairs, scores, strict=True) if score >= threshold]
        right, true = sum(said), sum(pair.label == REPEATS for pair in pairs)
        f1 = 2 * right / (len(said) + true)
        best_f1 = max(best_f1, (f1, threshold))
        if right / len(said) >= ENOUGH:
            best = max(best, (right, threshold))
    return best[1] if best[0] else best_f1[1]


def _overlap(pairs: Sequence[Pair]) -> Scores:
    """The share of the claim's words that stand in the article."""

    def share(pair: Pair) -> float:
        claim, text = (set(syllables(lower(one))) for one in (pair.claim, f"{pair.article.title} {pair.article.text}"))
        return len(claim & text) / len(claim)

    return [share(pair) for pair in pairs]


def _cosine(pairs: Sequence[Pair]) -> Scores:
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = list(dict.fromkeys(f"{pair.article.title} {pair.article.text}" for pair in pairs))
    words = TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\w+", sublinear_tf=True).fit(texts)
    claims = words.transform([pair.claim for pair in pairs])
    articles = words.transform([f"{pair.article.title} {pair.article.text}" for pair in pairs])
    return [float(one) for one in claims.multiply(articles).sum(axis=1).A1]


def _milliseconds(pairs: Sequence[Pair]) -> float:
    claims = list(dict.fromkeys(pair.claim for pair in pairs)) * 3
    articles = list({pair.article.id: pair.article for pair in pairs}.values())
    started = time.perf_counter()
    for article in articles:
        MATCHER.compare(claims[:40], article)
    return (time.perf_counter() - started) * 1000 / len(articles)
