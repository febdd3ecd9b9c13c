"""The rows of subscriptions, in the schema `subscriptions`."""

from datetime import datetime
from typing import Any

from foyer_shared.storage.rows import document, instant, service_metadata
from sqlalchemy import BigInteger, Index, func, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Row(SQLModel, registry=registry(metadata=service_metadata("subscriptions"))):
    """Base of this service's rows."""

    __abstract__ = True


class BusinessRow(Row, table=True):
    """What subscriptions needs of a business, copied from its events."""

    __tablename__ = "businesses"

    id: str = Field(primary_key=True)
    version: int
    zone: str


class PaymentMethodRow(Row, table=True):
    """Which customers can be collected from, copied from payment events."""

    __tablename__ = "payment_methods"

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    customer_id: str = Field(index=True)
    kind: str | None
    """None for those that were added before it was kept."""
    removed: bool = False


class MandateRow(Row, table=True):
    """Whether money may be collected with a mandate, copied from payment events."""

    __tablename__ = "mandates"

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    customer_id: str = Field(index=True)
    payment_method_id: str
    valid: bool


class InvoiceStandingRow(Row, table=True):
    """Whether an invoice of a subscription is overdue or could not be collected; its newest version wins."""

    __tablename__ = "invoice_standings"

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    subscription_id: str = Field(index=True)
    overdue: bool


class PaymentPlanRow(Row, table=True):
    """Whether an overdue invoice is paid in instalments, as agreed; copied from invoicing's events."""

    __tablename__ = "payment_plans"

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    invoice_id: str = Field(index=True)
    broken: bool


class ProductRow(Row, table=True):
    """Something that is sold."""

    __tablename__ = "products"
    __table_args__ = (Index("ix_products_listed", "business_id", "id"),)

    id: str = Field(primary_key=True)
    business_id: str
    name: str
    description: str | None
    active: bool
    tax_class: str
    images: list[str] = document()
    custom_fields: list[dict[str, Any]] = document()
    self_service: dict[str, Any] = document()
    billing: dict[str, Any] = document()
    created_at: datetime = instant()
    version: int


class PriceRow(Row, table=True):
    """What a product costs."""

    __tablename__ = "prices"
    __table_args__ = (Index("ix_prices_listed", "business_id", "id"),)

    id: str = Field(primary_key=True)
    business_id: str
    product_id: str = Field(foreign_key="subscriptions.products.id", index=True)
    amount: int = Field(sa_type=BigInteger)
    currency: str
    interval: str | None
    interval_count: int
    tax_behavior: str
    billing_scheme: str
    usage_type: str
    included_units: int = Field(sa_type=BigInteger)
    tiers: list[dict[str, Any]] = document()
    active: bool
    created_at: datetime = instant()
    version: int


class CouponRow(Row, table=True):
    """What a business takes off."""

    __tablename__ = "coupons"
    __table_args__ = (Index("ix_coupons_listed", "business_id", "id"),)

    id: str = Field(primary_key=True)
    business_id: str
    name: str
    reduction: dict[str, Any] = document()
    duration: str
    duration_in_months: int | None
    max_redemptions: int | None
    redeem_by: datetime | None = instant()
    active: bool
    times_redeemed: int
    created_at: datetime = instant()


class PromotionCodeRow(Row, table=True):
    """The words that give a coupon."""

    __tablename__ = "promotion_codes"
    __table_args__ = (
        Index("ix_promotion_codes_listed", "business_id", "id"),
        Index("uq_promotion_codes_code", "business_id", text("upper(code)"), unique=True),
    )

    id: str = Field(primary_key=True)
    business_id: str
    coupon_id: str = Field(foreign_key="subscriptions.coupons.id", index=True)
    code: str
    max_redemptions: int | None
    max_per_customer: int | None
    first_time_only: bool
    expires_at: datetime | None = instant()
    active: bool
    times_redeemed: int
    created_at: datetime = instant()


