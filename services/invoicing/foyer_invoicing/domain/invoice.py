"""An invoice and its states."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.basics.errors import NotFound
from foyer_shared.basics.money import Money

from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.exchange_rate import ExchangeRate
from foyer_invoicing.domain.totals import Totals

LAST_MOMENT = timedelta(microseconds=1)
"""So long before its end is a period's last day still there."""


class InvoiceNotFound(NotFound):
    """There is no such invoice for whoever asks."""


class Collection(StrEnum):
    """How an invoice is paid."""

    AUTOMATIC = "automatic"
    """By a charge of ours, whose failing says when it is late."""
    INVOICE = "invoice"
    """By the customer, until the due date."""


class InvoiceStatus(StrEnum):
    """Where an invoice stands for the business."""

    OPEN = "open"
    PAID = "paid"
    VOID = "void"
    """It is not to be paid; its number stays."""
    UNCOLLECTIBLE = "uncollectible"
    """The business has given up on what was open; it takes the money all the same."""


class ShownStatus(StrEnum):
    """Where an invoice stands in the customer's words."""

    PAID = "paid"
    UNPAID = "unpaid"
    PENDING = "pending"
    """A payment of it is under way."""
    OVERDUE = "overdue"
    REFUNDED = "refunded"
    """It was paid, and all of it was given back."""
    VOID = "void"
    UNCOLLECTIBLE = "uncollectible"


@dataclass(frozen=True, slots=True)
class Period:
    """The stretch of time that an invoice is for (EN 16931, BG-14)."""

    start: datetime
    end: datetime

    def days(self, business: Business) -> tuple[date, date]:
        """Its first and its last day at the business."""
        return business.local_date(self.start), business.local_date(self.end - LAST_MOMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How an invoice is to be paid, and what it is for."""

    collection: Collection = Collection.INVOICE
    due_days: int | None = None
    """None: the business's own."""
    order_id: str | None = None
    subscription_id: str | None = None
    period: Period | None = None
    change_id: str | None = None
    """The change of plan that waits for it to be paid."""
    quote_id: str | None = None
    """The subscription's quote that it is made from."""
    case_id: str | None = None
    """The collection case whose costs it charges."""
    ship_to: Address | None = None
    """Where what it is for goes."""
    draft_id: str | None = None
    """The draft that it was, whose id it keeps."""


USUAL_TERMS = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """A finalised invoice: only what is owed and given back of it, and its status, ever change."""

    id: str
    business_id: str
    customer_id: str
    number: str
    order_id: str | None
    subscription_id: str | None
    totals: Totals
    open: Money
    credited: Money
    """What was given back of it by credit notes."""
    written_off: Money
    """What the business has given up of it."""
    status: InvoiceStatus
    issued_on: date
    due_on: date
    finalized_at: datetime
    collection: Collection = Collection.INVOICE
    exchange_rate: ExchangeRate | None = None
    """By which its tax is said in the currency of the business's books; None where it needs none, and while
    the business has said none for its day.
    """
    ship_to: Address | None = None
    """Where what it is for goes, as goods of it were taxed."""
    pay_to: BankAccount | None = None
    """The business's account as it was, with its holder; None where there was none, or while we collect."""
    period: Period | None = None
    change_id: str | None = None
    quote_id: str | None = None
    case_id: str | None = None
    """The collection case whose costs it charges: it has no dunning of its own."""
    pending: bool = False
    """Whether a payment of it is under way."""
    paid_at: datetime | None = None
    overdue_at: datetime | None = None
    """When its due date was found to have passed; kept after it is paid."""
    due_soon_at: datetime | None = None
    """When the customer was reminded ahead of its due date."""
    reminded_at: datetime | None = None
    """When the customer was reminded after its due date."""
    version: int = 1

    @property
    def owed(self) -> Money:
        """What would pay it, also where the business has given up on it."""
        return self.open + self.written_off

    @property
    def kept(self) -> Money:
        """What was paid of it and not given back; below zero where a payment was taken back after that."""
        return self.totals.total - self.credited - self.owed

    @property
    def transfer_to(self) -> BankAccount | None:
        """Where the customer transfers what is open; nowhere while a payment of it is under way."""
        return self.pay_to if self.open.amount and not self.pending else None

    @property
    def shown_status(self) -> ShownStatus:
        """What the customer is shown."""
        if self.status is InvoiceStatus.OPEN:
            if self.pending:
                return ShownStatus.PENDING
            return ShownStatus.OVERDUE if self.overdue_at else ShownStatus.UNPAID
        is_paid = self.status is InvoiceStatus.PAID
        if is_paid and self.credited.amount and self.credited == self.totals.total:
            return ShownStatus.REFUNDED
        return ShownStatus(self.status)
