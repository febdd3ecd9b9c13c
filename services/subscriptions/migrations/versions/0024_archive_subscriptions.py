"""Archive subscriptions."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "subscriptions",
        sa.Column("archived", sa.Boolean(), nullable=False, server_default=sa.false()),
        schema="subscriptions",
    )
