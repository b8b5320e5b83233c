"""daily counters of articles and stories, and when each source could be seen"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0026"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "coverage_marks",
        sa.Column("id", ID, nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_marks")),
    )
    op.create_table(
        "coverage_articles",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("dated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("story_id", sa.String(length=200), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("copy_of", sa.String(length=200), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_articles")),
    )
    for column in ("dated", "story_id"):
        op.create_index(op.f(f"ix_coverage_articles_{column}"), "coverage_articles", [column])
    op.create_table(
        "coverage_weeks",
        sa.Column("start", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("start", name=op.f("pk_coverage_weeks")),
    )
    op.create_table(
        "coverage_counts",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.Column("grain", sa.String(length=8), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("stories", sa.Integer(), nullable=False),
        sa.Column("begun", sa.Integer(), nullable=False),
        sa.Column("origins", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_id", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("kind", "value", "grain", "start", name=op.f("pk_coverage_counts")),
    )
    op.create_index("ix_coverage_counts_start", "coverage_counts", ["start"])
    op.create_table(
        "coverage_sight",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("seen", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_coverage_sight_source_id_sources"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("day", "source_id", name=op.f("pk_coverage_sight")),
    )
    op.create_index(op.f("ix_coverage_sight_source_id"), "coverage_sight", ["source_id"])
