"""Price in tiers and by use."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    for column in (
        sa.Column("billing_scheme", sa.String(), nullable=False, server_default="per_unit"),
        sa.Column("usage_type", sa.String(), nullable=False, server_default="licensed"),
        sa.Column("included_units", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("tiers", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="[]"),
    ):
        op.add_column("prices", column, schema="subscriptions")
