"""Rows of what products grant, and what customers hold of it."""

from datetime import datetime
from typing import Any

from foyer_shared.storage.rows import document, instant
from sqlalchemy import Index, text
from sqlmodel import Field

from foyer_subscriptions.storage.rows.row import Row


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
