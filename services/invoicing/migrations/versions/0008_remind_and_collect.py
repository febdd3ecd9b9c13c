"""Remind and collect."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "dunning_settings",
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=False),
        sa.Column("remind_before_days", sa.Integer(), nullable=True),
        sa.Column("remind_after_days", sa.Integer(), nullable=True),
        sa.Column("retry_days", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", name=op.f("pk_dunning_settings")),
        schema="invoicing",
    )
    op.create_table(
        "collecting",
        sa.Column("invoice_id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("next_step", sa.String(), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", JSONB(none_as_null=True), nullable=True),
        sa.Column("exhausted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoicing.invoices.id"], name=op.f("fk_collecting_invoice_id")
        ),
        sa.PrimaryKeyConstraint("invoice_id", name=op.f("pk_collecting")),
        schema="invoicing",
    )
    op.create_index(
        "ix_collecting_next",
        "collecting",
        ["business_id", "next_at"],
        schema="invoicing",
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index(
        "ix_collecting_of_customer", "collecting", ["business_id", "customer_id"], schema="invoicing"
    )
    op.create_table(
        "charges",
        sa.Column("payment_id", sa.String(), nullable=False),
        sa.Column("invoice_id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("payment_id", "invoice_id", name=op.f("pk_charges")),
        schema="invoicing",
    )
    op.create_index(
        "ix_charges_under_way",
        "charges",
        ["invoice_id"],
        schema="invoicing",
        postgresql_where=sa.text("NOT settled"),
    )
    for name in ("due_soon_at", "reminded_at"):
        column = sa.Column(name, sa.DateTime(timezone=True), nullable=True)
        op.add_column("invoices", column, schema="invoicing")
    # Whoever was told long ago that an invoice is overdue is not reminded on the day of the upgrade.
    op.execute(
        "UPDATE invoicing.invoices SET reminded_at = overdue_at"
        " WHERE status = 'open' AND overdue_at IS NOT NULL"
    )
    op.create_index(
        "ix_invoices_not_yet_due",
        "invoices",
        ["business_id", "due_on"],
        schema="invoicing",
        postgresql_where=sa.text(
            "status = 'open' AND overdue_at IS NULL AND due_soon_at IS NULL AND collection = 'invoice'"
        ),
    )
    op.create_index(
        "ix_invoices_not_yet_reminded",
        "invoices",
        ["business_id", "due_on"],
        schema="invoicing",
        postgresql_where=sa.text("status = 'open' AND overdue_at IS NOT NULL AND reminded_at IS NULL"),
    )
