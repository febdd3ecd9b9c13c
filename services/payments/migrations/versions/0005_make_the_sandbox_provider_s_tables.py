"""Make the tables of the sandbox provider, in a schema of its own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.execute("CREATE SCHEMA IF NOT EXISTS sandbox_provider")
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("webhook_secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("delay_seconds", sa.Float(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("is_reordering", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_accounts_key_hash")),
        schema="sandbox_provider",
    )
    op.create_table(
        "methods",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("last4", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("exp_year", sa.Integer(), nullable=True),
        sa.Column("exp_month", sa.Integer(), nullable=True),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("iban_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("mandate_reference", sa.String(), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["sandbox_provider.accounts.id"], name=op.f("fk_methods_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_methods")),
        schema="sandbox_provider",
    )
    op.create_table(
        "webhooks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("notice_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("provided_id", sa.String(), nullable=False),
        sa.Column("is_reordered", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["sandbox_provider.accounts.id"], name=op.f("fk_webhooks_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
        schema="sandbox_provider",
    )
    op.create_index("ix_webhooks_unsent", "webhooks", ["send_at"], unique=False, schema="sandbox_provider")
    op.create_table(
        "charges",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("kinds", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("return_url", sa.String(), nullable=True),
        sa.Column("challenged", sa.String(), nullable=True),
        sa.Column("method_id", sa.String(), nullable=True),
        sa.Column("failure_code", sa.String(), nullable=True),
        sa.Column("failure_severity", sa.String(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("is_saving", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("fee", sa.BigInteger(), nullable=True),
        sa.Column("next_step", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["sandbox_provider.accounts.id"], name=op.f("fk_charges_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["method_id"], ["sandbox_provider.methods.id"], name=op.f("fk_charges_method_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charges")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_charges_account_id_key")),
        schema="sandbox_provider",
    )
    op.create_index(
        "ix_charges_begun",
        "charges",
        ["account_id", "began_at", "id"],
        unique=False,
        schema="sandbox_provider",
    )
    op.create_index(
        "ix_charges_due",
        "charges",
        ["due_at"],
        unique=False,
        schema="sandbox_provider",
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_table(
        "setups",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("kinds", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("return_url", sa.String(), nullable=True),
        sa.Column("challenged", sa.String(), nullable=True),
        sa.Column("method_id", sa.String(), nullable=True),
        sa.Column("failure_code", sa.String(), nullable=True),
        sa.Column("failure_severity", sa.String(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["sandbox_provider.accounts.id"], name=op.f("fk_setups_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["method_id"], ["sandbox_provider.methods.id"], name=op.f("fk_setups_method_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setups")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_setups_account_id_key")),
        schema="sandbox_provider",
    )
    op.create_table(
        "disputes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("charge_id", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["sandbox_provider.charges.id"], name=op.f("fk_disputes_charge_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        schema="sandbox_provider",
    )
    op.create_index(
        "ix_disputes_of_charge", "disputes", ["charge_id"], unique=False, schema="sandbox_provider"
    )
    op.create_table(
        "refunds",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("charge_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("failure_code", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["sandbox_provider.accounts.id"], name=op.f("fk_refunds_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["sandbox_provider.charges.id"], name=op.f("fk_refunds_charge_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_refunds_account_id_key")),
        schema="sandbox_provider",
    )
    op.create_index(
        "ix_refunds_due",
        "refunds",
        ["due_at"],
        unique=False,
        schema="sandbox_provider",
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index("ix_refunds_of_charge", "refunds", ["charge_id"], unique=False, schema="sandbox_provider")
    op.create_table(
        "reversals",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("charge_id", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("failure_code", sa.String(), nullable=False),
        sa.Column("failure_severity", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["sandbox_provider.charges.id"], name=op.f("fk_reversals_charge_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reversals")),
        schema="sandbox_provider",
    )
    op.create_index(
        "ix_reversals_of_charge", "reversals", ["charge_id"], unique=False, schema="sandbox_provider"
    )
