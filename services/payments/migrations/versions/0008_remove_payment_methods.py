"""Remove payment methods."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("collection", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        schema="payments",
    )
    op.create_index(
        "ix_subscriptions_of_customer",
        "subscriptions",
        ["business_id", "customer_id"],
        unique=False,
        schema="payments",
    )
    op.add_column(
        "payment_methods",
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        schema="payments",
    )
    op.add_column(
        "payment_methods",
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        schema="payments",
    )
    op.add_column(
        "payment_methods", sa.Column("look_at", sa.DateTime(timezone=True), nullable=True), schema="payments"
    )
    op.create_index(
        "ix_payment_methods_to_look_at",
        "payment_methods",
        ["look_at"],
        unique=False,
        schema="payments",
        postgresql_where=sa.text("look_at IS NOT NULL"),
    )
