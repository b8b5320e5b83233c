"""What was typed into the form of a kind of channel, the desk's or a person's own."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request

MAX_FIELDS = 20
MAX_CHARS = 2000


async def from_form(request: Request) -> Mapping[str, str]:
    """The kinds have different fields, so they are read here and not one by one."""
    form = await request.form(max_fields=MAX_FIELDS)
    return {name: str(value)[:MAX_CHARS] for name, value in form.items()}


TypedChannel = Annotated[Mapping[str, str], Depends(from_form)]
