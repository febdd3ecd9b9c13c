"""Ask whether VAT ids are valid."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "customers",
        sa.Column(
            "tax_id_verifications",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        schema="invoicing",
    )
    # The ids that there are already are due by the default.
    op.add_column(
        "customers",
        sa.Column("verify_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=True),
        schema="invoicing",
    )
    op.create_index(
        "ix_customers_to_verify",
        "customers",
        ["verify_at"],
        unique=False,
        schema="invoicing",
        postgresql_where=sa.text("verify_at IS NOT NULL"),
    )
