"""what each feed told last of an address, so that two that differ do not have it visited at every poll"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("crawl_queue", schema=None) as batch_op:
        batch_op.add_column(sa.Column("announced", sa.JSON(), nullable=False, server_default="{}"))
