"""Follow orders to their end: when they were paid, fulfilled, canceled and refunded."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    for moment in ("paid_at", "fulfilled_at", "canceled_at", "refunded_at"):
        op.add_column(
            "orders", sa.Column(moment, sa.DateTime(timezone=True), nullable=True), schema="invoicing"
        )
    # When an invoice became void was not kept: such an order is canceled, without a moment.
    op.execute(
        """
        UPDATE invoicing.orders SET
            status = CASE WHEN invoices.status = 'void' THEN 'canceled' ELSE orders.status END,
            paid_at = CASE WHEN invoices.status = 'paid' THEN invoices.paid_at END,
            refunded_at = CASE WHEN orders.status = 'refunded' AND invoices.status <> 'void' THEN (
                SELECT max(issued_at) FROM invoicing.credit_notes WHERE invoice_id = orders.invoice_id
            ) END
        FROM invoicing.invoices
        WHERE invoices.id = orders.invoice_id AND invoices.status IN ('void', 'paid')
        """
    )
