"""`python -m bench.stories_full [WINDOW] [UNRELATED]`: stories at full size; 100,000 in the window take minutes."""

import json
import sys

from bench.bench_stories import run


def main() -> None:
    window, unrelated = (int(value) for value in (sys.argv[1:3] + ["100000", "20000"][len(sys.argv[1:3]) :]))
    print(json.dumps(run(window, unrelated), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
