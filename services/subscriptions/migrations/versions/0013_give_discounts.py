"""Give discounts by coupons and promotion codes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "coupons",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("reduction", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("duration", sa.String(), nullable=False),
        sa.Column("duration_in_months", sa.Integer(), nullable=True),
        sa.Column("max_redemptions", sa.Integer(), nullable=True),
        sa.Column("redeem_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("times_redeemed", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupons")),
        schema="subscriptions",
    )
    op.create_index("ix_coupons_listed", "coupons", ["business_id", "id"], schema="subscriptions")
    op.create_table(
        "promotion_codes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("coupon_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("max_redemptions", sa.Integer(), nullable=True),
        sa.Column("max_per_customer", sa.Integer(), nullable=True),
        sa.Column("first_time_only", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("times_redeemed", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coupon_id"], ["subscriptions.coupons.id"], name=op.f("fk_promotion_codes_coupon_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_codes")),
        schema="subscriptions",
    )
    op.create_index(
        op.f("ix_promotion_codes_coupon_id"), "promotion_codes", ["coupon_id"], schema="subscriptions"
    )
    op.create_index(
        "ix_promotion_codes_listed", "promotion_codes", ["business_id", "id"], schema="subscriptions"
    )
    op.create_index(
        "uq_promotion_codes_code",
        "promotion_codes",
        ["business_id", sa.literal_column("upper(code)")],
        unique=True,
        schema="subscriptions",
    )
    op.create_table(
        "redemptions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.String(), nullable=False),
        sa.Column("coupon_id", sa.String(), nullable=False),
        sa.Column("promotion_code_id", sa.String(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemptions")),
        schema="subscriptions",
    )
    op.create_index(
        "ix_redemptions_of_code", "redemptions", ["promotion_code_id", "customer_id"], schema="subscriptions"
    )
    op.create_index(
        op.f("ix_redemptions_subscription_id"), "redemptions", ["subscription_id"], schema="subscriptions"
    )
    for name in ("bought_reduction", "discount"):
        op.add_column(
            "subscriptions",
            sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), nullable=True),
            schema="subscriptions",
        )
