"""Keep a journal, and book in it what is there already."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

BOOKED = """
WITH booked AS (
    SELECT id AS cause, 'invoice_finalized' AS occasion, business_id, customer_id, finalized_at AS at,
           currency, ARRAY['receivable', 'revenue', 'tax'] AS accounts,
           ARRAY[total, -subtotal, -tax] AS amounts, id AS invoice_id
    FROM invoicing.invoices
    UNION ALL
    SELECT id, 'invoice_voided', business_id, customer_id, finalized_at, currency,
           ARRAY['receivable', 'revenue', 'tax'], ARRAY[-total, subtotal, tax], id
    FROM invoicing.invoices WHERE status = 'void'
    UNION ALL
    SELECT id, 'payment_received', business_id, customer_id, paid_at, currency,
           ARRAY['receivable', 'cash'], ARRAY[-amount, amount], invoice_id
    FROM invoicing.payments
), moving AS (
    SELECT * FROM booked WHERE EXISTS (SELECT FROM unnest(amounts) AS amount WHERE amount <> 0)
), entries AS (
    INSERT INTO invoicing.journal_entries (id, business_id, customer_id, occasion, cause, booked_at)
    SELECT cause || '.' || occasion, business_id, customer_id, occasion, cause, at
    FROM moving ORDER BY at, cause
)
INSERT INTO invoicing.journal_lines (entry_id, line, account, invoice_id, amount, currency)
SELECT cause || '.' || occasion, row_number() OVER (PARTITION BY cause, occasion ORDER BY place), account,
       CASE account WHEN 'receivable' THEN invoice_id END, amount, currency
FROM moving, unnest(accounts, amounts) WITH ORDINALITY AS parts(account, amount, place)
WHERE amount <> 0
"""


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "journal_entries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["invoicing.customers.id"], name=op.f("fk_journal_entries_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entries")),
        schema="invoicing",
    )
    op.create_index(
        "ix_journal_entries_of_customer",
        "journal_entries",
        ["business_id", "customer_id", "number"],
        schema="invoicing",
    )
    op.create_table(
        "journal_lines",
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("line", sa.SmallInteger(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("invoice_id", sa.String(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["invoicing.journal_entries.id"], name=op.f("fk_journal_lines_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoicing.invoices.id"], name=op.f("fk_journal_lines_invoice_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "line", name=op.f("pk_journal_lines")),
        schema="invoicing",
    )
    op.create_index(
        "ix_journal_lines_of_invoice",
        "journal_lines",
        ["invoice_id", "account"],
        schema="invoicing",
        postgresql_where=sa.text("invoice_id IS NOT NULL"),
    )
    op.execute(BOOKED)
