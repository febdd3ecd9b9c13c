"""Keep tax rates, the published ones among them."""

import sqlalchemy as sa
from alembic import op
from foyer_invoicing.storage.published_tax_rates import take_in_published_tax_rates

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "tax_rates",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("tax_class", sa.String(), nullable=False),
        sa.Column("percent", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_rates")),
        schema="invoicing",
    )
    op.create_index(
        "ix_tax_rates_of_country",
        "tax_rates",
        ["country", "tax_class", "valid_from", "id"],
        unique=False,
        schema="invoicing",
    )
    take_in_published_tax_rates(op.get_bind())
