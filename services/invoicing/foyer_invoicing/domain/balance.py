"""What a customer has to their credit, and the rules for changing it by hand."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from foyer_shared.basics.errors import Conflict, Invalid
from foyer_shared.basics.money import Money

from foyer_invoicing.domain.journal import Occasion


class AdjustmentOfNothing(Invalid):
    """A change of a balance by zero."""

    code = "adjustment_of_nothing"


class AdjustmentTooLarge(Invalid):
    """More than an amount may be."""

    code = "amount_too_large"


class BalanceTooLow(Conflict):
    """More is taken from a balance than is there."""

    code = "balance_too_low"


class AdjustmentKind(StrEnum):
    """What a change of a balance by hand means for the books."""

    CORRECTION = "correction"
    """Given or taken without money: given up by the business."""
    MONEY = "money"
    """Money that came in for no invoice, or, below zero, that was paid out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceChange:
    """One line of a statement of balance."""

    number: int
    """Its place in the journal."""
    id: str
    occasion: Occasion
    cause: str
    """The id of the payment, credit note, invoice or adjustment that it comes from."""
    invoice_id: str | None
    """The invoice that was paid from it, or is open again."""
    amount: Money
    """Below zero for what was used."""
    balance: Money
    """After it."""
    at: datetime
    note: str | None


def check_adjustment(amount: Money, *, balance: Money, most: int) -> None:
    """Refuse a change by hand that comes to nothing, or that would leave less than nothing."""
    if not amount.amount:
        raise AdjustmentOfNothing("A balance is changed by more or less than zero.", field="amount.amount")
    if abs(amount.amount) > most:
        raise AdjustmentTooLarge(f"An amount is at most {most}.", field="amount.amount")
    if amount.amount < 0 and balance < -amount:
        raise BalanceTooLow(f"The balance is {balance.amount}.", field="amount.amount")
