"""What a customer sees in their history, and which values of an event go into its line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_SUBSCRIPTION = {"name": "subscription.name"}
_PLAN = {**_SUBSCRIPTION, "plan": "after.name"}
_INVOICE = {"number": "invoice.number", "total": "invoice.total", "open": "invoice.open"}
_CASE = {"number": "case.number", "invoice": "case.invoice_number"}
_PAYMENT_PLAN = {"invoice": "plan.invoice_number", "total": "plan.total"}
_ORDER = {"number": "order.number", "total": "order.total"}
_METHOD = {"label": "payment_method.label", "kind": "payment_method.kind"}
_ENTITLEMENT = {"name": "entitlement.name"}
_MANDATE = {"reference": "mandate.reference"}
_CONTACT = {"name": "contact.name"}
_REFUND_REQUEST = {"number": "request.invoice_number", "about": "request.ticket_id"}
_TICKET = {"number": "ticket.number", "category": "ticket.category"}

_SHOWN: Mapping[str, Mapping[str, str]] = {
    "login.signed_in": {"way": "way"},
    "portal_session.opened": {},
    "login.recognized": {"way": "way"},
    "login.password_changed": {},
    "login.passkey_added": {},
    "login.passkey_removed": {},
    "declaration.recorded": {"name": "subscription_name", "number": "number"},
    "subscription.created": {**_SUBSCRIPTION, "trial_ends_at": "trial_ends_at"},
    "subscription.activated": _SUBSCRIPTION,
    "subscription.pause_scheduled": {
        **_SUBSCRIPTION,
        "effective_at": "effective_at",
        "resumes_at": "resumes_at",
    },
    "subscription.pause_withdrawn": _SUBSCRIPTION,
    "subscription.paused": {**_SUBSCRIPTION, "resumes_at": "resumes_at"},
    "subscription.resume_scheduled": {**_SUBSCRIPTION, "resumes_at": "resumes_at"},
    "subscription.resumed": _SUBSCRIPTION,
    "subscription.collection_changed": _SUBSCRIPTION,
    "subscription.past_due": _SUBSCRIPTION,
    "subscription.recovered": _SUBSCRIPTION,
    "subscription.trial_ending": {**_SUBSCRIPTION, "trial_ends_at": "trial_ends_at"},
    "subscription.renewal_upcoming": {**_SUBSCRIPTION, "renews_at": "renews_at"},
    "subscription.cancellation_requested": {**_SUBSCRIPTION, "effective_at": "effective_at"},
    "subscription.cancellation_scheduled": {**_SUBSCRIPTION, "effective_at": "effective_at"},
    "subscription.cancellation_withdrawn": _SUBSCRIPTION,
    "subscription.cancellation_refused": _SUBSCRIPTION,
    "subscription.reactivated": _SUBSCRIPTION,
    "subscription.plan_change_requested": _PLAN,
    "subscription.plan_change_scheduled": {**_PLAN, "effective_at": "effective_at"},
    "subscription.plan_change_withdrawn": _PLAN,
    "subscription.plan_changed": {"name": "before.name", "plan": "after.name"},
    "subscription.quantity_changed": _SUBSCRIPTION,
    "subscription.price_change_announced": {
        **_SUBSCRIPTION,
        "amount": "after.amount",
        "effective_at": "effective_at",
    },
    "subscription.price_change_withdrawn": _SUBSCRIPTION,
    "subscription.price_changed": {**_SUBSCRIPTION, "amount": "after.amount"},
    "subscription.suspended": _SUBSCRIPTION,
    "subscription.completed": _SUBSCRIPTION,
    "subscription.canceled": _SUBSCRIPTION,
    "subscription.updated": {**_SUBSCRIPTION, "labels": "shown_labels"},
    "subscription.trial_extended": {**_SUBSCRIPTION, "trial_ends_at": "trial_ends_at"},
    "subscription.discount_applied": {**_SUBSCRIPTION, "discount": "discount.name"},
    "subscription.discount_ended": {**_SUBSCRIPTION, "discount": "discount.name"},
    "customer.updated": {},
    "customer.tax_id_invalid": {"label": "label"},
    "order.placed": _ORDER,
    "order.paid": _ORDER,
    "invoice.finalized": _INVOICE,
    "invoice.paid": _INVOICE,
    "invoice.overdue": _INVOICE,
    "invoice.payment_failed": _INVOICE,
    "collection_case.opened": _CASE,
    "collection_case.advanced": _CASE,
    "collection_case.held": _CASE,
    "collection_case.released": _CASE,
    "collection_case.settled": _CASE,
    "payment_plan.requested": _PAYMENT_PLAN,
    "payment_plan.started": _PAYMENT_PLAN,
    "payment_plan.declined": _PAYMENT_PLAN,
    "payment_plan.broken": _PAYMENT_PLAN,
    "payment_plan.completed": _PAYMENT_PLAN,
    "invoice.reopened": _INVOICE,
    "invoice.voided": _INVOICE,
    "credit_note.issued": {
        "number": "credit_note.number",
        "invoice": "credit_note.invoice_number",
        "total": "credit_note.total",
    },
    "payment_method.added": _METHOD,
    "payment_method.default_changed": _METHOD,
    "entitlement.granted": _ENTITLEMENT,
    "entitlement.revoked": _ENTITLEMENT,
    "entitlement.used": {**_ENTITLEMENT, "use": "use"},
    "order.fulfilled": _ORDER,
    "order.canceled": _ORDER,
    "order.refunded": _ORDER,
    "order.payment_reversed": _ORDER,
    "payment_method.updated": _METHOD,
    "payment_method.removed": _METHOD,
    "payment_method.expiring": _METHOD,
    "mandate.activated": _MANDATE,
    "payment.scheduled": {"amount": "payment.amount", "collects_at": "collects_at"},
    "payment_method.not_added": {},
    "mandate.amended": {**_MANDATE, "before": "before", "after": "after"},
    "mandate.failed": _MANDATE,
    "mandate.revoked": _MANDATE,
    "mandate.lapsed": _MANDATE,
    "preferences.changed": {},
    "contact.added": _CONTACT,
    "contact.updated": _CONTACT,
    "contact.confirmed": _CONTACT,
    "contact.removed": _CONTACT,
    "refund_request.opened": {**_REFUND_REQUEST, "amount": "request.asked.amount"},
    "refund_request.approved": {**_REFUND_REQUEST, "amount": "approved.amount"},
    "refund_request.declined": _REFUND_REQUEST,
    "refund_request.withdrawn": _REFUND_REQUEST,
    "ticket.opened": _TICKET,
    "ticket.replied": {**_TICKET, "by": "by"},
    "ticket.status_changed": _TICKET,
    "ticket.resolved": _TICKET,
}
"""Event type -> name in the line -> path in the event. A ticket's words stay with support. `about`
is what a line leads to where that is not the event's subject.
"""


_ONLY_WITH = {"subscription.updated": "labels"}
"""The value without which an event is none of the customer's: what the business alone sees was changed."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event of a customer, as it is kept. `details` are the values that its line shows."""

    event_id: str
    business_id: str
    customer_id: str
    service: str
    type: str
    subject: str
    actor: str
    at: datetime
    causation_id: str | None
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line as its reader sees it: with the name behind a login, and from where it was done."""

    line: HistoryLine
    actor_name: str | None
    ip: str | None
    device: str | None


def area_of(kind: str, service: str) -> str:
    """Whose readers may see the line: what is declared about a subscription is not for all who sign in."""
    return "subscriptions" if kind.startswith("declaration.") else service


def shown_details(kind: str, data: Mapping[str, Any]) -> dict[str, Any] | None:
    """The values that the line of an event shows; None for an event that a customer has no interest in."""
    paths = _SHOWN.get(kind)
    if paths is None:
        return None
    values = {name: _value_at(data, path) for name, path in paths.items()}
    if kind in _ONLY_WITH and not values[_ONLY_WITH[kind]]:
        return None
    return {name: value for name, value in values.items() if value is not None}


def _value_at(data: Any, path: str) -> Any:
    for step in path.split("."):
        data = data.get(step) if isinstance(data, Mapping) else None
    return data
