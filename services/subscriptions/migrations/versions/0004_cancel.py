"""Keep cancellations, what is linked, and what they need of customers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "cancellation_reasons",
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("business_id", name=op.f("pk_cancellation_reasons")),
        schema="subscriptions",
    )
    op.create_table(
        "customers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("company", sa.Boolean(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        schema="subscriptions",
    )
    op.add_column(
        "pending_changes",
        sa.Column("cancellation", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        schema="subscriptions",
    )
    op.add_column(
        "subscriptions",
        sa.Column(
            "linked_services", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="[]"
        ),
        schema="subscriptions",
    )
    op.add_column(
        "subscriptions", sa.Column("resubscribed_from", sa.String(), nullable=True), schema="subscriptions"
    )
    op.create_index(
        "uq_subscriptions_resubscribed",
        "subscriptions",
        ["resubscribed_from"],
        unique=True,
        schema="subscriptions",
        postgresql_where=sa.text("resubscribed_from IS NOT NULL AND ended_at IS NULL"),
    )
