"""Mollie's objects as what a provider says; what is missing raises KeyError."""

from decimal import Decimal
from typing import Any

from foyer_shared.basics.currencies import decimals
from foyer_shared.basics.money import Money

from foyer_payments.domain.card import BRANDS
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.provided import (
    Charged,
    Dispute,
    Failure,
    ProvidedMethod,
    Refunded,
    Reversal,
    SetUp,
    Status,
)
from foyer_payments.domain.return_codes import is_final

KEY = "foyer_key"
"""In the metadata of what Foyer asked for: the id of its payment, setup or refund."""

METHODS = {"card": "creditcard", "ideal": "ideal", "bancontact": "bancontact", "paypal": "paypal"}
"""The kinds that Mollie's page takes; a direct debit comes of the others, when they are kept."""

_KINDS = {method: kind for kind, method in METHODS.items()} | {"directdebit": "sepa_debit"}
_BRANDS = {name.casefold(): brand for brand, name in BRANDS.items()}

_PAYMENT = {
    "open": Status.REQUIRES_ACTION,
    "pending": Status.PROCESSING,
    "authorized": Status.PROCESSING,
    "paid": Status.SUCCEEDED,
    "failed": Status.FAILED,
    "canceled": Status.CANCELED,
    "expired": Status.CANCELED,
}
_REFUND = {
    "queued": Status.PROCESSING,
    "pending": Status.PROCESSING,
    "processing": Status.PROCESSING,
    "refunded": Status.SUCCEEDED,
    "failed": Status.FAILED,
    "canceled": Status.CANCELED,
}
_OURS = {
    "card_expired": "expired_card",
    "refused_by_issuer": "card_declined",
    "unknown_reason": "card_declined",
}
_HARD = frozenset(
    {
        "card_expired",
        "inactive_card",
        "invalid_card_number",
        "invalid_card_type",
        "possible_fraud",
        "AG02",
    }
)
"""https://docs.mollie.com/reference/v2/payments-api/get-payment: why a card, and a bank, did not pay."""


def to_mollie(money: Money) -> dict[str, str]:
    """As a decimal number with all of its currency's decimals."""
    places = decimals(money.currency)
    return {"currency": money.currency, "value": f"{Decimal(money.amount).scaleb(-places):.{places}f}"}


def from_mollie(amount: dict[str, str]) -> Money:
    """A part of the minor unit raises ValueError."""
    minor = Decimal(amount["value"]).scaleb(decimals(amount["currency"]))
    if minor != int(minor):
        raise ValueError(amount)
    return Money(int(minor), amount["currency"])


def set_up(payment: dict[str, Any], method: ProvidedMethod | None) -> SetUp:
    """How far a card that is being added is; the mandate may come later than the payment."""
    status = _status(payment)
    if status is Status.SUCCEEDED and not payment.get("mandateId"):
        status = Status.PROCESSING
    return SetUp(
        id=payment["id"],
        status=status,
        key=_key(payment),
        action_url=_checkout(payment) if status is Status.REQUIRES_ACTION else None,
        failure=_why(payment) if status is Status.FAILED else None,
        method=method,
    )


def charged(payment: dict[str, Any], method: ProvidedMethod | None) -> Charged:
    """All of a payment. Mollie does not say its fee."""
    status = _status(payment)
    embedded = payment.get("_embedded") or {}
    chargebacks = embedded.get("chargebacks", [])
    is_debit = payment["method"] == "directdebit"
    return Charged(
        id=payment["id"],
        status=status,
        amount=from_mollie(payment["amount"]),
        key=_key(payment),
        action_url=_checkout(payment) if status is Status.REQUIRES_ACTION else None,
        failure=_why(payment) if status is Status.FAILED else None,
        method=method,
        reversals=tuple(_reversal(each) for each in chargebacks if is_debit),
        disputes=tuple(_dispute(each) for each in chargebacks if not is_debit),
        refunds=tuple(refunded(each) for each in embedded.get("refunds", [])),
    )


def refunded(refund: dict[str, Any]) -> Refunded:
    """Money on its way back."""
    status = _REFUND[refund["status"]]
    return Refunded(
        id=refund["id"],
        amount=from_mollie(refund["amount"]),
        status=status,
        key=_key(refund),
        failure=Failure("refund_failed", "soft") if status is Status.FAILED else None,
    )


def mandate_of(customer: str, mandate: dict[str, Any]) -> ProvidedMethod:
    """What may be charged later; its token names the customer as well, without whom it is not found."""
    details = mandate["details"]
    iban = details.get("consumerAccount") if mandate["method"] == "directdebit" else None
    year, month = (int(part) for part in (details.get("cardExpiryDate") or "0-0").split("-")[:2])
    return ProvidedMethod(
        token=f"{customer}/{mandate['id']}",
        kind=_KINDS[mandate["method"]],
        last4=(iban or details.get("cardNumber") or "")[-4:],
        brand=_BRANDS.get((details.get("cardLabel") or "").casefold()),
        expires_on=Expiry(year, month) if year else None,
        holder=details.get("cardHolder") or details.get("consumerName") or "",
        iban=iban,
        mandate_reference=mandate["mandateReference"] if iban else None,
    )


def once_used(payment: dict[str, Any]) -> ProvidedMethod | None:
    """What paid, where Mollie keeps nothing of it: no token charges it again."""
    kind = _KINDS.get(payment["method"] or "")
    if kind is None or payment["status"] != "paid":
        return None
    details = payment.get("details") or {}
    return ProvidedMethod(
        token=payment["id"],
        kind=kind,
        last4=(details.get("cardNumber") or "")[-4:],
        brand=_BRANDS.get((details.get("cardLabel") or "").casefold()),
        holder=details.get("cardHolder") or details.get("consumerName") or "",
        kept=False,
    )


def _reversal(chargeback: dict[str, Any]) -> Reversal:
    reason = (chargeback.get("reason") or {}).get("code") or "MS03"
    undone = bool(chargeback.get("reversedAt"))
    return Reversal(chargeback["id"], from_mollie(chargeback["amount"]), _failure(reason), undone)


def _dispute(chargeback: dict[str, Any]) -> Dispute:
    """The money is gone at once; a chargeback that was contested with success is reversed."""
    reason = (chargeback.get("reason") or {}).get("code") or "chargeback"
    status = chargeback.get("reversedAt")
    return Dispute(chargeback["id"], from_mollie(chargeback["amount"]), reason, "won" if status else "lost")


def _why(payment: dict[str, Any]) -> Failure:
    details = payment.get("details") or {}
    reason = (payment.get("statusReason") or {}).get("code")
    return _failure(
        details.get("bankReasonCode") or details.get("failureReason") or reason or "card_declined"
    )


def _failure(code: str) -> Failure:
    return Failure(_OURS.get(code, code), "hard" if code in _HARD or is_final(code) else "soft")


def _status(payment: dict[str, Any]) -> Status:
    """One that is open without a page waits for nobody."""
    status = _PAYMENT[payment["status"]]
    return Status.PROCESSING if status is Status.REQUIRES_ACTION and not _checkout(payment) else status


def _checkout(payment: dict[str, Any]) -> str | None:
    url: str | None = (payment["_links"].get("checkout") or {}).get("href")
    return url


def _key(thing: dict[str, Any]) -> str | None:
    key: str | None = (thing.get("metadata") or {}).get(KEY)
    return key
