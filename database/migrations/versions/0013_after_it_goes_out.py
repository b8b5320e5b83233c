"""flags answered, postings word for word, tasks that a source's change makes; the ledger so far becomes postings"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "flag_answers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("flag", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.String(length=24), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_flag_answers_article_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_flag_answers_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_answers")),
    )
    with op.batch_alter_table("flag_answers", schema=None) as batch_op:
        batch_op.create_index("uq_flag_answers_evidence", ["article_id", "flag", "evidence"], unique=True)

    op.create_table(
        "postings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("follows", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("posted_as", sa.String(length=12), nullable=False),
        sa.Column("outlet", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("posted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("unanswered", sa.JSON(), nullable=False),
        sa.Column("taken_back_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["follows"], ["postings.id"], name=op.f("fk_postings_follows")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_postings_item_id")),
        sa.ForeignKeyConstraint(["posted_by"], ["people.id"], name=op.f("fk_postings_posted_by")),
        sa.ForeignKeyConstraint(["taken_back_by"], ["people.id"], name=op.f("fk_postings_taken_back_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
    )
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_postings_day"), ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_postings_follows"), ["follows"], unique=False)
        batch_op.create_index(batch_op.f("ix_postings_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_postings_posted_at"), ["posted_at"], unique=False)

    op.create_table(
        "posting_articles",
        sa.Column("posting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["postings.id"], name=op.f("fk_posting_articles_posting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("posting_id", "article_id", name=op.f("pk_posting_articles")),
    )
    with op.batch_alter_table("posting_articles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posting_articles_article_id"), ["article_id"], unique=False)

    op.create_table(
        "tasks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("posting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("mark", sa.String(length=240), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("follow_up", sa.String(length=12), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reviewed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proof", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"], name=op.f("fk_tasks_closed_by")),
        sa.ForeignKeyConstraint(["posting_id"], ["postings.id"], name=op.f("fk_tasks_posting_id")),
        sa.ForeignKeyConstraint(["proof"], ["postings.id"], name=op.f("fk_tasks_proof")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["people.id"], name=op.f("fk_tasks_reviewed_by")),
        sa.ForeignKeyConstraint(["written_by"], ["people.id"], name=op.f("fk_tasks_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tasks_state"), ["state"], unique=False)
        batch_op.create_index("uq_tasks_happening", ["posting_id", "article_id", "mark"], unique=True)
    _keep_the_ledger(op.get_bind())
    for name in ("seen_version", "seen_withdrawn_at"):  # of corrections that somebody has seen: tasks by now
        op.drop_column("items", name)


def _keep_the_ledger(connection: sa.Connection) -> None:
    """What was shared before there were postings. Its title is that of the version that people looked at."""
    known = sa.MetaData()
    items, articles, versions, sources, postings, posted, tasks = (
        sa.Table(name, known, autoload_with=connection)
        for name in ("items", "articles", "versions", "sources", "postings", "posting_articles", "tasks")
    )
    then = (versions.c.article_id == items.c.article_id) & (versions.c.version == items.c.article_version)
    shared = (
        sa.select(items, articles.c.title, versions.c.title.label("title_then"), sources.c.name.label("source_name"))
        .join(articles, articles.c.id == items.c.article_id)
        .join(sources, sources.c.id == articles.c.source_id)
        .outerjoin(versions, then)
        .where(items.c.state == "shared", items.c.shared_by.is_not(None), items.c.shared_at.is_not(None))
        .order_by(items.c.shared_at, items.c.id)
    )
    nothing: dict[str, object] = {"posted_as": "post", "outlet": 0, "address": "", "reason": "", "revision": 1}
    for row in connection.execute(shared).mappings().all():
        posting = nothing | {
            "kind": "item",
            "item_id": row["id"],
            "text": row["post"],
            "posted_by": row["shared_by"],
            "posted_at": row["shared_at"],
            "answers": [],
            "unanswered": [],
        }
        posting_id = connection.execute(sa.insert(postings).values(posting).returning(postings.c.id)).scalar_one()
        article = {
            "posting_id": posting_id,
            "article_id": row["article_id"],
            "version": row["article_version"],
            "title": row["title_then"] or row["title"],
            "source_name": row["source_name"],
        }
        connection.execute(sa.insert(posted).values(article))
        if row["seen_version"] is not None:
            connection.execute(sa.insert(tasks).values(_seen(row, posting_id)))


def _seen(row: sa.RowMapping, posting_id: int) -> dict[str, object]:
    """A correction that somebody has looked at is a task that was closed without a word."""
    gone = row["seen_withdrawn_at"]
    return {
        "posting_id": posting_id,
        "article_id": row["article_id"],
        "cause": "withdrawn" if gone else "changed",
        "mark": f"gone {_utc(gone):%Y-%m-%dT%H:%M:%S}" if gone else f"v{row['seen_version']}",
        "version": row["seen_version"],
        "opened_at": row["shared_at"],
        "state": "dismissed",
        "text": "",
        "note": "",
        "closed_at": gone or row["shared_at"],
        "revision": 1,
    }


def _utc(moment: datetime) -> datetime:
    """SQLite keeps no zone."""
    return moment.astimezone(UTC) if moment.tzinfo else moment
