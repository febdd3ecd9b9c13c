"""Know which ways to pay are gone and which debts are paid in parts."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "mandates",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("payment_method_id", sa.String(), nullable=False),
        sa.Column("valid", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
        schema="subscriptions",
    )
    op.create_index(
        op.f("ix_mandates_customer_id"), "mandates", ["customer_id"], unique=False, schema="subscriptions"
    )
    op.create_table(
        "payment_plans",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("invoice_id", sa.String(), nullable=False),
        sa.Column("broken", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_plans")),
        schema="subscriptions",
    )
    op.create_index(
        op.f("ix_payment_plans_invoice_id"),
        "payment_plans",
        ["invoice_id"],
        unique=False,
        schema="subscriptions",
    )
    op.add_column(
        "payment_methods",
        sa.Column("removed", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        schema="subscriptions",
    )
