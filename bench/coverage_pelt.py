"""Our PELT beside that of the library `ruptures`, given the same cost: the same changes, in how much time."""

import time
from collections.abc import Sequence

import numpy as np

from bench.coverage_series import Counts
from nlp.standing_out.pelt import Floats, changes

SHORTEST = 7


def beside_ruptures(all_counts: Sequence[Counts]) -> dict[str, object]:
    try:
        import ruptures
    except ImportError:
        return {"skipped": "ruptures cannot be installed on this Python"}

    class Poisson(ruptures.base.BaseCost):  # type: ignore[misc]
        model, min_size = "", 1

        def fit(self, signal: Floats) -> "Poisson":
            self.signal = signal
            self.sums = np.concatenate(([0.0], np.cumsum(signal)))
            return self

        def error(self, start: int, end: int) -> float:
            own = self.sums[end] - self.sums[start]
            return float(-own * np.log(own / (end - start))) if own > 0 else 0.0

    same, seconds = 0, {"ours": 0.0, "ruptures": 0.0}
    for counts in all_counts:
        values = counts.astype(np.float64)
        penalty = 0.75 * float(np.log(len(values))) * max(1.0, float(values.var() / values.mean()))
        started = time.perf_counter()
        ours = changes(values, np.ones(len(values)), penalty=penalty, shortest=SHORTEST)
        seconds["ours"] += time.perf_counter() - started
        started = time.perf_counter()
        peer = ruptures.Pelt(custom_cost=Poisson(), min_size=SHORTEST, jump=1).fit(values).predict(pen=penalty)
        seconds["ruptures"] += time.perf_counter() - started
        same += ours == [int(end) for end in peer[:-1]]
    return {
        "series with the same changes": f"{same} of {len(all_counts)}",
        "milliseconds a series": {name: round(1000 * took / len(all_counts), 1) for name, took in seconds.items()},
    }
