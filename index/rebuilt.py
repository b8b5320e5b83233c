"""What an engine says of a rebuild, and of an index that needs one."""

from typing import NamedTuple

UNFILLED = "never filled from the database"  # so is a new desk's


class Rebuilt(NamedTuple):
    number: int  # articles in the index
    passed_over: frozenset[str] = frozenset()  # a writer brought them meanwhile: what is known of them is the writer's
