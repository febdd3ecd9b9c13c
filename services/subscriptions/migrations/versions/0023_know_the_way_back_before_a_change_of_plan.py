"""Know the way back to before a change of plan, and what was carried."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    json = postgresql.JSONB(astext_type=sa.Text())
    for column in (
        sa.Column("plan_before", json, nullable=True),
        sa.Column("carried", json, nullable=False, server_default="[]"),
        sa.Column("quote_id", sa.String(), nullable=True),
    ):
        op.add_column("charged_periods", column, schema="subscriptions")
