"""What a service keeps of another's things is what the owner has."""

from collections.abc import Mapping
from typing import Any

from foyer_shared.storage.migrations import metadata_of
from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import array

from foyer_operator.invariant_queries.invariant import Invariant


def _table(service: str, name: str) -> Table:
    metadata = metadata_of(service)
    return metadata.tables[f"{metadata.schema}.{name}"]


def _differences(owner: Table, copy: Table, same: Mapping[str, ColumnElement[Any]]) -> Select[Any]:
    """One row for each thing that is not the same here and there, with the columns that differ."""
    differs = {name: copy.c[name].is_distinct_from(theirs) for name, theirs in same.items()}
    names = array([case((differs[name], name)) for name in same])
    return (
        select(
            literal(copy.fullname).label("copy"),
            func.coalesce(owner.c.id, copy.c.id).label("id"),
            case(
                (copy.c.id.is_(None), "missing"), (owner.c.id.is_(None), "not the owner's"), else_="differs"
            ).label("how"),
            case(
                (and_(copy.c.id.is_not(None), owner.c.id.is_not(None)), func.array_remove(names, None))
            ).label("columns"),
        )
        .select_from(owner.outerjoin(copy, owner.c.id == copy.c.id, full=True))
        .where(or_(*differs.values()))  # Also where one side is missing: a version is never null.
    )


def _plain(owner: Table, *names: str) -> dict[str, ColumnElement[Any]]:
    return {name: owner.c[name] for name in names}


_businesses = _table("portal-bff", "businesses")
_customers = _table("invoicing", "customers")
_products = _table("subscriptions", "products")
_methods = _table("payments", "payment_methods")
_invoices = _table("invoicing", "invoices")
_standings = _table("subscriptions", "invoice_standings")

_is_overdue = and_(_invoices.c.status == "open", _invoices.c.overdue_at.is_not(None))
_standing = (
    select(
        literal(_standings.fullname).label("copy"),
        func.coalesce(_invoices.c.id, _standings.c.id).label("id"),
        literal("differs").label("how"),
        array([literal("overdue")]).label("columns"),
    )
    .select_from(_invoices.outerjoin(_standings, _invoices.c.id == _standings.c.id))
    # An invoice that was never overdue nor paid has no standing.
    .where(
        _invoices.c.subscription_id.is_not(None),
        func.coalesce(_standings.c.overdue, False).is_distinct_from(_is_overdue),
    )
)

COPIES_EQUAL_OWNER = Invariant(
    "copies_equal_owner",
    "Every copy of a business, customer, product, method or invoice's standing is what its owner has.",
    union_all(
        _differences(
            _businesses,
            _table("subscriptions", "businesses"),
            _plain(_businesses, "version", "zone", "clock_offset"),
        ),
        _differences(
            _businesses,
            _table("invoicing", "businesses"),
            _plain(
                _businesses,
                "version",
                "legal_name",
                "number_prefix",
                "country",
                "currency",
                "zone",
                "language",
                "address",
                "vat_id",
                "creditor_id",
                "support_email",
                "brand_name",
                "brand_accent",
                "clock_offset",
            )
            | {"importing": _businesses.c.mail == "held"},
        ),
        _differences(
            _businesses, _table("payments", "businesses"), _plain(_businesses, "version", "number_prefix")
        ),
        _differences(
            _businesses,
            _table("support", "businesses"),
            _plain(_businesses, "version") | {"name": _businesses.c.brand_name},
        ),
        _differences(
            _businesses,
            _table("notifications", "businesses"),
            _plain(
                _businesses,
                "version",
                "legal_name",
                "language",
                "zone",
                "mail",
                "portal_url",
                "support_email",
            )
            | {"name": _businesses.c.brand_name, "accent": _businesses.c.brand_accent},
        ),
        _differences(
            _customers,
            _table("portal-bff", "customers"),
            _plain(_customers, "version", "business_id", "name", "email", "company", "language"),
        ),
        _differences(
            _customers,
            _table("support", "customers"),
            _plain(_customers, "version", "business_id", "name", "language"),
        ),
        _differences(
            _customers,
            _table("notifications", "customers"),
            _plain(_customers, "version", "business_id", "name", "email", "language"),
        ),
        # Subscriptions only keeps that a method is there, so that its later versions do not reach it.
        _differences(
            _methods,
            _table("subscriptions", "payment_methods"),
            _plain(_methods, "business_id", "customer_id"),
        ),
        _differences(
            _products,
            _table("invoicing", "products"),
            _plain(_products, "version", "business_id", "tax_class"),
        ),
        _standing,
    ),
)
