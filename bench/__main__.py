"""`make bench`: run each bench/bench_*.py, print its figures beside its peers', write JSON to bench/results/."""

import importlib
import json
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "results"


def main(only: list[str]) -> int:
    RESULTS.mkdir(exist_ok=True)
    failed = 0
    for file in sorted(HERE.glob("bench_*.py")):
        name = file.stem.removeprefix("bench_")
        if only and name not in only:
            continue
        print(f"\n== {name}", flush=True)
        started = time.perf_counter()
        try:
            figures = importlib.import_module(f"bench.{file.stem}").run()
        except FileNotFoundError as error:
            print(f"   skipped: {error}")
            continue
        except Exception as error:  # noqa: BLE001 - the other benchmarks go on
            print(f"   FAILED: {error!r}")
            failed += 1
            continue
        show(figures)
        about: dict[str, object] = {
            "bench": name,
            "at": datetime.now(UTC).isoformat(),
            "python": platform.python_version(),
        }
        about |= {"machine": platform.machine(), "seconds": round(time.perf_counter() - started, 1)}
        written = json.dumps(about | {"figures": figures}, ensure_ascii=False, indent=1, default=str)
        (RESULTS / f"{name}.json").write_text(written + "\n", encoding="utf-8")
    return 1 if failed else 0


def show(figures: dict[str, Any], indent: str = "   ") -> None:
    """Nested figures, indented; long lists are counted here and whole in the JSON."""
    for key, value in figures.items():
        if isinstance(value, dict):
            print(f"{indent}{key}:")
            show(value, indent + "   ")
        elif isinstance(value, list | tuple) and len(str(value)) > 120:
            print(f"{indent}{key}: {len(value)} listed in the JSON")
        else:
            print(f"{indent}{key}: {round(value, 4) if isinstance(value, float) else value}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
