"""drafts: a story has at most one open item, and a draft is open

Items that 0.1.0 left as "picked" were sent to a reviewer at once, and still wait for one under that code.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('draft', 'picked', 'approved', 'returned')")


def upgrade() -> None:
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.drop_index("uq_items_open_story_id")
        batch_op.create_index(
            "uq_items_open_story_id", ["story_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        )
