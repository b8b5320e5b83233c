"""Who saved and approved a digest, and when it was sent"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("digests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("saved_by", Id, nullable=True))
        batch_op.add_column(sa.Column("approved_by", Id, nullable=True))
        batch_op.add_column(sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_digests_saved_by"), "people", ["saved_by"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_digests_approved_by"), "people", ["approved_by"], ["id"])
