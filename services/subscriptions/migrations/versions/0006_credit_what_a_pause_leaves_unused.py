"""Credit what a pause leaves unused."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "subscriptions",
        sa.Column("pause_credited", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        schema="subscriptions",
    )
