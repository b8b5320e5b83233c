"""`python -m bench.search_million [ARTICLES] [FOLDER]`: the load run at full size; a million takes a while to build."""

import json
import sys
import tempfile
from pathlib import Path

from bench.bench_search import load


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as folder:
        print(json.dumps(load(Path(folder) / "index", articles, seconds=60.0), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
