"""Keep addresses with their history, tax ids and custom fields of customers, and who sells."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"

_TAX_IDS = """
UPDATE invoicing.customers
SET tax_ids = jsonb_build_array(jsonb_build_object('type', 'eu_vat', 'value', vat_id))
WHERE vat_id IS NOT NULL
"""


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "addresses",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["invoicing.customers.id"], name=op.f("fk_addresses_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
        schema="invoicing",
    )
    op.create_index(
        "ix_addresses_of_customer", "addresses", ["customer_id", "valid_from", "id"], schema="invoicing"
    )
    op.create_index(
        "uq_addresses_valid",
        "addresses",
        ["customer_id", "kind"],
        unique=True,
        schema="invoicing",
        postgresql_where=sa.text("valid_until IS NULL"),
    )
    for column in ("billing_address", "shipping_address"):
        op.add_column(
            "customers",
            sa.Column(column, postgresql.JSONB(astext_type=sa.Text()), nullable=True),
            schema="invoicing",
        )
    op.add_column(
        "businesses",
        sa.Column("legal_name", sa.String(), server_default="", nullable=False),
        schema="invoicing",
    )
    op.add_column(
        "businesses",
        sa.Column("address", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        schema="invoicing",
    )
    op.add_column("businesses", sa.Column("vat_id", sa.String(), nullable=True), schema="invoicing")
    op.add_column("businesses", sa.Column("creditor_id", sa.String(), nullable=True), schema="invoicing")
    op.create_table(
        "customer_fields",
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("business_id", name=op.f("pk_customer_fields")),
        schema="invoicing",
    )
    for column, nothing in (("tax_ids", "[]"), ("custom_fields", "{}")):
        op.add_column(
            "customers",
            sa.Column(
                column, postgresql.JSONB(astext_type=sa.Text()), server_default=nothing, nullable=False
            ),
            schema="invoicing",
        )
    op.execute(_TAX_IDS)
    op.drop_column("customers", "vat_id", schema="invoicing")
    op.add_column(
        "customers",
        sa.Column("anonymized_at", sa.DateTime(timezone=True), nullable=True),
        schema="invoicing",
    )
