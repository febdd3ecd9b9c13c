"""Make the tables of customers, orders, invoices and payments, and the copy of businesses."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "businesses",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number_prefix", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("importing", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_businesses")),
        schema="invoicing",
    )
    op.create_table(
        "customers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("company", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("business_id", "email", name=op.f("uq_customers_business_id_email")),
        schema="invoicing",
    )
    op.create_index(
        "ix_customers_of_business",
        "customers",
        ["business_id", "created_at", "id"],
        unique=False,
        schema="invoicing",
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False, comment="SHA-256 of method, path and body"),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "actor", "key", name=op.f("pk_idempotency_keys")),
        schema="invoicing",
    )
    op.create_index(
        "ix_idempotency_keys_recorded", "idempotency_keys", ["recorded_at"], unique=False, schema="invoicing"
    )
    op.create_table(
        "inbox",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "reader", name=op.f("pk_inbox")),
        schema="invoicing",
    )
    op.create_index("ix_inbox_received", "inbox", ["received_at"], unique=False, schema="invoicing")
    op.create_table(
        "number_series",
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "series", "year", name=op.f("pk_number_series")),
        schema="invoicing",
    )
    op.create_table(
        "outbox",
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("routing_key", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "set_aside", sa.Text(), nullable=True, comment="Why the broker refuses this row for itself"
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_outbox")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
        schema="invoicing",
    )
    op.create_index(
        "ix_outbox_sent",
        "outbox",
        ["sent_at"],
        unique=False,
        schema="invoicing",
        postgresql_where=sa.text("sent_at IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_unsent",
        "outbox",
        ["position"],
        unique=False,
        schema="invoicing",
        postgresql_where=sa.text("sent_at IS NULL AND set_aside IS NULL"),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("subtotal", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("taxes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("invoice_id", sa.String(), nullable=False),
        sa.Column("invoice_number", sa.String(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["invoicing.customers.id"], name=op.f("fk_orders_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("business_id", "number", name=op.f("uq_orders_business_id_number")),
        schema="invoicing",
    )
    op.create_index(
        "ix_orders_of_business",
        "orders",
        ["business_id", "placed_at", "id"],
        unique=False,
        schema="invoicing",
    )
    op.create_index(
        "ix_orders_of_customer",
        "orders",
        ["business_id", "customer_id", "placed_at", "id"],
        unique=False,
        schema="invoicing",
    )
    op.create_table(
        "invoices",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("subtotal", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("taxes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("order_id", sa.String(), nullable=True),
        sa.Column("subscription_id", sa.String(), nullable=True),
        sa.Column("open", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("finalized_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("open BETWEEN 0 AND total", name=op.f("ck_invoices_open_within_total")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["invoicing.customers.id"], name=op.f("fk_invoices_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["invoicing.orders.id"],
            name=op.f("fk_invoices_order_id"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("business_id", "number", name=op.f("uq_invoices_business_id_number")),
        sa.UniqueConstraint("order_id", name=op.f("uq_invoices_order_id")),
        schema="invoicing",
    )
    op.create_index(
        "ix_invoices_not_yet_overdue",
        "invoices",
        ["business_id", "due_on"],
        unique=False,
        schema="invoicing",
        postgresql_where=sa.text("status = 'open' AND overdue_at IS NULL"),
    )
    op.create_index(
        "ix_invoices_of_business",
        "invoices",
        ["business_id", "finalized_at", "id"],
        unique=False,
        schema="invoicing",
    )
    op.create_index(
        "ix_invoices_of_customer",
        "invoices",
        ["business_id", "customer_id", "finalized_at", "id"],
        unique=False,
        schema="invoicing",
    )
    op.create_index(
        "ix_invoices_open",
        "invoices",
        ["business_id", "customer_id", "due_on", "id"],
        unique=False,
        schema="invoicing",
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "payments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("invoice_id", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["invoicing.customers.id"], name=op.f("fk_payments_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoicing.invoices.id"], name=op.f("fk_payments_invoice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        schema="invoicing",
    )
    op.create_index(
        "ix_payments_of_invoice",
        "payments",
        ["invoice_id", "paid_at", "id"],
        unique=False,
        schema="invoicing",
    )
