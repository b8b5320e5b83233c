"""Run by `diemtin migrate` with an open connection; there is no other way in."""

from typing import Any, Literal

from alembic import context

from database.store import ALL_TABLES
from database.tables import UTCDateTime


def render_item(_kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A migration must not change when our own types do, so it names SQLAlchemy's."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UTCDateTime) else False


def compare_type(_context: Any, _inspected: Any, _column: Any, _inspected_type: Any, metadata_type: Any) -> bool | None:
    return False if isinstance(metadata_type, UTCDateTime) else None


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=ALL_TABLES,
    render_item=render_item,
    compare_type=compare_type,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
