"""What an invoice or a credit note says, all of it frozen when it was made final."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.basics.money import Money

from foyer_invoicing.domain.exchange_rate import ExchangeRate
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.party import Parties
from foyer_invoicing.domain.totals import Totals


class BillKind(StrEnum):
    """Whether it asks for money, or gives back what was asked."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


@dataclass(frozen=True, slots=True)
class BillPeriod:
    """The days that it is for, the last one included (EN 16931, BG-14)."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class BillReference:
    """The invoice that a credit note corrects (EN 16931, BG-3), or that was paid."""

    number: str
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """Its figures are in one currency; those of a credit note are above zero too."""

    kind: BillKind = BillKind.INVOICE
    number: str
    issued_on: date
    due_on: date | None = None
    collected: bool = False
    """It is collected by a charge of ours, so that nobody has to do anything."""
    pay_to: BankAccount | None = None
    """The seller's account, with its holder, for who pays by transfer."""
    period: BillPeriod | None = None
    parties: Parties
    lines: tuple[TaxedLine, ...]
    totals: Totals
    exchange_rate: ExchangeRate | None = None
    """By which its tax is said in the currency of the seller's books too."""
    prepaid: Money
    """What was paid of it before it was made final, from the customer's balance (BT-113)."""
    corrects: BillReference | None = None

    @property
    def supplied_on(self) -> date:
        """The last day of its period; what has none is supplied on the day that it is invoiced (BT-72)."""
        return self.period.last if self.period else self.issued_on

    @property
    def accounting_tax(self) -> Money | None:
        """Its tax in the currency of the seller's books (BT-111), where that is another; no tax is none there
        too.
        """
        tax = self.totals.tax
        return self.exchange_rate.convert(tax) if self.exchange_rate and tax.amount else None

    @property
    def transfer_to(self) -> BankAccount | None:
        """Where what is to be paid is transferred to (BG-17)."""
        return self.pay_to if self.due.amount and not self.collected else None

    @property
    def due(self) -> Money:
        """What is to be paid of it (BT-115)."""
        return self.totals.total - self.prepaid
