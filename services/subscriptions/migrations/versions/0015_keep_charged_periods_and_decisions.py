"""Keep charged periods and decisions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "charged_periods",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status_before", sa.String(), nullable=False),
        sa.Column("anchor_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("period_start_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("period_end_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("period_number_before", sa.Integer(), nullable=False),
        sa.Column("bought_before", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("lapses_at_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_by_before", sa.String(), nullable=True),
        sa.Column("pause_credited_before", sa.Boolean(), nullable=False),
        sa.Column("discount_before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.subscriptions.id"],
            name=op.f("fk_charged_periods_subscription_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charged_periods")),
        schema="subscriptions",
    )
    op.create_index(
        "ix_charged_periods_of_subscription",
        "charged_periods",
        ["subscription_id", "begun_at"],
        unique=False,
        schema="subscriptions",
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.String(), nullable=False),
        sa.Column("change_id", sa.String(), nullable=True),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.subscriptions.id"], name=op.f("fk_decisions_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        schema="subscriptions",
    )
    op.create_index(
        op.f("ix_decisions_subscription_id"),
        "decisions",
        ["subscription_id"],
        unique=False,
        schema="subscriptions",
    )
