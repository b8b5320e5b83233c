"""the hour that people chose for a post, also once it has failed"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("planned_for", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE deliveries SET planned_for = due_at WHERE state = 'planned'")
