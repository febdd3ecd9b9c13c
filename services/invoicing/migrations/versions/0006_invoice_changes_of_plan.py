"""Invoice changes of plan."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column("invoices", sa.Column("change_id", sa.String(), nullable=True), schema="invoicing")
    op.add_column("invoices", sa.Column("quote_id", sa.String(), nullable=True), schema="invoicing")
    op.create_index("ix_tax_quotes_reference", "tax_quotes", ["reference"], schema="invoicing")
    op.create_unique_constraint(op.f("uq_invoices_change_id"), "invoices", ["change_id"], schema="invoicing")
