"""Know what a period was paid for, where a change of plan within it was not prorated."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "subscriptions",
        sa.Column("bought_items", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        schema="subscriptions",
    )
