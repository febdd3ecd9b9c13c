"""Quote what is charged next."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    for column in ("next_amount", "next_discount"):
        op.add_column(
            "plan_quotes", sa.Column(column, sa.BigInteger(), nullable=True), schema="subscriptions"
        )
