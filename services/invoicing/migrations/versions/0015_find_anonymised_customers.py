"""Find anonymised customers, whose documents are emptied when their term has ended."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_index(
        "ix_customers_anonymized",
        "customers",
        ["id"],
        schema="invoicing",
        postgresql_where=sa.text("anonymized_at IS NOT NULL"),
    )
