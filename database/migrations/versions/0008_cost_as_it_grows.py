"""cost as it grows: indexes, so that no query of the path or the screens grows with its table"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WAITING = sa.text("visits = 0 AND due_at IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_crawl_queue_article_id", "crawl_queue", ["article_id"])
    op.create_index(
        "ix_crawl_queue_waiting", "crawl_queue", ["source_id"], sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.create_index("ix_crawl_queue_source_id_due_at", "crawl_queue", ["source_id", "due_at"])
    op.drop_index("ix_crawl_queue_due_at", "crawl_queue")
    op.create_index("ix_warnings_sent", "warnings", ["sent", "article_id"])
    op.create_index("ix_warnings_sender_expires", "warnings", ["sender", "expires"])
