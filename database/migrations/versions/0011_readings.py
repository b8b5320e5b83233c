"""how each article was first read, so that a source is judged without its texts"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEPT = timedelta(days=30)
OF_THE_LAST_DAYS = """
    INSERT INTO readings (source_id, at, article_id, dated, length, title, date, byline)
    SELECT a.source_id, a.fetched_at, a.id, coalesce(a.published_at, a.fetched_at),
        CASE WHEN a.stopped = 'discarded' THEN 0 ELSE length(coalesce(v.text, a.text)) END,
        a.title <> '', a.published_at IS NOT NULL, a.byline <> ''
    FROM articles AS a LEFT JOIN versions AS v ON v.article_id = a.id AND v.version = 1
    WHERE a.fetched_at >= :since AND (a.stage <> 'fetched' OR a.stopped = 'discarded')
"""


def upgrade() -> None:
    op.create_table(
        "readings",
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("dated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("title", sa.Boolean(), nullable=False),
        sa.Column("date", sa.Boolean(), nullable=False),
        sa.Column("byline", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_readings_source_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_id", "at", "article_id", name=op.f("pk_readings")),
        sqlite_with_rowid=False,
    )
    since = sa.bindparam("since", datetime.now(UTC) - KEPT, sa.DateTime(timezone=True))
    op.execute(sa.text(OF_THE_LAST_DAYS).bindparams(since))
