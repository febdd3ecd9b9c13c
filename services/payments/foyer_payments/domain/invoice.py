"""What payments needs to know of an invoice, to take no more than is open of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from foyer_shared.basics.money import Money


class InvoiceStatus(StrEnum):
    """Whether it is to be paid."""

    OPEN = "open"
    PAID = "paid"
    VOID = "void"
    UNCOLLECTIBLE = "uncollectible"


@dataclass(frozen=True, slots=True)
class Invoice:
    """The copy of one."""

    id: str
    customer_id: str
    number: str
    status: InvoiceStatus
    open: Money
    due_on: date
    collection: str
    subscription_id: str | None = None

    @property
    def payable(self) -> bool:
        """One that the business has given up on may still be paid."""
        return self.status in {InvoiceStatus.OPEN, InvoiceStatus.UNCOLLECTIBLE} and self.open.amount > 0
