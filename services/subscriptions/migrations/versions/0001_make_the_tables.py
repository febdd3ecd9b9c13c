"""make the tables."""

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
        sa.Column("zone", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_businesses")),
        schema="subscriptions",
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
        schema="subscriptions",
    )
    op.create_index(
        "ix_idempotency_keys_recorded",
        "idempotency_keys",
        ["recorded_at"],
        unique=False,
        schema="subscriptions",
    )
    op.create_table(
        "inbox",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "reader", name=op.f("pk_inbox")),
        schema="subscriptions",
    )
    op.create_index("ix_inbox_received", "inbox", ["received_at"], unique=False, schema="subscriptions")
    op.create_table(
        "invoice_standings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.String(), nullable=False),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_standings")),
        schema="subscriptions",
    )
    op.create_index(
        op.f("ix_invoice_standings_subscription_id"),
        "invoice_standings",
        ["subscription_id"],
        unique=False,
        schema="subscriptions",
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
        schema="subscriptions",
    )
    op.create_index(
        "ix_outbox_sent",
        "outbox",
        ["sent_at"],
        unique=False,
        schema="subscriptions",
        postgresql_where=sa.text("sent_at IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_unsent",
        "outbox",
        ["position"],
        unique=False,
        schema="subscriptions",
        postgresql_where=sa.text("sent_at IS NULL AND set_aside IS NULL"),
    )
    op.create_table(
        "payment_methods",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_methods")),
        schema="subscriptions",
    )
    op.create_index(
        op.f("ix_payment_methods_customer_id"),
        "payment_methods",
        ["customer_id"],
        unique=False,
        schema="subscriptions",
    )
    op.create_table(
        "products",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("self_service", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        schema="subscriptions",
    )
    op.create_index(
        "ix_products_listed", "products", ["business_id", "id"], unique=False, schema="subscriptions"
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("interval", sa.String(), nullable=False),
        sa.Column("interval_count", sa.Integer(), nullable=False),
        sa.Column("collection", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trial_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("billing_anchor", sa.DateTime(timezone=True), nullable=False),
        sa.Column("current_period_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("current_period_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_by", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        schema="subscriptions",
    )
    op.create_index(
        "ix_subscriptions_awaiting_mandate",
        "subscriptions",
        ["customer_id"],
        unique=False,
        schema="subscriptions",
        postgresql_where=sa.text("status = 'pending_mandate'"),
    )
    op.create_index(
        "ix_subscriptions_of_customer",
        "subscriptions",
        ["business_id", "customer_id", "id"],
        unique=False,
        schema="subscriptions",
    )
    op.create_table(
        "pending_changes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resumes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.subscriptions.id"],
            name=op.f("fk_pending_changes_subscription_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_changes")),
        schema="subscriptions",
    )
    op.create_index(
        "ix_pending_changes_due",
        "pending_changes",
        ["effective_at"],
        unique=False,
        schema="subscriptions",
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        op.f("ix_pending_changes_subscription_id"),
        "pending_changes",
        ["subscription_id"],
        unique=False,
        schema="subscriptions",
    )
    op.create_index(
        "uq_pending_changes_waiting",
        "pending_changes",
        ["subscription_id", "kind"],
        unique=True,
        schema="subscriptions",
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "prices",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("interval", sa.String(), nullable=True),
        sa.Column("interval_count", sa.Integer(), nullable=False),
        sa.Column("tax_behavior", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["subscriptions.products.id"], name=op.f("fk_prices_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prices")),
        schema="subscriptions",
    )
    op.create_index("ix_prices_listed", "prices", ["business_id", "id"], unique=False, schema="subscriptions")
    op.create_index(
        op.f("ix_prices_product_id"), "prices", ["product_id"], unique=False, schema="subscriptions"
    )
