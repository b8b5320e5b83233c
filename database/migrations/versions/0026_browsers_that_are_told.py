"""browsers among a person's own addresses"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("own_notices", sa.Column("devices", sa.JSON(), server_default="[]", nullable=False))
