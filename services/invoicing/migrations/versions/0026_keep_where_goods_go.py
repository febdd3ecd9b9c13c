"""Keep where goods go."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "invoices",
        sa.Column("ship_to", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        schema="invoicing",
    )
    op.add_column(
        "tax_quotes",
        sa.Column("ship_to", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        schema="invoicing",
    )
    # Until now an invoice named the place on its paper alone, and before it names anybody, its order has it.
    op.execute(
        """
        UPDATE invoicing.invoices SET ship_to = parties -> 'ship_to'
        WHERE jsonb_typeof(parties -> 'ship_to') = 'object'
        """
    )
    op.execute(
        """
        UPDATE invoicing.invoices SET ship_to = orders.ship_to FROM invoicing.orders
        WHERE orders.id = invoices.order_id AND invoices.parties IS NULL AND orders.ship_to IS NOT NULL
        """
    )
