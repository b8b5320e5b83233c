"""An article's text as a screen shows it: paragraphs, and tables whose rows were read line by line."""

from dataclasses import dataclass
from itertools import groupby

BAR = " | "  # between the cells of a row, as crawlers/extract/lines.py writes it
_FEWEST_ROWS = 2  # a single line with a bar is only a sentence that has one


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, or the rows of a table."""

    line: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    is_headed: bool = False  # its first row names the columns


def parts(text: str) -> list[Part]:
    found: list[Part] = []
    lines = filter(str.strip, text.split("\n"))
    for in_table, group in groupby(lines, key=lambda line: BAR in line):
        together = list(group)
        if in_table and len(together) >= _FEWEST_ROWS:
            found.append(_table(together))
        else:
            found += [Part(line=line) for line in together]
    return found


def _table(lines: list[str]) -> Part:
    rows = tuple(tuple(line.split(BAR)) for line in lines)
    figures = [any(map(str.isdigit, line)) for line in lines]
    return Part(rows=rows, is_headed=not figures[0] and any(figures[1:]))
