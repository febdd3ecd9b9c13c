"""What the customer has to their credit, and what changed it, in words."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.credits import BalanceChange, Statement
from foyer_portal_bff.views.paging import More
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import mark

_OCCASIONS = {
    "credit_note_issued": mark("Credit note"),
    "payment_received": mark("Paid more than was asked"),
    "payment_reversed": mark("A payment was taken back"),
    "refund_from_balance": mark("Refunded"),
    "refund_failed": mark("A refund did not arrive"),
    "dispute_won": mark("A disputed payment came back"),
    "balance_used": mark("Used for an invoice"),
    "balance_taken_back": mark("Taken back from an invoice"),
    "balance_adjusted": mark("Changed by us"),
}
"""What changes a balance; what is not there yet is shown by its name."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of the balance."""

    when: str
    what: str
    reason: str
    href: str
    """Address of the credit note or invoice that it comes from, "" when there is none."""
    amount: str
    """With its sign."""
    balance: str


@dataclass(frozen=True, slots=True)
class BalancePage:
    """The statement; `balances` has one amount for each currency."""

    balances: tuple[str, ...]
    changes: tuple[ChangeLine, ...]
    more: More | None


def balance_page(statement: Statement, reader: Reader, *, more: More | None) -> BalancePage:
    """Newest first, as invoicing orders it."""
    return BalancePage(
        balances=tuple(reader.money(balance) for balance in statement.balances),
        changes=tuple(_line(change, reader) for change in statement.data),
        more=more,
    )


def _line(change: BalanceChange, reader: Reader) -> ChangeLine:
    amount = reader.money(change.amount)
    return ChangeLine(
        when=reader.day(change.at),
        what=reader.say(_OCCASIONS.get(change.occasion, change.occasion.replace("_", " ").capitalize())),
        reason=change.reason or "",
        href=_cause(change),
        amount=f"+{amount}" if change.amount.amount > 0 else amount,
        balance=reader.money(change.balance),
    )


def _cause(change: BalanceChange) -> str:
    if change.occasion == "credit_note_issued":
        return f"/credit-notes/{change.cause}"
    return f"/invoices/{change.invoice_id}" if change.invoice_id else ""
