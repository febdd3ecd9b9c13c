"""Give back what was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "credit_notes", sa.Column("refund_request_id", sa.String(), nullable=True), schema="invoicing"
    )
    op.create_index(
        "uq_credit_notes_refund_request",
        "credit_notes",
        ["business_id", "refund_request_id"],
        unique=True,
        schema="invoicing",
        postgresql_where=sa.text("refund_request_id IS NOT NULL"),
    )
