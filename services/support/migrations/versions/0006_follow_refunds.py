"""Follow refunds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "credit_notes", sa.Column("refund_request_id", sa.String(), nullable=True), schema="support"
    )
    op.add_column(
        "refund_requests",
        sa.Column("given_back", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        schema="support",
    )
    op.add_column(
        "refund_requests", sa.Column("refused_because", sa.String(), nullable=True), schema="support"
    )
