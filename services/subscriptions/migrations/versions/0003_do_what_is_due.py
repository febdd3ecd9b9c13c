"""Do what is due."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

_BILLING = '{"trial_end_without_method": "past_due", "mandate_days": 30, "after_last_retry": "suspended"}'


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.drop_index("ix_pending_changes_due", table_name="pending_changes", schema="subscriptions")
    op.add_column(
        "products",
        sa.Column(
            "billing", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default=_BILLING
        ),
        schema="subscriptions",
    )
    op.add_column(
        "subscriptions",
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        schema="subscriptions",
    )
    op.add_column(
        "subscriptions",
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=True),
        schema="subscriptions",
    )
    op.add_column(
        "subscriptions",
        sa.Column("periods", sa.Integer(), nullable=True),
        schema="subscriptions",
    )
    op.add_column(
        "subscriptions",
        sa.Column("period_number", sa.Integer(), nullable=False, server_default="0"),
        schema="subscriptions",
    )
    op.add_column(
        "subscriptions",
        sa.Column("bought_from", sa.BigInteger(), nullable=False, server_default="0"),
        schema="subscriptions",
    )
    op.add_column(
        "subscriptions",
        sa.Column("bought_until", sa.BigInteger(), nullable=False, server_default="0"),
        schema="subscriptions",
    )
    op.add_column(
        "subscriptions",
        sa.Column("interval_seconds", sa.BigInteger(), nullable=False, server_default="0"),
        schema="subscriptions",
    )
    op.add_column(
        "subscriptions",
        sa.Column("reminded_of", sa.DateTime(timezone=True), nullable=True),
        schema="subscriptions",
    )
    op.add_column(
        "subscriptions",
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        schema="subscriptions",
    )
    op.create_index(
        "ix_subscriptions_due",
        "subscriptions",
        ["next_due_at"],
        unique=False,
        schema="subscriptions",
        postgresql_where=sa.text("next_due_at IS NOT NULL"),
    )
    # What runs already is in a period that is paid for; when it is due the job finds out.
    op.execute(
        """
        UPDATE subscriptions.subscriptions SET
            next_due_at = CASE WHEN status NOT IN ('completed', 'canceled') THEN now() END,
            lapses_at = CASE WHEN status = 'pending_mandate' THEN started_at + interval '30 days' END,
            period_number = CASE WHEN status IN ('pending_mandate', 'trialing') THEN 0 ELSE 1 END,
            bought_until = CASE WHEN status IN ('pending_mandate', 'trialing') THEN 0
                ELSE extract(epoch FROM current_period_end - current_period_start)::bigint END,
            interval_seconds = CASE WHEN status IN ('pending_mandate', 'trialing') THEN 0
                ELSE extract(epoch FROM current_period_end - current_period_start)::bigint END
        """
    )
