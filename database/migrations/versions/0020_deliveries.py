"""approved items on their way to our own places"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STANDS = sa.text("state IN ('planned', 'sending', 'needs-a-person', 'sent', 'invisible')")


def upgrade() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("outlet", ID, nullable=False),
        sa.Column("fitted", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by", ID, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unanswered", sa.JSON(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=True),
        sa.Column("sent", sa.JSON(), nullable=True),
        sa.Column("posting", ID, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_deliveries_asked_by_people")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_deliveries_item_id_items")),
        sa.ForeignKeyConstraint(["outlet"], ["outlets.id"], name=op.f("fk_deliveries_outlet_outlets")),
        sa.ForeignKeyConstraint(["posting"], ["postings.id"], name=op.f("fk_deliveries_posting_postings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("key", name=op.f("uq_deliveries_key")),
    )
    for column in ("item_id", "due_at", "posting"):
        op.create_index(op.f(f"ix_deliveries_{column}"), "deliveries", [column])
    op.create_index(
        "uq_deliveries_standing",
        "deliveries",
        ["item_id", "outlet"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
