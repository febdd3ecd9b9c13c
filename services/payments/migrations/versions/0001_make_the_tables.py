"""Make the tables."""

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
        sa.Column("creditor_identifier", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_businesses")),
        schema="payments",
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
        schema="payments",
    )
    op.create_index(
        "ix_idempotency_keys_recorded", "idempotency_keys", ["recorded_at"], unique=False, schema="payments"
    )
    op.create_table(
        "inbox",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "reader", name=op.f("pk_inbox")),
        schema="payments",
    )
    op.create_index("ix_inbox_received", "inbox", ["received_at"], unique=False, schema="payments")
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
        schema="payments",
    )
    op.create_index(
        "ix_outbox_sent",
        "outbox",
        ["sent_at"],
        unique=False,
        schema="payments",
        postgresql_where=sa.text("sent_at IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_unsent",
        "outbox",
        ["position"],
        unique=False,
        schema="payments",
        postgresql_where=sa.text("sent_at IS NULL AND set_aside IS NULL"),
    )
    op.create_table(
        "payment_methods",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("last4", sa.String(), nullable=False),
        sa.Column("exp_year", sa.Integer(), nullable=True),
        sa.Column("exp_month", sa.Integer(), nullable=True),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_methods")),
        schema="payments",
    )
    op.create_index(
        "ix_payment_methods_of_business",
        "payment_methods",
        ["business_id", "added_at", "id"],
        unique=False,
        schema="payments",
    )
    op.create_index(
        "ix_payment_methods_of_customer",
        "payment_methods",
        ["business_id", "customer_id", "added_at", "id"],
        unique=False,
        schema="payments",
    )
    op.create_index(
        "uq_payment_methods_default",
        "payment_methods",
        ["business_id", "customer_id"],
        unique=True,
        schema="payments",
        postgresql_where=sa.text("is_default"),
    )
    op.create_table(
        "wallets",
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "customer_id", name=op.f("pk_wallets")),
        schema="payments",
    )
    op.create_table(
        "mandates",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("payment_method_id", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("creditor_identifier", sa.String(), nullable=False),
        sa.Column("iban_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("iban_masked", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["payment_method_id"], ["payments.payment_methods.id"], name=op.f("fk_mandates_payment_method_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
        sa.UniqueConstraint("business_id", "reference", name=op.f("uq_mandates_business_id_reference")),
        sa.UniqueConstraint("payment_method_id", name=op.f("uq_mandates_payment_method_id")),
        schema="payments",
    )
    op.create_index(
        "ix_mandates_of_business",
        "mandates",
        ["business_id", "recorded_at", "id"],
        unique=False,
        schema="payments",
    )
    op.create_index(
        "ix_mandates_of_customer",
        "mandates",
        ["business_id", "customer_id", "recorded_at", "id"],
        unique=False,
        schema="payments",
    )
