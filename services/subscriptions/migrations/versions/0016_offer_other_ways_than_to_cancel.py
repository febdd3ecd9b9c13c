"""Offer other ways than to cancel."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "retention_offers",
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("offers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("business_id", name=op.f("pk_retention_offers")),
        schema="subscriptions",
    )
    op.create_table(
        "retention_presentations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.String(), nullable=False),
        sa.Column("offer", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_presentations")),
        schema="subscriptions",
    )
    op.create_index(
        "uq_retention_presentations_open",
        "retention_presentations",
        ["subscription_id", "offer"],
        unique=True,
        schema="subscriptions",
        postgresql_where=sa.text("outcome = 'shown'"),
    )
    op.create_index(
        "ix_retention_presentations_taken",
        "retention_presentations",
        ["customer_id", "offer"],
        schema="subscriptions",
    )
