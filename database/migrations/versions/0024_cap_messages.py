"""our own CAP messages as they were sent, and official ones whose address holds another by now"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0022"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "cap_messages",
        sa.Column("identifier", sa.String(length=80), nullable=False),
        sa.Column("sender", sa.String(length=253), nullable=False),
        sa.Column("sent", TIME, nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("msg_type", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("expires", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("identifier", name=op.f("pk_cap_messages")),
    )
    op.create_index(op.f("ix_cap_messages_expires"), "cap_messages", ["expires"])
    op.create_table(
        "replaced_warnings",
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("sent", TIME, nullable=False),
        sa.Column("identifier", sa.String(length=64), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("follows", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_replaced_warnings_article_id_articles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", "sent", "identifier", name=op.f("pk_replaced_warnings")),
    )
    op.create_index("ix_replaced_warnings_sender_sent", "replaced_warnings", ["sender", "sent"])
