"""Collect by cases and plans."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column("invoices", sa.Column("case_id", sa.String(), nullable=True), schema="invoicing")
    _make_settings()
    _make_cases()
    _make_plans()


def _make_settings() -> None:
    op.create_table(
        "collection_settings",
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("opening", sa.String(), nullable=False),
        sa.Column("open_after_days", sa.Integer(), nullable=False),
        sa.Column("days_between_stages", sa.Integer(), nullable=True),
        sa.Column("plans_offered", sa.Boolean(), nullable=False),
        sa.Column("instalments", JSONB(), nullable=False),
        sa.Column("rule_up_to", sa.BigInteger(), nullable=True),
        sa.Column("rule_currency", sa.String(), nullable=True),
        sa.Column("rule_most_instalments", sa.Integer(), nullable=True),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", name=op.f("pk_collection_settings")),
        schema="invoicing",
    )


def _make_cases() -> None:
    op.create_table(
        "collection_cases",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("invoice_id", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("stage_on", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("pay_by", sa.Date(), nullable=True),
        sa.Column("named_fee", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("fee_invoice_id", sa.String(), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold_reason", sa.String(), nullable=True),
        sa.Column("plan_offered", sa.Boolean(), nullable=True),
        sa.Column("external_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["invoicing.customers.id"], name=op.f("fk_collection_cases_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["fee_invoice_id"], ["invoicing.invoices.id"], name=op.f("fk_collection_cases_fee_invoice_id")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoicing.invoices.id"], name=op.f("fk_collection_cases_invoice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_cases")),
        sa.UniqueConstraint("business_id", "number", name=op.f("uq_collection_cases_business_id_number")),
        schema="invoicing",
    )
    op.create_index(
        "uq_collection_cases_open",
        "collection_cases",
        ["invoice_id"],
        unique=True,
        schema="invoicing",
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index(
        "ix_collection_cases_next",
        "collection_cases",
        ["business_id", "next_on"],
        schema="invoicing",
        postgresql_where=sa.text("settled_at IS NULL AND held_at IS NULL"),
    )
    for name, columns in {
        "ix_collection_cases_of_invoice": ["invoice_id"],
        "ix_collection_cases_of_customer": ["business_id", "customer_id", "opened_at", "id"],
        "ix_collection_cases_of_business": ["business_id", "opened_at", "id"],
    }.items():
        op.create_index(name, "collection_cases", columns, schema="invoicing")


def _make_plans() -> None:
    op.create_table(
        "payment_plans",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("invoice_id", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("instalments", JSONB(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("announced", sa.Integer(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decline_reason", sa.String(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["invoicing.collection_cases.id"], name=op.f("fk_payment_plans_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["invoicing.customers.id"], name=op.f("fk_payment_plans_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_plans")),
        schema="invoicing",
    )
    op.create_index(
        "uq_payment_plans_live",
        "payment_plans",
        ["case_id"],
        unique=True,
        schema="invoicing",
        postgresql_where=sa.text("status IN ('requested', 'running')"),
    )
    op.create_index(
        "ix_payment_plans_next",
        "payment_plans",
        ["business_id", "next_on"],
        schema="invoicing",
        postgresql_where=sa.text("status = 'running'"),
    )
    for name, columns in {
        "ix_payment_plans_of_case": ["case_id", "requested_at", "id"],
        "ix_payment_plans_of_customer": ["business_id", "customer_id", "requested_at", "id"],
        "ix_payment_plans_of_business": ["business_id", "requested_at", "id"],
    }.items():
        op.create_index(name, "payment_plans", columns, schema="invoicing")
