"""Keep accounts at providers."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "provider_accounts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("keys_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_accounts")),
        schema="payments",
    )
    op.create_index(
        "ix_provider_accounts_of_business",
        "provider_accounts",
        ["business_id", "created_at", "id"],
        unique=False,
        schema="payments",
    )
    op.create_index(
        "uq_provider_accounts_sandbox",
        "provider_accounts",
        ["business_id"],
        unique=True,
        schema="payments",
        postgresql_where=sa.text("provider = 'sandbox'"),
    )
    op.add_column(
        "businesses",
        sa.Column("portal_url", sa.String(), nullable=False, server_default=""),
        schema="payments",
    )
    op.add_column(
        "businesses",
        sa.Column("clock_offset", sa.BigInteger(), nullable=False, server_default="0"),
        schema="payments",
    )
    op.add_column("payment_methods", sa.Column("account_id", sa.String(), nullable=True), schema="payments")
    op.add_column("payment_methods", sa.Column("token", sa.String(), nullable=True), schema="payments")
    op.create_index(
        "uq_payment_methods_token",
        "payment_methods",
        ["account_id", "token"],
        unique=True,
        schema="payments",
        postgresql_where=sa.text("token IS NOT NULL"),
    )
