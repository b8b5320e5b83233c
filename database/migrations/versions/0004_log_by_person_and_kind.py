"""log by person and kind"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NOUN = {
    "sqlite": "substr(subject, 1, instr(subject || ':', ':') - 1)",
    "postgresql": "split_part(subject, ':', 1)",
}


def upgrade() -> None:
    with op.batch_alter_table("log", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=120), server_default="", nullable=False))
    op.execute(f"UPDATE log SET kind = {NOUN[op.get_context().dialect.name]}")  # noqa: S608 - our own words
    with op.batch_alter_table("log", schema=None) as batch_op:
        batch_op.create_index("ix_log_at_id", ["at", "id"], unique=False)
        batch_op.create_index("ix_log_kind_id", ["kind", "id"], unique=False)
        batch_op.create_index("ix_log_who_id", ["who", "id"], unique=False)
        batch_op.create_index("ix_log_who_kind_id", ["who", "kind", "id"], unique=False)
