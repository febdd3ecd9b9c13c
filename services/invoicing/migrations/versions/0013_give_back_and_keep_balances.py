"""Give back, and keep balances and every try to pay."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "balances",
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["invoicing.customers.id"], name=op.f("fk_balances_customer_id")
        ),
        sa.PrimaryKeyConstraint("customer_id", "currency", name=op.f("pk_balances")),
        schema="invoicing",
    )
    op.create_table(
        "imported_subscriptions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_subscriptions")),
        schema="invoicing",
    )
    # The version before this one writes invoices and payments without these, until it is gone.
    added = {
        "invoices": [
            sa.Column("credited", sa.BigInteger(), nullable=False, server_default="0"),
            sa.Column("written_off", sa.BigInteger(), nullable=False, server_default="0"),
            sa.Column("pending", sa.Boolean(), nullable=False, server_default=sa.false()),
        ],
        "payments": [
            sa.Column("payment_id", sa.String(), nullable=True),
            sa.Column("status", sa.String(), nullable=False, server_default="succeeded"),
            sa.Column("method", sa.String(), nullable=False, server_default="outside"),
            sa.Column("failure_code", sa.String(), nullable=True),
            sa.Column("surplus", sa.BigInteger(), nullable=False, server_default="0"),
            sa.Column("refunded", sa.BigInteger(), nullable=False, server_default="0"),
            sa.Column("reversed", sa.BigInteger(), nullable=False, server_default="0"),
        ],
    }
    for table, columns in added.items():
        for column in columns:
            op.add_column(table, column, schema="invoicing")
    op.create_check_constraint(
        op.f("ck_invoices_credited_within_total"),
        "invoices",
        "credited BETWEEN 0 AND total",
        schema="invoicing",
    )
    op.create_unique_constraint(
        op.f("uq_payments_payment_id_invoice_id"),
        "payments",
        ["payment_id", "invoice_id"],
        schema="invoicing",
    )
