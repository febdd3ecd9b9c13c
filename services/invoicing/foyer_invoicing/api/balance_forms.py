"""What comes in and out at the doors of balances."""

from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.amounts import AmountBody
from foyer_shared.http.models import Answer, Body, Moment, showing

from foyer_invoicing.api.bodies import OneLine
from foyer_invoicing.domain.balance import AdjustmentKind, BalanceChange
from foyer_invoicing.domain.journal import Occasion


class AdjustmentBody(Body):
    """A change of a balance by hand, below zero to take from it. `money` came in or was paid out; a
    `correction` is given or taken by the business.
    """

    model_config = showing(
        {
            "amount": {"amount": 500, "currency": "EUR"},
            "kind": "correction",
            "reason": "For the late delivery",
        }
    )

    amount: AmountBody
    kind: AdjustmentKind = AdjustmentKind.CORRECTION
    reason: OneLine


class BalanceChangeAnswer(Answer):
    """One line of the statement; `cause` is the id of what it comes from."""

    id: str
    occasion: Occasion
    cause: str
    invoice_id: str | None
    amount: Amount
    balance: Amount
    at: Moment
    reason: str | None

    @classmethod
    def of(cls, change: BalanceChange) -> "BalanceChangeAnswer":
        return cls(
            id=change.id,
            occasion=change.occasion,
            cause=change.cause,
            invoice_id=change.invoice_id,
            amount=Amount.of(change.amount),
            balance=Amount.of(change.balance),
            at=change.at,
            reason=change.note,
        )


class BalanceAnswer(Answer):
    """What a customer has to their credit, by currency; none where that is nothing."""

    balances: list[Amount]


class StatementAnswer(BalanceAnswer):
    """The same with a page of what changed it, the newest first, each with the balance after it."""

    data: list[BalanceChangeAnswer]
    next_cursor: str | None
