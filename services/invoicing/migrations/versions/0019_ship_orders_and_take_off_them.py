"""Keep what came off an order as a whole, and where it goes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    for column in ("discount", "ship_to"):
        op.add_column("orders", sa.Column(column, postgresql.JSONB(), nullable=True), schema="invoicing")
