"""Open tickets for payment plans."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column("tickets", sa.Column("plan_id", sa.String(), nullable=True), schema="support")
    op.add_column("tickets", sa.Column("case_id", sa.String(), nullable=True), schema="support")
    op.create_index(
        "ix_tickets_of_case",
        "tickets",
        ["business_id", "case_id"],
        unique=False,
        schema="support",
        postgresql_where=sa.text("case_id IS NOT NULL"),
    )
    op.create_index(
        "uq_tickets_of_plan",
        "tickets",
        ["business_id", "plan_id"],
        unique=True,
        schema="support",
        postgresql_where=sa.text("plan_id IS NOT NULL"),
    )
