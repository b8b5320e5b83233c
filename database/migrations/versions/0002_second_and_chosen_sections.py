"""second and chosen sections"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DISCARDED = sa.text("indexed_version <> 0 AND stopped = 'discarded'")


def upgrade() -> None:
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("second_section", sa.String(length=24), server_default="", nullable=False))
        batch_op.add_column(sa.Column("editor_section", sa.String(length=24), server_default="", nullable=False))
        batch_op.drop_index("ix_articles_search_discarded")
        batch_op.create_index(
            "ix_articles_search_discarded", ["id"], sqlite_where=DISCARDED, postgresql_where=DISCARDED
        )

    with op.batch_alter_table("stories", schema=None) as batch_op:
        batch_op.add_column(sa.Column("second_section", sa.String(length=24), server_default="", nullable=False))
        batch_op.create_index(
            "ix_stories_state_second_section_rank", ["state", "second_section", "rank", "id"], unique=False
        )
