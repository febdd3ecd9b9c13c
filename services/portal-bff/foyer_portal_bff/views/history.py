"""The history: who did what, when, from where, day by day in plain words."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from foyer_shared.contracts.amounts import Amount

from foyer_portal_bff.domain.history import HistoryEntry
from foyer_portal_bff.views.paging import More
from foyer_portal_bff.views.places import place
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import mark

_TEXTS = {
    "login.signed_in": mark("Signed in"),
    "portal_session.opened": mark("Came in from our own site"),
    "login.recognized": mark("Signed in"),
    "login.password_changed": mark("Password changed"),
    "login.passkey_added": mark("Passkey added"),
    "login.passkey_removed": mark("Passkey removed"),
    "declaration.recorded": mark("Cancellation of {name} received: receipt {number}"),
    "subscription.created": mark("Subscription {name} was made"),
    "subscription.activated": mark("Subscription {name} became active"),
    "subscription.pause_scheduled": mark("Pause of {name} planned for {effective_at}, until {resumes_at}"),
    "subscription.pause_withdrawn": mark("Planned pause of {name} undone"),
    "subscription.paused": mark("{name} paused until {resumes_at}"),
    "subscription.resume_scheduled": mark("{name} stays paused until {resumes_at}"),
    "subscription.collection_changed": mark("{name} is paid in another way from now on"),
    "subscription.resumed": mark("{name} resumed"),
    "subscription.past_due": mark("{name} became past due"),
    "subscription.recovered": mark("{name} has nothing overdue any more"),
    "subscription.trial_ending": mark("The trial of {name} ends on {trial_ends_at}"),
    "subscription.renewal_upcoming": mark("{name} renews on {renews_at}"),
    "subscription.cancellation_requested": mark("Cancellation of {name} requested for {effective_at}"),
    "subscription.cancellation_scheduled": mark("Cancellation of {name} planned for {effective_at}"),
    "subscription.cancellation_withdrawn": mark("Request to cancel {name} taken back"),
    "subscription.cancellation_refused": mark("Cancellation of {name} could not be carried out"),
    "subscription.reactivated": mark("Planned cancellation of {name} undone"),
    "subscription.plan_change_requested": mark("Change of {name} to {plan} asked for, to be paid first"),
    "subscription.plan_change_scheduled": mark("Change of {name} to {plan} planned for {effective_at}"),
    "subscription.plan_change_withdrawn": mark("Change of {name} to {plan} does not happen"),
    "subscription.plan_changed": mark("{name} changed to {plan}"),
    "subscription.quantity_changed": mark("Quantity of {name} changed"),
    "subscription.price_change_announced": mark("{name} will cost {amount} from {effective_at}"),
    "subscription.price_change_withdrawn": mark("{name} keeps its price"),
    "subscription.price_changed": mark("{name} costs {amount} from now on"),
    "subscription.suspended": mark("{name} was suspended"),
    "subscription.completed": mark("{name} has come to its end"),
    "subscription.canceled": mark("{name} was canceled"),
    "subscription.updated": mark("{labels} of {name} changed"),
    "subscription.trial_extended": mark("The trial of {name} is longer now, until {trial_ends_at}"),
    "subscription.discount_applied": mark("{name} has a discount: {discount}"),
    "subscription.discount_ended": mark("The discount of {name} is over: {discount}"),
    "customer.updated": mark("Your details were changed"),
    "customer.tax_id_invalid": mark("VAT id {label} is not in the register"),
    "order.placed": mark("Order {number} placed, {total}"),
    "order.paid": mark("Order {number} paid"),
    "invoice.finalized": mark("Invoice {number} issued, {total}"),
    "invoice.paid": mark("Invoice {number} paid"),
    "invoice.overdue": mark("Invoice {number} became overdue, {open} open"),
    "invoice.payment_failed": mark("Collecting invoice {number} failed, {open} open"),
    "collection_case.opened": mark("Collection case {number} opened for invoice {invoice}"),
    "collection_case.advanced": mark("Collection case {number} went to its next step"),
    "collection_case.held": mark("Collection case {number} put on hold"),
    "collection_case.released": mark("Collection case {number} goes on"),
    "collection_case.settled": mark("Collection case {number} closed"),
    "payment_plan.requested": mark("Payment plan for invoice {invoice} asked for, {total}"),
    "payment_plan.started": mark("Payment plan for invoice {invoice} began, {total}"),
    "payment_plan.declined": mark("Payment plan for invoice {invoice} was not agreed on"),
    "payment_plan.broken": mark("Payment plan for invoice {invoice} ended: an instalment was not paid"),
    "payment_plan.completed": mark("Payment plan for invoice {invoice} completed"),
    "invoice.reopened": mark("Invoice {number} is open again, {open} open"),
    "invoice.voided": mark("Invoice {number} is not to be paid"),
    "credit_note.issued": mark("Credit note {number} for invoice {invoice} issued, {total}"),
    "payment_method.added": mark("Payment method {label} added"),
    "payment_method.default_changed": mark("Payment method {label} used from now on"),
    "payment_method.updated": mark("Payment method {label} brought up to date"),
    "payment_method.removed": mark("Payment method {label} removed"),
    "payment_method.expiring": mark("Reminder that payment method {label} expires soon"),
    "payment.scheduled": mark("Collection of {amount} announced for {collects_at}"),
    "mandate.activated": mark("SEPA mandate {reference} became valid"),
    "order.fulfilled": mark("Order {number} fulfilled"),
    "order.canceled": mark("Order {number} canceled"),
    "order.refunded": mark("Order {number} refunded"),
    "order.payment_reversed": mark("Payment of order {number} taken back"),
    "entitlement.granted": mark("You received {name}"),
    "entitlement.revoked": mark("{name} can no longer be used"),
    "payment_method.not_added": mark("A payment method could not be added"),
    "mandate.amended": mark("Account of SEPA mandate {reference} changed from {before} to {after}"),
    "mandate.failed": mark("SEPA mandate {reference} was not accepted"),
    "mandate.revoked": mark("SEPA mandate {reference} was revoked"),
    "mandate.lapsed": mark("SEPA mandate {reference} lapsed"),
    "preferences.changed": mark("Choice of mails changed"),
    "contact.added": mark("Contact person {name} named"),
    "contact.updated": mark("Contact person {name} changed"),
    "contact.confirmed": mark("Contact person {name} said yes to copies"),
    "contact.removed": mark("Contact person {name} removed"),
    "refund_request.opened": mark("Refund of invoice {number} asked for, {amount}"),
    "refund_request.approved": mark("Refund of invoice {number} agreed to, {amount}"),
    "refund_request.declined": mark("Refund of invoice {number} was not agreed to"),
    "refund_request.withdrawn": mark("Refund request for invoice {number} taken back"),
    "ticket.opened": mark("Ticket {number} opened"),
    "ticket.replied": mark("Reply on ticket {number}"),
    "ticket.status_changed": mark("Status of ticket {number} changed"),
    "ticket.resolved": mark("Ticket {number} resolved"),
}

_USES = {
    "downloaded": mark("{name} downloaded"),
    "activated": mark("{name} activated on a device"),
    "deactivated": mark("{name} removed from a device"),
}
"""What was done with something that the customer has."""

_PAGES = {
    "sub": "/subscriptions/{}",
    "inv": "/invoices/{}",
    "ord": "/orders/{}",
    "case": "/collection-cases/{}",
    "tkt": "/support/{}",
    "dcl": "/declarations/{}",
}
"""Where a line leads, by the prefix of the id that it is about."""


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One line."""

    text: str
    href: str
    clock: str
    who: str
    where: str


