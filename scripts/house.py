"""python -m scripts.house: print how the house stands, as figures that two commits can be compared by.

Folders that import folders, both ways too; the longest line of each kind of file; how many files a change touches by
docs/adding.md; the functions with the most parameters.
"""

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = (
    "vietnamese",
    "domain",
    "crawlers",
    "nlp",
    "index",
    "alerts",
    "outlets",
    "database",
    "desk",
    "messages",
    "api",
    "app",
    "demo",
)
KINDS = ("py", "html", "css", "js", "toml", "md")
SHOWN = 5


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / line for line in listed.splitlines() if "vendor" not in line and ".min." not in line]


def folder_imports(files: Iterable[Path]) -> set[tuple[str, str]]:
    """(importing folder, imported folder), for our own packages."""
    modules = {".".join(file.relative_to(ROOT).with_suffix("").parts): file for file in files}
    return {
        (_folder(file), _folder(modules[target]))
        for file in modules.values()
        for target in _imported(file, modules.keys())
        if _folder(file) != _folder(modules[target])
    }


def _imported(file: Path, modules: Iterable[str]) -> Iterator[str]:
    known = set(modules)
    for node in ast.walk(ast.parse(file.read_bytes())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        yield from (name for name in names if name in known)


def _folder(file: Path) -> str:
    return str(file.relative_to(ROOT).parent)


def parameters(files: Iterable[Path]) -> list[tuple[int, str]]:
    """Functions with the most parameters, `self` not counted."""
    found = []
    for file in files:
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                args = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
                found.append((len(args) - (args[:1] == ["self"]), f"{file.relative_to(ROOT)}:{node.name}"))
    return sorted(found, reverse=True)


def main() -> None:
    files = tracked()
    ours = [file for file in files if file.suffix == ".py" and file.relative_to(ROOT).parts[0] in ROOMS]
    pairs = folder_imports(ours)
    tops = {(a.split("/")[0], b.split("/")[0]) for a, b in pairs} - {(room, room) for room in ROOMS}
    both = sorted(pair for pair in pairs if pair[::-1] in pairs and pair[0] < pair[1])
    print(f"folders {len({_folder(file) for file in ours})}, files {len(ours)}")
    print(f"imports between rooms {len(tops)}, between folders {len(pairs)}, both ways {len(both)}")
    print(*(f"  {a} ⇄ {b}" for a, b in both), sep="\n")
    for kind in KINDS:
        lengths = Counter(
            {
                file: max(map(len, file.read_text().splitlines()), default=0)
                for file in files
                if file.suffix == f".{kind}"
            }
        )
        [(file, length)] = lengths.most_common(1)
        print(f"longest line of .{kind}: {length} ({file.relative_to(ROOT)})")
    for heading, number in re.findall(r"## (.+) \((\d+) files?\)", (ROOT / "docs" / "adding.md").read_text()):
        print(f"{heading}: {number} files")
    logic = [file for file in ours if file.relative_to(ROOT).parts[:2] not in (("api", "routes"), ("api", "screens"))]
    print("most parameters:", *(f"  {number} {name}" for number, name in parameters(logic)[:SHOWN]), sep="\n")


if __name__ == "__main__":
    main()