class RedemptionRow(Row, table=True):
    """A coupon was given to a subscription; it counts whatever becomes of the discount."""

    __tablename__ = "redemptions"
    __table_args__ = (Index("ix_redemptions_of_code", "promotion_code_id", "customer_id"),)

    id: str = Field(primary_key=True)
    """The discount's."""
    business_id: str
    customer_id: str
    subscription_id: str = Field(index=True)
    coupon_id: str
    promotion_code_id: str | None
    given_at: datetime = instant()


class RetentionOffersRow(Row, table=True):
    """The other ways than to cancel that a business offers; a business without a row offers none."""

    __tablename__ = "retention_offers"

    business_id: str = Field(primary_key=True)
    offers: list[dict[str, Any]] = document()


class RetentionPresentationRow(Row, table=True):
    """An offer that was shown, and what became of it."""

    __tablename__ = "retention_presentations"
    __table_args__ = (
        # Shown again, it is the same one until it is taken or declined.
        Index(
            "uq_retention_presentations_open",
            "subscription_id",
            "offer",
            unique=True,
            postgresql_where=text("outcome = 'shown'"),
        ),
        Index("ix_retention_presentations_taken", "customer_id", "offer"),
    )

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str
    subscription_id: str
    offer: str
    kind: str
    reason: str | None
    shown_at: datetime = instant()
    outcome: str
    answered_at: datetime | None = instant()


