"""Say when a mandate is to be emptied."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "mandates", sa.Column("forget_at", sa.DateTime(timezone=True), nullable=True), schema="payments"
    )
    op.create_index(
        "ix_mandates_to_forget",
        "mandates",
        ["forget_at"],
        schema="payments",
        postgresql_where=sa.text("forget_at IS NOT NULL"),
    )
