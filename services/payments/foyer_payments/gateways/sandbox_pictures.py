"""The sandbox provider's answers as what a provider says; what is missing raises KeyError."""

from typing import Any

from foyer_shared.basics.money import Money

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


def set_up(said: dict[str, Any]) -> SetUp:
    """How far a method that is being added is."""
    return SetUp(
        id=said["id"],
        key=said["key"],
        status=Status(said["status"]),
        action_url=said["action_url"],
        failure=_failure(said["failure"]),
        method=_method(said["method"]),
    )


def charged(said: dict[str, Any]) -> Charged:
    """All of a payment."""
    return Charged(
        id=said["id"],
        key=said["key"],
        status=Status(said["status"]),
        amount=_money(said["amount"]),
        action_url=said["action_url"],
        failure=_failure(said["failure"]),
        fee=_money(said["fee"]) if said["fee"] else None,
        method=_method(said["method"]),
        reversals=tuple(_reversal(each) for each in said["reversals"]),
        disputes=tuple(
            Dispute(each["id"], _money(each["amount"]), each["reason"], each["status"])
            for each in said["disputes"]
        ),
        refunds=tuple(refunded(each) for each in said["refunds"]),
    )


def refunded(said: dict[str, Any]) -> Refunded:
    """Money on its way back."""
    return Refunded(
        id=said["id"],
        amount=_money(said["amount"]),
        status=Status(said["status"]),
        key=said["key"],
        failure=_failure(said["failure"]),
    )


def _reversal(said: dict[str, Any]) -> Reversal:
    failure = said["failure"]
    return Reversal(said["id"], _money(said["amount"]), Failure(failure["code"], failure["severity"]))


def _money(said: dict[str, Any]) -> Money:
    return Money(said["amount"], said["currency"])


def _failure(said: dict[str, Any] | None) -> Failure | None:
    return Failure(said["code"], said["severity"]) if said else None


def _method(said: dict[str, Any] | None) -> ProvidedMethod | None:
    if said is None:
        return None
    return ProvidedMethod(
        token=said["token"],
        kind=said["kind"],
        last4=said["last4"],
        brand=said["brand"],
        expires_on=Expiry(said["exp_year"], said["exp_month"]) if said["exp_year"] else None,
        holder=said["holder"],
        iban=said["iban"],
        mandate_reference=said["mandate_reference"],
    )
