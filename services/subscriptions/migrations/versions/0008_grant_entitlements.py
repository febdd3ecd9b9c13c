"""Grant entitlements."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "orders",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("products", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("paid_version", sa.Integer(), nullable=False),
        sa.Column("reversed_version", sa.Integer(), nullable=False),
        sa.Column("refunds", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        schema="subscriptions",
    )
    op.create_table(
        "entitlements",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("terms", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("file", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("spread_after", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["subscriptions.products.id"], name=op.f("fk_entitlements_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entitlements")),
        schema="subscriptions",
    )
    op.create_index(
        "ix_entitlements_of_product",
        "entitlements",
        ["business_id", "product_id", "id"],
        unique=False,
        schema="subscriptions",
    )
    op.create_index(
        "ix_entitlements_to_spread",
        "entitlements",
        ["id"],
        unique=False,
        schema="subscriptions",
        postgresql_where=sa.text("spread_after IS NOT NULL"),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("entitlement_id", sa.String(), nullable=False),
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.String(), nullable=True),
        sa.Column("order_id", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("downloads_limit", sa.Integer(), nullable=True),
        sa.Column("downloads", sa.Integer(), nullable=False),
        sa.Column("activation_limit", sa.Integer(), nullable=True),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entitlement_id"], ["subscriptions.entitlements.id"], name=op.f("fk_grants_entitlement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
        schema="subscriptions",
    )
    op.create_index(
        "ix_grants_of_customer",
        "grants",
        ["business_id", "customer_id", "id"],
        unique=False,
        schema="subscriptions",
    )
    op.create_index(
        "ix_grants_pending",
        "grants",
        ["entitlement_id", "id"],
        unique=False,
        schema="subscriptions",
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        "uq_grants_of_order",
        "grants",
        ["order_id", "entitlement_id"],
        unique=True,
        schema="subscriptions",
        postgresql_where=sa.text("order_id IS NOT NULL"),
    )
    op.create_index(
        "uq_grants_of_subscription",
        "grants",
        ["subscription_id", "entitlement_id"],
        unique=True,
        schema="subscriptions",
        postgresql_where=sa.text("subscription_id IS NOT NULL"),
    )
    op.create_table(
        "downloads",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["subscriptions.grants.id"], name=op.f("fk_downloads_grant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_downloads")),
        schema="subscriptions",
    )
    op.create_index(
        "ix_downloads_of_grant", "downloads", ["grant_id", "id"], unique=False, schema="subscriptions"
    )
    op.create_table(
        "license_keys",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("entitlement_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("grant_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entitlement_id"], ["subscriptions.entitlements.id"], name=op.f("fk_license_keys_entitlement_id")
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["subscriptions.grants.id"], name=op.f("fk_license_keys_grant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_license_keys")),
        sa.UniqueConstraint("grant_id", name=op.f("uq_license_keys_grant_id")),
        schema="subscriptions",
    )
    op.create_index(
        "ix_license_keys_listed", "license_keys", ["business_id", "id"], unique=False, schema="subscriptions"
    )
    op.create_index(
        "ix_license_keys_waiting",
        "license_keys",
        ["entitlement_id", "id"],
        unique=False,
        schema="subscriptions",
        postgresql_where=sa.text("grant_id IS NULL"),
    )
    op.create_index(
        "uq_license_keys_of_business",
        "license_keys",
        ["business_id", "key"],
        unique=True,
        schema="subscriptions",
    )
    op.create_table(
        "activations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("license_key_id", sa.String(), nullable=False),
        sa.Column("instance", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("freed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("freed_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["license_key_id"], ["subscriptions.license_keys.id"], name=op.f("fk_activations_license_key_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activations")),
        schema="subscriptions",
    )
    op.create_index(
        "uq_activations_of_instance",
        "activations",
        ["license_key_id", "instance"],
        unique=True,
        schema="subscriptions",
        postgresql_where=sa.text("freed_at IS NULL"),
    )
