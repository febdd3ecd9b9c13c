"""Say when payments began in real time."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_index(
        "ix_payment_invoices_of_invoice",
        "payment_invoices",
        ["business_id", "invoice_id"],
        unique=False,
        schema="payments",
    )
    op.add_column(
        "payments",
        sa.Column("begun_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        schema="payments",
    )
    op.drop_index(op.f("ix_payments_of_account"), table_name="payments", schema="payments")
    op.create_index(
        "ix_payments_begun_with", "payments", ["account_id", "begun_at"], unique=False, schema="payments"
    )
