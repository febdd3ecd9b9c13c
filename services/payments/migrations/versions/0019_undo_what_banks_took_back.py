"""Undo what banks took back."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "reversals",
        sa.Column("undone", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        schema="payments",
    )
