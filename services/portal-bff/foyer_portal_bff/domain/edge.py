"""The edge of `/v1`: which service owns a resource, and which scope a call needs."""

import re
from collections.abc import Sequence
from datetime import datetime

from foyer_shared.basics.errors import Invalid, NotAllowed, NotFound

from foyer_portal_bff.domain.dates import exact_moment

_OWNERS = {
    "products": "subscriptions",
    "prices": "subscriptions",
    "subscriptions": "subscriptions",
    "usage": "subscriptions",
    "cancellation-reasons": "subscriptions",
    "entitlements": "subscriptions",
    "license-keys": "subscriptions",
    "coupons": "subscriptions",
    "promotion-codes": "subscriptions",
    "retention-offers": "subscriptions",
    "customers": "invoicing",
    "customer-fields": "invoicing",
    "orders": "invoicing",
    "invoices": "invoicing",
    "credit-notes": "invoicing",
    "tax-quotes": "invoicing",
    "tax-rates": "invoicing",
    "exchange-rates": "invoicing",
    "dunning-settings": "invoicing",
    "collection-settings": "invoicing",
    "collection-cases": "invoicing",
    "payment-plans": "invoicing",
    "payments": "invoicing",
    "payment-methods": "payments",
    "mandates": "payments",
    "provider-accounts": "payments",
    "refunds": "payments",
    "tickets": "support",
    "inbound-mail": "support",
    "canned-answers": "support",
    "refund-requests": "support",
    "messages": "notifications",
    "bounces": "notifications",
    "message-templates": "notifications",
    "webhook-endpoints": "notifications",
    "events": "notifications",
    "contacts": "notifications",
    "announcements": "notifications",
}

UPLOAD_TO = _OWNERS["products"]
"""Whose doors take the files of products, which are passed on piece by piece."""
UPLOADS = re.compile(
    r"/v1/(products/[^/]+/(entitlements/[^/]+/file|images)|tickets/[^/]+/attachments|inbound-mail)"
)

WITH_FILES = re.compile(r"/support/(new|[^/]+/replies)|/dev/mail/[^/]+/reply|/api/attachments")
"""Customers' forms that files come with."""

WITH_LINES = re.compile(r"/v1/(orders|invoices|credit-notes|tax-quotes)(/[^/]+)?")
"""Doors whose bodies may hold thousands of lines, which invoicing takes its time for."""


class ResourceNotFound(NotFound):
    """The business API has no such resource."""

    code = "not_found"


class ScopeMissing(NotAllowed):
    """The key does not open this area."""

    code = "not_allowed"


class DatedRequestRefused(NotAllowed):
    """Only a sandbox business's requests may carry another time than now."""

    code = "sandbox_only"


class NotADate(Invalid):
    """`Foyer-Sandbox-Now` is a moment in RFC 3339, with its zone."""

    code = "invalid"


def owner_of(resource: str) -> str:
    """The service, which is also the area of the scopes."""
    try:
        return _OWNERS[resource]
    except KeyError:
        raise ResourceNotFound(f"There is no /v1/{resource}.") from None


def audited(method: str, steps: Sequence[str]) -> tuple[str, str | None]:
    """What the audit says of a call: `POST subscriptions/{id}/pause`, and the first id of the path. Ids are
    every second step: `<resource>/<id>/<what of it>/<id>`.
    """
    named = "/".join("{id}" if place % 2 else step for place, step in enumerate(steps))
    return f"{method} {named}", steps[1] if len(steps) > 1 else None


def check_scope(scopes: frozenset[str], *, area: str, writes: bool) -> None:
    """Refuse a key that does not open the area for this."""
    scope = f"{area}:{'write' if writes else 'read'}"
    if scope not in scopes:
        raise ScopeMissing(f"This key does not have the scope {scope}.")


def asked_time(header: str | None, *, mode: str) -> datetime | None:
    """The time that a request of a sandbox business is dated to."""
    if header is None:
        return None
    if mode != "sandbox":
        raise DatedRequestRefused("Only a sandbox business can date its requests.")
    moment = exact_moment(header)
    if moment is None:
        raise NotADate("Foyer-Sandbox-Now is a moment such as 2026-01-31T09:00:00Z.")
    return moment
