"""whose an article's picture is, as its page says; NULL for articles that were read before"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("articles", sa.Column("image_credit", sa.Text(), nullable=True))
