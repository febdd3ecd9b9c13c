"""Leave endpoints alone that ask for it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "webhook_endpoints",
        sa.Column("left_alone_until", sa.DateTime(timezone=True), nullable=True),
        schema="notifications",
    )
