"""Know customers' countries, and to which kinds providers have agreed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "customers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        schema="payments",
    )
    op.add_column(
        "provider_accounts",
        sa.Column(
            "approved_kinds",
            JSONB(none_as_null=True),
            server_default=sa.text("""'["paypal", "acss_debit", "bacs_debit", "au_becs_debit"]'"""),
            nullable=False,
        ),
        schema="payments",
    )
