"""seen corrections: what of the publisher's changes somebody has looked at since the post went out"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_version", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("seen_withdrawn_at", sa.DateTime(timezone=True), nullable=True))
