"""Say tax in the currency of the books."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "invoices",
        sa.Column("exchange_rate", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        schema="invoicing",
    )