class SubscriptionRow(Row, table=True):
    """A subscription as it is now."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        Index("ix_subscriptions_of_customer", "business_id", "customer_id", "id"),
        Index(
            "ix_subscriptions_awaiting_mandate",
            "customer_id",
            postgresql_where=text("status = 'pending_mandate'"),
        ),
        # It is subscribed to again once at a time.
        Index(
            "uq_subscriptions_resubscribed",
            "resubscribed_from",
            unique=True,
            postgresql_where=text("resubscribed_from IS NOT NULL AND ended_at IS NULL"),
        ),
        Index("ix_subscriptions_due", "next_due_at", postgresql_where=text("next_due_at IS NOT NULL")),
    )

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str
    status: str
    items: list[dict[str, Any]] = document()
    interval: str
    interval_count: int
    collection: str
    started_at: datetime = instant()
    trial_ends_at: datetime | None = instant()
    billing_anchor: datetime = instant()
    current_period_start: datetime = instant()
    current_period_end: datetime = instant()
    paused_at: datetime | None = instant()
    paused_by: str | None
    pause_credited: bool
    ended_at: datetime | None = instant()
    lapses_at: datetime | None = instant()
    periods: int | None
    period_number: int
    bought_from: int = Field(sa_type=BigInteger)
    bought_until: int = Field(sa_type=BigInteger)
    interval_seconds: int = Field(sa_type=BigInteger)
    bought_reduction: dict[str, Any] | None = document(nullable=True)
    discount: dict[str, Any] | None = document(nullable=True)
    carried: list[dict[str, Any]] = document()
    reminded_of: datetime | None = instant()
    linked_services: list[dict[str, Any]] = document()
    resubscribed_from: str | None
    custom_fields: dict[str, Any] = document()
    next_due_at: datetime | None = instant()
    """When to look at it again: the moment of what is due next, later after a failure."""
    version: int


class PendingChangeRow(Row, table=True):
    """A change that waits, or what became of it."""

    __tablename__ = "pending_changes"
    __table_args__ = (
        # One change of a kind waits at a time, whatever two processes do at once.
        Index(
            "uq_pending_changes_waiting",
            "subscription_id",
            "kind",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: str = Field(primary_key=True)
    subscription_id: str = Field(foreign_key="subscriptions.subscriptions.id", index=True)
    kind: str
    effective_at: datetime = instant()
    resumes_at: datetime | None = instant()
    cancellation: dict[str, Any] | None = document(nullable=True)
    plan: dict[str, Any] | None = document(nullable=True)
    requested_by: str
    state: str
    requested_at: datetime = instant()


class UsageRecordRow(Row, table=True):
    """So many units of a metered price, used at a moment; `closed` once a period has counted it."""

    __tablename__ = "usage_records"
    __table_args__ = (
        Index("uq_usage_records_key", "business_id", "key", unique=True),
        Index(
            "ix_usage_records_open",
            "subscription_id",
            "used_at",
            postgresql_where=text("NOT closed"),
        ),
    )

    id: str = Field(primary_key=True)
    business_id: str
    subscription_id: str = Field(foreign_key="subscriptions.subscriptions.id")
    price_id: str
    key: str
    quantity: int = Field(sa_type=BigInteger)
    used_at: datetime = instant()
    recorded_at: datetime = instant()
    closed: bool


class UsagePeriodRow(Row, table=True):
    """What was used of a price in a period that is closed."""

    __tablename__ = "usage_periods"
    __table_args__ = (Index("ix_usage_periods_listed", "subscription_id", "ends"),)

    id: str = Field(primary_key=True)
    business_id: str
    subscription_id: str = Field(foreign_key="subscriptions.subscriptions.id")
    price_id: str
    product_name: str
    begins: datetime = instant()
    ends: datetime = instant()
    quantity: int = Field(sa_type=BigInteger)
    included_units: int = Field(sa_type=BigInteger)
    amount: int = Field(sa_type=BigInteger)
    currency: str


class PlanQuoteRow(Row, table=True):
    """What a change of plan costs, as it was shown: binding for a quarter of an hour."""

    __tablename__ = "plan_quotes"
    __table_args__ = (Index("ix_plan_quotes_recorded", "recorded_at"),)

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str
    subscription_id: str = Field(foreign_key="subscriptions.subscriptions.id", index=True)
    subscription_version: int
    requested_by: str
    plan: dict[str, Any] = document()
    effective_at: datetime = instant()
    at_period_end: bool
    must_be_paid_first: bool
    ends_trial: bool
    next_at: datetime | None = instant()
    quoted_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = instant()
    recorded_at: datetime = instant(sa_column_kwargs={"server_default": func.now()})


class ChargedPeriodRow(Row, table=True):
    """A period that was charged, what was told of it, and where its subscription stood before it began."""

    __tablename__ = "charged_periods"
    __table_args__ = (Index("ix_charged_periods_of_subscription", "subscription_id", "begun_at"),)

    id: str = Field(primary_key=True)
    business_id: str
    subscription_id: str = Field(foreign_key="subscriptions.subscriptions.id")
    begun_at: datetime = instant()
    begins: datetime = instant()
    ends: datetime = instant()
    lines: list[dict[str, Any]] = document()
    status_before: str
    anchor_before: datetime = instant()
    period_start_before: datetime = instant()
    period_end_before: datetime = instant()
    period_number_before: int
    bought_before: dict[str, Any] = document()
    lapses_at_before: datetime | None = instant(default=None)
    paused_at_before: datetime | None = instant(default=None)
    paused_by_before: str | None
    pause_credited_before: bool
    discount_before: dict[str, Any] | None = document(nullable=True)
    voided_at: datetime | None = instant(default=None)


class DecisionRow(Row, table=True):
    """What a customer's declaration led to: a change, or the code of its refusal."""

    __tablename__ = "decisions"

    id: str = Field(primary_key=True)
    """The declaration's."""
    business_id: str
    subscription_id: str = Field(foreign_key="subscriptions.subscriptions.id", index=True)
    change_id: str | None
    refusal: str | None


class CustomerRow(Row, table=True):
    """What subscriptions needs of a customer, copied from invoicing's events."""

    __tablename__ = "customers"

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    company: bool
    country: str | None


class CancellationReasonsRow(Row, table=True):
    """The reasons that a business asks for; a business without a row asks for the usual ones."""

    __tablename__ = "cancellation_reasons"

    business_id: str = Field(primary_key=True)
    reasons: list[dict[str, Any]] = document()


