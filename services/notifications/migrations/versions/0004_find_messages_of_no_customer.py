"""Find messages of no customer, which are dropped after a month."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_index(
        "ix_messages_of_no_customer",
        "messages",
        ["recorded_at"],
        unique=False,
        schema="notifications",
        postgresql_where=sa.text("customer_id IS NULL"),
    )
