"""What a service keeps of another's things is what the owner has."""

from collections.abc import Mapping
from typing import Any

from foyer_shared.storage.migrations import metadata_of
from sqlalchemy import (
    BindParameter,
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
_collecting = _table("payments", "businesses")  # Which makes up a creditor identifier in a sandbox.
_customers = _table("invoicing", "customers")
_products = _table("subscriptions", "products")
_methods = _table("payments", "payment_methods")
_invoices = _table("invoicing", "invoices")
_plans = _table("invoicing", "payment_plans")
_mandates = _table("payments", "mandates")


def _facts(
    owner: Table, copy: Table, name: str, theirs: ColumnElement[bool], *which: ColumnElement[bool]
) -> Select[str, Any, str, BindParameter[str]]:
    """The same for what is copied from facts: before the first one there is no copy, which then says no."""
    return (
        select(
            literal(copy.fullname).label("copy"),
            func.coalesce(owner.c.id, copy.c.id).label("id"),
            literal("differs").label("how"),
            array([literal(name)]).label("columns"),
        )
        .select_from(owner.outerjoin(copy, owner.c.id == copy.c.id))
        .where(func.coalesce(copy.c[name], False).is_distinct_from(theirs), *which)
    )


COPIES_EQUAL_OWNER = Invariant(
    "copies_equal_owner",
    "Every copy of a business, customer, product, method, mandate, payment plan or invoice's standing is "
    "what its owner has.",
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
                "register_number",
                "creditor_id",
                "bank_account",
                "support_email",
                "brand_name",
                "brand_accent",
                "clock_offset",
            )
            | {"importing": _businesses.c.mail == "held"},
        ),
        _differences(
            _businesses,
            _collecting,
            _plain(_businesses, "version", "number_prefix")
            | {
                "creditor_identifier": func.coalesce(
                    _businesses.c.creditor_id, _collecting.c.creditor_identifier
                )
            },
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
                "clock_offset",
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
        # Subscriptions only keeps that a method is there, or was, so that its other versions do not reach it.
        _differences(
            _methods,
            _table("subscriptions", "payment_methods"),
            _plain(_methods, "business_id", "customer_id"),
        ),
        _differences(
            _products,
            _table("invoicing", "products"),
            _plain(_products, "version", "business_id", "tax_class", "supply"),
        ),
        _differences(
            _products,
            _table("notifications", "products"),
            _plain(_products, "version", "business_id"),
        ),
        _differences(
            _customers,
            _table("subscriptions", "customers"),
            _plain(_customers, "version", "business_id", "country")
            | {"company": _customers.c.company.is_not(None)},
        ),
        _facts(
            _methods,
            _table("subscriptions", "payment_methods"),
            "removed",
            _methods.c.removed_at.is_not(None),
        ),
        _facts(_mandates, _table("subscriptions", "mandates"), "valid", _mandates.c.status == "active"),
        _facts(_plans, _table("subscriptions", "payment_plans"), "broken", _plans.c.status == "broken"),
        _facts(
            _invoices,
            _table("subscriptions", "invoice_standings"),
            "overdue",
            and_(_invoices.c.status == "open", _invoices.c.overdue_at.is_not(None)),
            _invoices.c.subscription_id.is_not(None),
        ),
    ),
)
