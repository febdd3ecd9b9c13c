"""What a receipt says: that money came in for an invoice."""

from dataclasses import dataclass
from datetime import date

from foyer_shared.basics.money import Money

from foyer_invoicing.domain.bill import BillReference
from foyer_invoicing.domain.party import Parties


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One payment, whole or of a part of its invoice. It is made once, and says what it knows by then."""

    number: str
    paid_on: date
    amount: Money
    reference: str | None
    """What the bank statement says."""
    taken_back: Money
    """What was taken back of it before its receipt was made: nobody is thanked for that."""
    invoice: BillReference
    invoice_total: Money
    parties: Parties
