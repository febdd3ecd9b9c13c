"""Invoice subscriptions: how an invoice is collected, its period, and how products are taxed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "products",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tax_class", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        schema="invoicing",
    )
    op.add_column(
        "invoices",
        sa.Column("collection", sa.String(), nullable=False, server_default="invoice"),
        schema="invoicing",
    )
    op.alter_column("invoices", "collection", server_default=None, schema="invoicing")
    for name in ("period_start", "period_end"):
        column = sa.Column(name, sa.DateTime(timezone=True), nullable=True)
        op.add_column("invoices", column, schema="invoicing")
    op.create_index(
        "ix_invoices_of_subscription",
        "invoices",
        ["subscription_id", "finalized_at", "id"],
        unique=False,
        schema="invoicing",
        postgresql_where=sa.text("subscription_id IS NOT NULL"),
    )
    op.drop_index("ix_invoices_not_yet_overdue", table_name="invoices", schema="invoicing")
    op.create_index(
        "ix_invoices_not_yet_overdue",
        "invoices",
        ["business_id", "due_on"],
        unique=False,
        schema="invoicing",
        postgresql_where=sa.text("status = 'open' AND overdue_at IS NULL AND collection = 'invoice'"),
    )
