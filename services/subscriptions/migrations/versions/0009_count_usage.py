"""Count usage."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "usage_periods",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.String(), nullable=False),
        sa.Column("price_id", sa.String(), nullable=False),
        sa.Column("product_name", sa.String(), nullable=False),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("included_units", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.subscriptions.id"],
            name=op.f("fk_usage_periods_subscription_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_periods")),
        schema="subscriptions",
    )
    op.create_index(
        "ix_usage_periods_listed",
        "usage_periods",
        ["subscription_id", "ends"],
        unique=False,
        schema="subscriptions",
    )
    op.create_table(
        "usage_records",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.String(), nullable=False),
        sa.Column("price_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.subscriptions.id"],
            name=op.f("fk_usage_records_subscription_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_records")),
        schema="subscriptions",
    )
    op.create_index(
        "ix_usage_records_open",
        "usage_records",
        ["subscription_id", "used_at"],
        unique=False,
        schema="subscriptions",
        postgresql_where=sa.text("NOT closed"),
    )
    op.create_index(
        "uq_usage_records_key", "usage_records", ["business_id", "key"], unique=True, schema="subscriptions"
    )
