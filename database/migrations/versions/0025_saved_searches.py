"""searches that people keep, who follows them, and what they found"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNMATCHED = sa.text("matched_version < version AND stopped = ''")


def upgrade() -> None:
    op.add_column("articles", sa.Column("matched_version", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE articles SET matched_version = version")  # nobody keeps a search yet
    op.create_index(
        "ix_articles_unmatched",
        "articles",
        ["fetched_at", "id"],
        sqlite_where=UNMATCHED,
        postgresql_where=UNMATCHED,
    )
    op.create_table(
        "saved_searches",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("owner", ID, nullable=False),
        sa.Column("feed_token", sa.String(length=40), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("last_hit", sa.Integer(), nullable=False),
        sa.Column("counted_day", sa.String(length=10), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner"], ["people.id"], name=op.f("fk_saved_searches_owner_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
        sa.UniqueConstraint("feed_token", name=op.f("uq_saved_searches_feed_token")),
    )
    op.create_index(op.f("ix_saved_searches_owner"), "saved_searches", ["owner"])
    op.create_table(
        "follows",
        sa.Column("search_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("rhythm", sa.String(length=12), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("silence", sa.Boolean(), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_to", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("silence_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_follows_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["search_id"], ["saved_searches.id"], name=op.f("fk_follows_search_id_saved_searches"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("search_id", "person_id", name=op.f("pk_follows")),
    )
    op.create_index(op.f("ix_follows_person_id"), "follows", ["person_id"])
    op.create_table(
        "saved_hits",
        sa.Column("search_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_saved_hits_article_id_articles"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["saved_searches.id"],
            name=op.f("fk_saved_hits_search_id_saved_searches"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("search_id", "number", name=op.f("pk_saved_hits")),
    )
    for column in ("article_id", "at"):
        op.create_index(op.f(f"ix_saved_hits_{column}"), "saved_hits", [column])
    op.create_index("uq_saved_hits_article", "saved_hits", ["search_id", "article_id"], unique=True)
