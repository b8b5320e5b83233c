"""`python -m chaos.soak`: a minute of editors and workers at random, and the proof that all agrees with the log."""

import argparse
import random
import sys
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from chaos.soak.run import Soaked, Wanted, soak
from scripts.own_postgresql import own_postgresql


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m chaos.soak")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--editors", type=int, default=8)
    asked = parser.parse_args()
    print(f"seed {asked.seed}, {asked.seconds:.0f} s on {asked.database}, {asked.editors} editors", flush=True)
    server = own_postgresql() if asked.database == "postgresql" else nullcontext("")
    try:
        with server as address, TemporaryDirectory() as home:
            soaked = soak(
                Wanted(
                    home=Path(home),
                    database_url=address.format("postgres"),
                    seed=asked.seed,
                    editors=asked.editors,
                    seconds=asked.seconds,
                )
            )
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    show(soaked)
    return 0 if soaked.holds else 1


def show(soaked: Soaked) -> None:
    print(f"{soaked.done.total()} clicks done, {soaked.refused.total()} refused, {soaked.turns} turns of the workers")
    for what, counted in (("done", soaked.done), ("refused", soaked.refused)):
        print(f"  {what}: {', '.join(f'{name} {number}' for name, number in counted.most_common())}")
    for found in soaked.found:
        print(f"  {'BROKEN' if found.wrong else 'holds '} {found.said:<72} {found.looked_at:>6}")
        for line in found.wrong[:8]:
            print(f"         {line}")
    for fault in soaked.faults[:3]:
        print(fault)


if __name__ == "__main__":
    sys.exit(main())
