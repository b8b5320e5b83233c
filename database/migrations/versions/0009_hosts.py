"""hosts"""

from contextlib import suppress
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ROWS_A_TIME = 5000


def upgrade() -> None:
    op.create_table(
        "hosts",
        sa.Column("host", sa.String(length=260), nullable=False),
        sa.Column("lease", sa.String(length=140), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_visit_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delay_seconds", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_hosts")),
    )
    for name in ("feeds", "crawl_queue"):
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.add_column(sa.Column("host", sa.String(length=260), server_default="", nullable=False))
        _fill(sa.table(name, sa.column("id"), sa.column("url"), sa.column("host")))


def _fill(table: sa.TableClause) -> None:
    connection, last = op.get_bind(), -1
    wanted = sa.update(table).where(table.c.id == sa.bindparam("of")).values(host=sa.bindparam("name"))
    page = sa.select(table.c.id, table.c.url).order_by(table.c.id).limit(ROWS_A_TIME)
    while rows := connection.execute(page.where(table.c.id > last)).all():
        connection.execute(wanted, [{"of": row.id, "name": _host_of(row.url)} for row in rows])
        last = rows[-1].id


def _host_of(url: str) -> str:
    """As the program says it at this version."""
    try:
        split = urlsplit(url)
        name, port = (split.hostname or "").rstrip("."), split.port
    except ValueError:
        return ""
    with suppress(UnicodeError):
        name = name if name.isascii() else name.encode("idna").decode("ascii")
    return (name if port in (None, 80, 443) else f"{name}:{port}")[:260]
