"""Change plans."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    moment = sa.DateTime(timezone=True)
    json = postgresql.JSONB(astext_type=sa.Text())
    op.create_table(
        "plan_quotes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.String(), nullable=False),
        sa.Column("subscription_version", sa.Integer(), nullable=False),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("plan", json, nullable=False),
        sa.Column("effective_at", moment, nullable=False),
        sa.Column("at_period_end", sa.Boolean(), nullable=False),
        sa.Column("must_be_paid_first", sa.Boolean(), nullable=False),
        sa.Column("ends_trial", sa.Boolean(), nullable=False),
        sa.Column("next_at", moment, nullable=True),
        sa.Column("quoted_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.Column("recorded_at", moment, server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.subscriptions.id"],
            name=op.f("fk_plan_quotes_subscription_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_quotes")),
        schema="subscriptions",
    )
    op.create_index(
        "ix_plan_quotes_recorded", "plan_quotes", ["recorded_at"], unique=False, schema="subscriptions"
    )
    op.create_index(
        op.f("ix_plan_quotes_subscription_id"),
        "plan_quotes",
        ["subscription_id"],
        unique=False,
        schema="subscriptions",
    )
    op.add_column(
        "subscriptions",
        sa.Column("carried", json, nullable=False, server_default="[]"),
        schema="subscriptions",
    )
    op.add_column("pending_changes", sa.Column("plan", json, nullable=True), schema="subscriptions")
    op.add_column("payment_methods", sa.Column("kind", sa.String(), nullable=True), schema="subscriptions")
