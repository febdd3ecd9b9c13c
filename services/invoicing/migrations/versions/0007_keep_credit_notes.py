"""Keep credit notes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "credit_notes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("subtotal", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("taxes", JSONB(), nullable=False),
        sa.Column("lines", JSONB(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("invoice_id", sa.String(), nullable=False),
        sa.Column("invoice_number", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("settled", sa.BigInteger(), nullable=False),
        sa.Column("to_balance", sa.BigInteger(), nullable=False),
        sa.Column("refunds", JSONB(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("settled + to_balance <= total", name=op.f("ck_credit_notes_given_within_total")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["invoicing.customers.id"], name=op.f("fk_credit_notes_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoicing.invoices.id"], name=op.f("fk_credit_notes_invoice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_notes")),
        sa.UniqueConstraint("business_id", "number", name=op.f("uq_credit_notes_business_id_number")),
        schema="invoicing",
    )
    for name, columns in {
        "ix_credit_notes_of_invoice": ["invoice_id", "issued_at", "id"],
        "ix_credit_notes_of_customer": ["business_id", "customer_id", "issued_at", "id"],
        "ix_credit_notes_of_business": ["business_id", "issued_at", "id"],
    }.items():
        op.create_index(name, "credit_notes", columns, schema="invoicing")
