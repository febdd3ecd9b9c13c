"""Say on which device and from which address each session began."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "sessions",
        sa.Column("device", sa.String(), server_default="", nullable=False),
        schema="portal",
    )
    op.add_column("sessions", sa.Column("ip", sa.String(), nullable=True), schema="portal")
