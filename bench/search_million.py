"""`python -m bench.search_million [ARTICLES] [FOLDER]`: the load run at full size; a million takes minutes to build.

FOLDER is kept: an index that it holds already is only measured, which adds a few thousand articles to it.
"""

import json
import sys
import tempfile
from pathlib import Path

from bench.bench_search import load, loaded
from index.embedded.engine import EmbeddedIndex

SECONDS = 60.0


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2] if len(sys.argv) > 2 else folder) / "index"
        held = EmbeddedIndex(path).count() if path.exists() else 0
        figures = loaded(path, held, SECONDS) if held >= articles else load(path, articles, seconds=SECONDS)
        print(json.dumps(figures, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
