"""a log's subject as long as the longest name of an article, which PostgreSQL refused"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("log", schema=None) as batch_op:
        batch_op.alter_column("subject", existing_type=sa.String(120), type_=sa.String(260), existing_nullable=False)
