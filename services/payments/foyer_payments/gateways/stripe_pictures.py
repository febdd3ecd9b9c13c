"""Stripe's objects as what a provider says; what is missing raises KeyError.

A payment or a setup on Stripe's page is known by its Checkout Session, any other payment by its intent.
"""

from collections.abc import Iterable
from typing import Any, Literal

from foyer_shared.basics.money import Money

from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.provided import (
    Charged,
    Dispute,
    ProvidedMethod,
    Refunded,
    Reversal,
    SetUp,
    Status,
)
from foyer_payments.gateways.stripe_amounts import from_stripe
from foyer_payments.gateways.stripe_failures import failure, failure_of

KEY = "foyer_key"
"""In the metadata of what Foyer asked for: the id of its payment, setup or refund."""

CHARGE_EXPANDED = ("payment_method", "latest_charge.balance_transaction", "latest_charge.refunds")
SETUP_EXPANDED = ("payment_method", "latest_attempt")

_INTENT = {
    "requires_action": Status.REQUIRES_ACTION,
    "requires_confirmation": Status.PROCESSING,
    "requires_capture": Status.PROCESSING,
    "processing": Status.PROCESSING,
    "succeeded": Status.SUCCEEDED,
    "canceled": Status.CANCELED,
    "requires_payment_method": Status.FAILED,
}
_REFUND = {
    "pending": Status.PROCESSING,
    "requires_action": Status.PROCESSING,
    "succeeded": Status.SUCCEEDED,
    "failed": Status.FAILED,
    "canceled": Status.CANCELED,
}
_DISPUTE: dict[str, Literal["open", "won", "lost"]] = {
    "needs_response": "open",
    "under_review": "open",
    "appeal_needs_response": "open",
    "appeal_under_review": "open",
    "won": "won",
    "lost": "lost",
}
"""The others are questions, for which no money is taken back."""

_DEBITS = {"sepa_debit", "bacs_debit", "us_bank_account", "acss_debit", "au_becs_debit"}
"""Of these a bank takes money back; nobody can contest that."""

_PAY_ONCE = {"ideal", "bancontact"}
"""What is kept of these is a direct debit, which Stripe makes of them, maybe later."""

_WALLETS = {"apple_pay", "google_pay"}


def set_up(session: dict[str, Any], method: ProvidedMethod | None) -> SetUp:
    """How far a method that is being added on a page is."""
    intent, status = session["setup_intent"], _page_status(session)
    if status is None:
        status = _INTENT[intent["status"]]
    if status is Status.SUCCEEDED and not (method and method.kept):
        status, method = Status.PROCESSING, None
    return SetUp(
        id=session["id"],
        status=status,
        key=session["metadata"].get(KEY),
        action_url=session["url"] if status is Status.REQUIRES_ACTION else None,
        failure=failure_of(intent["last_setup_error"]) if status is Status.FAILED else None,
        method=method,
    )


def waiting_page(session: dict[str, Any]) -> Charged:
    """A payment on a page on which nobody has tried to pay yet."""
    return Charged(
        id=session["id"],
        status=_page_status(session) or Status.PROCESSING,
        amount=from_stripe(session["amount_total"], session["currency"]),
        key=session["metadata"].get(KEY),
        action_url=session["url"],
    )


def charged(
    intent: dict[str, Any],
    *,
    session: dict[str, Any] | None = None,
    method: ProvidedMethod | None = None,
    refunds: Iterable[dict[str, Any]] = (),
    disputes: Iterable[dict[str, Any]] = (),
) -> Charged:
    """All of a payment; on a page the customer may try again until the page is closed."""
    status = _INTENT[intent["status"]]
    if session is not None and status not in {Status.SUCCEEDED, Status.PROCESSING}:
        status = _page_status(session) or status
    kind = _paid_by(intent)
    taken_back = [dispute for dispute in disputes if kind in _DEBITS and dispute["status"] == "lost"]
    return Charged(
        id=session["id"] if session else intent["id"],
        status=status,
        amount=from_stripe(intent["amount"], intent["currency"]),
        key=intent["metadata"].get(KEY),
        action_url=_action_url(intent, session) if status is Status.REQUIRES_ACTION else None,
        failure=failure_of(intent["last_payment_error"]) if status is Status.FAILED else None,
        fee=_fee(intent),
        method=method,
        reversals=tuple(
            Reversal(each["id"], from_stripe(each["amount"], each["currency"]), failure(each["reason"]))
            for each in taken_back
        ),
        disputes=tuple(
            Dispute(
                each["id"],
                from_stripe(each["amount"], each["currency"]),
                each["reason"],
                _DISPUTE[each["status"]],
            )
            for each in disputes
            if kind not in _DEBITS and each["status"] in _DISPUTE
        ),
        refunds=tuple(refunded(each) for each in refunds),
    )


def refunded(refund: dict[str, Any]) -> Refunded:
    """Money on its way back."""
    status = _REFUND[refund["status"]]
    reason = refund.get("failure_reason") or "refund_failed"
    return Refunded(
        id=refund["id"],
        amount=from_stripe(refund["amount"], refund["currency"]),
        status=status,
        key=(refund["metadata"] or {}).get(KEY),
        failure=failure(reason) if status is Status.FAILED else None,
    )


def method_of(method: dict[str, Any], *, mandate: dict[str, Any] | None = None) -> ProvidedMethod:
    """A method that Stripe keeps; it never tells a whole number, nor an IBAN."""
    kind = method["type"]
    details = method.get(kind) or {}
    wallet = (details.get("wallet") or {}).get("type")
    return ProvidedMethod(
        token=method["id"],
        kind=kind,
        last4=details.get("last4") or "",
        brand=details.get("brand"),
        expires_on=Expiry(details["exp_year"], details["exp_month"]) if "exp_year" in details else None,
        holder=(method.get("billing_details") or {}).get("name") or "",
        wallet=wallet if wallet in _WALLETS else None,
        mandate_reference=mandate["payment_method_details"]["sepa_debit"]["reference"] if mandate else None,
        kept=kind not in _PAY_ONCE,
    )


def debit_made_of(details: dict[str, Any] | None) -> tuple[str | None, str | None]:
    """The SEPA method that Stripe made of another, such as of iDEAL, and the mandate: their ids."""
    of_kind = (details or {}).get((details or {}).get("type", "")) or {}
    mandate = of_kind.get("generated_sepa_debit_mandate") or of_kind.get("mandate")
    return of_kind.get("generated_sepa_debit"), mandate


def charge_of(intent: dict[str, Any]) -> dict[str, Any]:
    """The last attempt of an intent, where it was read in full."""
    charge = intent.get("latest_charge")
    return charge if isinstance(charge, dict) else {}


def _page_status(session: dict[str, Any]) -> Status | None:
    """None once the page is done: then the intent decides."""
    return {"open": Status.REQUIRES_ACTION, "expired": Status.CANCELED}.get(session["status"])


def _action_url(intent: dict[str, Any], session: dict[str, Any] | None) -> str | None:
    if session is not None:
        url: str | None = session["url"]
        return url
    action = intent["next_action"] or {}
    return (action.get("redirect_to_url") or {}).get("url")


def _paid_by(intent: dict[str, Any]) -> str | None:
    return (charge_of(intent).get("payment_method_details") or {}).get("type")


def _fee(intent: dict[str, Any]) -> Money | None:
    """Told in the currency in which Stripe settles: where that is another than was paid, it is not known."""
    entry = charge_of(intent).get("balance_transaction")
    if not isinstance(entry, dict) or entry["currency"] != intent["currency"]:
        return None
    return from_stripe(entry["fee"], entry["currency"])
