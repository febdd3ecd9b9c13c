"""Announce direct debits before they are collected."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "provider_accounts",
        sa.Column("notice_days", sa.Integer(), server_default="14", nullable=False),
        schema="payments",
    )
    op.add_column(
        "payments", sa.Column("collects_at", sa.DateTime(timezone=True), nullable=True), schema="payments"
    )
    op.create_index(
        "ix_payments_to_collect",
        "payments",
        ["payment_method_id", "collects_at"],
        unique=False,
        schema="payments",
        postgresql_where=sa.text("collects_at IS NOT NULL AND status = 'created' AND NOT asked"),
    )
