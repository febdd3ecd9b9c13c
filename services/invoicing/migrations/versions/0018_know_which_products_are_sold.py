"""Know of the copies of products which of them are sold."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "products",
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        schema="invoicing",
    )
