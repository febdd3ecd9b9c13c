"""Keep tax quotes and VAT ids; say of each line what it is taxed on, and why at that rate."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

# What was sold before had its amounts without tax; nothing said why a rate was none.
_CATEGORY = "CASE WHEN (each ->> 'percent')::numeric > 0 THEN 'standard' ELSE 'zero' END"
_NET = "(each ->> 'quantity')::bigint * (each ->> 'unit_amount')::bigint"
_EXPLAIN_THE_TAX = """
UPDATE invoicing.{table} SET
    taxes = (
        SELECT coalesce(jsonb_agg(each || jsonb_build_object('category', {category}) ORDER BY place), '[]')
        FROM jsonb_array_elements(taxes) WITH ORDINALITY AS parts(each, place)
    ),
    lines = (
        SELECT coalesce(
            jsonb_agg(
                each || jsonb_build_object(
                    'amount', {net}, 'net', {net}, 'category', {category},
                    'tax_behavior', 'exclusive', 'reference', NULL
                )
                ORDER BY place
            ),
            '[]'
        )
        FROM jsonb_array_elements(lines) WITH ORDINALITY AS parts(each, place)
    )
"""


def explained(table: str) -> str:
    """The statement that writes the lines and the taxes of a table's documents anew."""
    return _EXPLAIN_THE_TAX.format(table=table, category=_CATEGORY, net=_NET)


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "tax_quotes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("subtotal", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("taxes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("quoted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_for", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["invoicing.customers.id"], name=op.f("fk_tax_quotes_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_quotes")),
        schema="invoicing",
    )
    op.create_index("ix_tax_quotes_recorded", "tax_quotes", ["recorded_at"], unique=False, schema="invoicing")
    op.add_column("customers", sa.Column("vat_id", sa.String(), nullable=True), schema="invoicing")
    for table in ("orders", "invoices"):
        op.execute(explained(table))
