"""up to which hit a follower has seen what a saved search found"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("follows", sa.Column("seen_to", sa.Integer(), server_default="0", nullable=False))
    searches = sa.table("saved_searches", sa.column("id", sa.Integer), sa.column("last_hit", sa.Integer))
    follows = sa.table("follows", sa.column("search_id", sa.Integer), sa.column("seen_to", sa.Integer))
    newest = sa.select(searches.c.last_hit).where(searches.c.id == follows.c.search_id).scalar_subquery()
    op.execute(sa.update(follows).values(seen_to=newest))  # what was there before the badge is no news
