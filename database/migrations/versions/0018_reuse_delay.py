"""how long a publisher asks others to wait before they repeat what it publishes"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reuse_delay_hours", sa.Integer(), server_default="0", nullable=False))
