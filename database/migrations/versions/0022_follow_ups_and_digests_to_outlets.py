"""follow-ups and digests on their way to our own places, beside items"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STANDS = sa.text("state IN ('planned', 'sending', 'needs-a-person', 'sent', 'invisible')")


def upgrade() -> None:
    op.drop_index("uq_deliveries_standing", "deliveries")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.alter_column("item_id", existing_type=ID, nullable=True)
        batch_op.add_column(sa.Column("task_id", ID, nullable=True))
        batch_op.add_column(sa.Column("task_revision", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("day", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("posted_as", sa.String(length=12), server_default="post", nullable=False))
        batch_op.add_column(sa.Column("target", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("tells", sa.JSON(), server_default="[]", nullable=False))
        batch_op.create_foreign_key(op.f("fk_deliveries_task_id_tasks"), "tasks", ["task_id"], ["id"])
    op.create_index(op.f("ix_deliveries_task_id"), "deliveries", ["task_id"])
    for name, columns in (
        ("standing", ["item_id", "outlet"]),
        ("follow_up", ["task_id", "task_revision"]),
        ("digest", ["day", "outlet"]),
    ):
        op.create_index(
            f"uq_deliveries_{name}", "deliveries", columns, unique=True, sqlite_where=STANDS, postgresql_where=STANDS
        )
