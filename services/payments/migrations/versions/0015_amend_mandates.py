"""Amend mandates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "mandates",
        sa.Column(
            "amendments",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
        schema="payments",
    )
    op.add_column("payment_setups", sa.Column("amends", sa.String(), nullable=True), schema="payments")
    op.add_column("setups", sa.Column("amends", sa.String(), nullable=True), schema="sandbox_provider")
