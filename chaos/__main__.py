"""`make chaos`: ten minutes of everything at once, what was thrown, and the proof that nothing was lost."""

import argparse
import json
import random
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from chaos.run import Told, Wanted, run

RESULTS = Path(__file__).parent / "results"
WIDTH = 68


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m chaos")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--kills", type=int, default=None, help="one each ten seconds unless told")
    parser.add_argument("--people", type=int, default=20)
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    RESULTS.mkdir(exist_ok=True)
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{asked.database}"
    kills = round(asked.seconds / 10) if asked.kills is None else asked.kills
    print(f"seed {asked.seed}, {asked.seconds:.0f} s on {asked.database}", flush=True)
    try:
        told = run(
            Wanted(
                seconds=asked.seconds,
                database=asked.database,
                seed=asked.seed,
                kills=kills,
                folk=asked.people,
                log=RESULTS / f"{name}.log",
            )
        )
    except KeyboardInterrupt:
        print("stopped; nothing is proved", file=sys.stderr)
        return 130
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    (RESULTS / f"{name}.json").write_text(json.dumps(told.as_json(), ensure_ascii=False, indent=1, default=str))
    show(told)
    print(f"\n{RESULTS / name}.json, and what the desk said in .log")
    return 0 if told.holds else 1


def show(told: Told) -> None:
    print("\nThrown at it")
    for name, number in told.thrown.items():
        print(f"  {name:<{WIDTH}} {number:>7}")
    for why in told.left_out:
        print(f"  LEFT OUT {why}")
    print("\nAnswered to people")
    for name, number in told.answers.items():
        print(f"  {name:<{WIDTH}} {number:>7}")
    print(f"\nProof, {told.settled_seconds:.0f} s after the last blow")
    for proof in told.proofs:
        print(f"  {'holds ' if proof.holds else 'BROKEN'} {proof.said:<{WIDTH - 7}} {proof.looked_at:>7}  {proof.note}")
        for violation in proof.violations[:5]:
            print(f"         {violation}")


if __name__ == "__main__":
    sys.exit(main())