class EntitlementRow(Row, table=True):
    """What a product grants; `file` describes the file once it is in the store."""

    __tablename__ = "entitlements"
    __table_args__ = (
        Index("ix_entitlements_of_product", "business_id", "product_id", "id"),
        Index("ix_entitlements_to_spread", "id", postgresql_where=text("spread_after IS NOT NULL")),
    )

    id: str = Field(primary_key=True)
    business_id: str
    product_id: str = Field(foreign_key="subscriptions.products.id")
    kind: str
    name: str
    terms: dict[str, Any] = document()
    file: dict[str, Any] | None = document(nullable=True)
    active: bool
    spread_after: str | None
    """The last subscription that was looked at for a new entitlement; None when all were."""
    created_at: datetime = instant()
    version: int


class GrantRow(Row, table=True):
    """What a customer holds of an entitlement."""

    __tablename__ = "grants"
    __table_args__ = (
        # One of each entitlement for a subscription or an order, whatever two processes do at once.
        Index(
            "uq_grants_of_subscription",
            "subscription_id",
            "entitlement_id",
            unique=True,
            postgresql_where=text("subscription_id IS NOT NULL"),
        ),
        Index(
            "uq_grants_of_order",
            "order_id",
            "entitlement_id",
            unique=True,
            postgresql_where=text("order_id IS NOT NULL"),
        ),
        Index("ix_grants_of_customer", "business_id", "customer_id", "id"),
        Index("ix_grants_pending", "entitlement_id", "id", postgresql_where=text("status = 'pending'")),
    )

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str
    entitlement_id: str = Field(foreign_key="subscriptions.entitlements.id")
    product_id: str
    kind: str
    name: str
    subscription_id: str | None
    order_id: str | None
    status: str
    cause: str | None
    quantity: int
    granted_at: datetime | None = instant()
    expires_at: datetime | None = instant()
    downloads_limit: int | None
    downloads: int
    activation_limit: int | None
    period: int
    version: int


class DownloadRow(Row, table=True):
    """One fetch of a file."""

    __tablename__ = "downloads"
    __table_args__ = (Index("ix_downloads_of_grant", "grant_id", "id"),)

    id: str = Field(primary_key=True)
    grant_id: str = Field(foreign_key="subscriptions.grants.id")
    fetched_at: datetime = instant()
    fetched_by: str


class LicenseKeyRow(Row, table=True):
    """A license key; one of a list waits without a grant."""

    __tablename__ = "license_keys"
    __table_args__ = (
        Index("uq_license_keys_of_business", "business_id", "key", unique=True),
        Index("ix_license_keys_listed", "business_id", "id"),
        Index("ix_license_keys_waiting", "entitlement_id", "id", postgresql_where=text("grant_id IS NULL")),
    )

    id: str = Field(primary_key=True)
    business_id: str
    entitlement_id: str = Field(foreign_key="subscriptions.entitlements.id")
    key: str
    grant_id: str | None = Field(foreign_key="subscriptions.grants.id", unique=True)
    created_at: datetime = instant()


class ActivationRow(Row, table=True):
    """A device on which a license key is used, or was."""

    __tablename__ = "activations"
    __table_args__ = (
        # A program that activates twice on one device uses it once.
        Index(
            "uq_activations_of_instance",
            "license_key_id",
            "instance",
            unique=True,
            postgresql_where=text("freed_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    license_key_id: str = Field(foreign_key="subscriptions.license_keys.id")
    instance: str
    name: str
    activated_at: datetime = instant()
    freed_at: datetime | None = instant(default=None)
    freed_by: str | None = None


class OrderRow(Row, table=True):
    """What is known of an order that was paid, refunded or reversed, in whatever order its events come."""

    __tablename__ = "orders"

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str
    products: dict[str, Any] = document()
    paid_version: int
    reversed_version: int
    refunds: dict[str, Any] = document()
