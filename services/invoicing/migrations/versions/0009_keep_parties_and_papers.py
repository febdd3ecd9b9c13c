"""Keep whom an invoice names, and the papers that are made of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"

# Whom they name is settled when their paper is made, with what the business has told of itself by then.
_PAPERS_OF_WHAT_THERE_IS = """
INSERT INTO invoicing.papers (id, business_id, customer_id, kind, subject_id, number, due_at, attempts)
SELECT 'doc_' || split_part(id, '_', 2), business_id, customer_id, 'invoice', id, number, now(), 0
FROM invoicing.invoices
"""


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    json = postgresql.JSONB(astext_type=sa.Text())
    op.create_table(
        "papers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pdf", json, nullable=True),
        sa.Column("xml", json, nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["invoicing.customers.id"], name=op.f("fk_papers_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_papers_kind_subject_id")),
        schema="invoicing",
    )
    op.create_index(
        "ix_papers_to_be_made",
        "papers",
        ["due_at"],
        unique=False,
        schema="invoicing",
        postgresql_where=sa.text("made_at IS NULL"),
    )
    op.add_column("invoices", sa.Column("parties", json, nullable=True), schema="invoicing")
    for told in ("support_email", "brand_name", "brand_accent"):
        op.add_column(
            "businesses",
            sa.Column(told, sa.String(), server_default="", nullable=False),
            schema="invoicing",
        )
    op.execute(_PAPERS_OF_WHAT_THERE_IS)
