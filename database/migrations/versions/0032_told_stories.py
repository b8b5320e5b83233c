"""of which stories people were told by what they follow"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "told_stories",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("warning", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_told_stories_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_told_stories_article_id_articles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "article_id", name=op.f("pk_told_stories")),
    )
    op.create_index(op.f("ix_told_stories_article_id"), "told_stories", ["article_id"])
    op.create_index(op.f("ix_told_stories_at"), "told_stories", ["at"])
