"""What the portal reads from invoicing of what customers got back."""

from datetime import date

from foyer_shared.contracts.amounts import Amount
from pydantic import AwareDatetime

from foyer_portal_bff.gateways.models.invoicing import AccountingTax, Line, TaxOfRate
from foyer_portal_bff.gateways.models.tolerant import PageOf, Tolerant


class RefundPart(Tolerant):
    """What goes back of a payment."""

    payment_id: str
    amount: Amount


class CreditNote(Tolerant):
    """A credit note; lists leave its lines out. `settled` was taken off what its invoice still asked for."""

    id: str
    number: str
    invoice_id: str
    invoice_number: str
    reason: str | None = None
    subtotal: Amount | None = None
    tax: Amount | None = None
    taxes: tuple[TaxOfRate, ...] = ()
    total: Amount
    accounting_tax: AccountingTax | None = None
    settled: Amount
    to_balance: Amount
    refunds: tuple[RefundPart, ...] = ()
    issued_on: date
    lines: tuple[Line, ...] = ()
    document_ready: bool = False
    """Whether its PDF and its XML can be fetched."""


class BalanceChange(Tolerant):
    """One line of the statement; the amount is below zero for what was used."""

    id: str
    occasion: str
    cause: str
    invoice_id: str | None = None
    amount: Amount
    balance: Amount
    """After it."""
    at: AwareDatetime
    reason: str | None = None


class Statement(PageOf[BalanceChange]):
    """What the customer has to their credit, by currency, and what changed it, the newest first."""

    balances: tuple[Amount, ...] = ()
