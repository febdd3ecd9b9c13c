"""Say who sells: the address, the VAT id and the creditor identifier of a business."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "businesses",
        sa.Column("address", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        schema="portal",
    )
    op.add_column("businesses", sa.Column("vat_id", sa.String(), nullable=True), schema="portal")
    op.add_column("businesses", sa.Column("creditor_id", sa.String(), nullable=True), schema="portal")