@dataclass(frozen=True, slots=True)
class HistoryDay:
    """The lines of one day, newest first."""

    day: str
    iso: str
    items: tuple[HistoryItem, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The page."""

    days: tuple[HistoryDay, ...]
    more: More | None
    declarations: str
    """Where the receipts of declarations are, "" for whom they are none of their business."""


def history_page(
    entries: tuple[HistoryEntry, ...],
    reader: Reader,
    *,
    business: str,
    own_name: str,
    more: More | None,
    declares: bool,
) -> HistoryPage:
    """`entries` newest first; `own_name` is the reader's, so that their own lines say "You"; `declares`:
    whether they may see what was declared.
    """
    return HistoryPage(
        days=history_days(entries, reader, business=business, own_name=own_name),
        more=more,
        declarations="/declarations" if declares else "",
    )


def history_days(
    entries: tuple[HistoryEntry, ...], reader: Reader, *, business: str, own_name: str
) -> tuple[HistoryDay, ...]:
    """The lines, day by day."""
    grouped = groupby(entries, key=lambda entry: reader.local(entry.line.at))
    return tuple(
        HistoryDay(
            day=reader.weekday(day),
            iso=day.isoformat(),
            items=tuple(_item(entry, reader, business, own_name) for entry in of_day),
        )
        for day, of_day in grouped
    )


def older_than(entry: HistoryEntry) -> More:
    """The link to what was before a line."""
    return More(f"/history?{urlencode({'before': f'{entry.line.at.isoformat()}~{entry.line.event_id}'})}")


def read_older_than(text: str) -> tuple[datetime, str] | None:
    """The line that such a link names; None for a text that names none."""
    moment, _, event_id = text.partition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (at, event_id) if at.tzinfo and event_id else None


def _item(entry: HistoryEntry, reader: Reader, business: str, own_name: str) -> HistoryItem:
    about = entry.line.details.get("about", entry.line.subject)
    page = _PAGES.get(about.partition("_")[0])
    return HistoryItem(
        text=describe(entry.line.type, entry.line.details, reader),
        href=page.format(about) if page else "",
        clock=reader.clock(entry.line.at),
        who=_who(entry, reader, business, own_name),
        where=place(entry.device, entry.ip, reader),
    )


def describe(kind: str, details: dict[str, Any], reader: Reader) -> str:
    """What happened, in words; an event that has none yet is shown by its own name."""
    text = _USES.get(details.get("use", "")) if kind == "entitlement.used" else _TEXTS.get(kind)
    if text is None:
        return kind.replace(".", " ").replace("_", " ").capitalize()
    values = {name: _shown(value, reader) for name, value in details.items()}
    return reader.language.gettext(text).format_map(_Blank(values))


class _Blank(dict[str, str]):
    """A value that an event did not carry is left as a dash."""

    def __missing__(self, key: str) -> str:
        return "-"


def _shown(value: Any, reader: Reader) -> str:
    if isinstance(value, dict) and {"amount", "currency"} <= value.keys():
        return reader.money(Amount(amount=value["amount"], currency=value["currency"]))
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, str) and "T" in value and value[:4].isdigit():
        return reader.day(datetime.fromisoformat(value))
    return str(value)


def _who(entry: HistoryEntry, reader: Reader, business: str, own_name: str) -> str:
    if entry.actor_name:
        return reader.say("You") if entry.actor_name == own_name else entry.actor_name
    kind = entry.line.actor.partition(":")[0]
    return reader.say("Automatically") if kind == "system" else business
