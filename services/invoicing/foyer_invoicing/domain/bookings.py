"""What is booked on which occasion."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from foyer_shared.basics.money import Money

from foyer_invoicing.domain.credit_note import CreditNote
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.journal import Account, Entry, Occasion, Posting
from foyer_invoicing.domain.payment import Payment
from foyer_invoicing.domain.reverse_payment import Reversal


def invoice_finalized(invoice: Invoice) -> Entry:
    """It is owed, and earned."""
    return _entry(
        Occasion.INVOICE_FINALIZED,
        invoice.id,
        invoice,
        invoice.finalized_at,
        Posting(Account.RECEIVABLE, invoice.totals.total, invoice.id),
        Posting(_earned(invoice), -invoice.totals.subtotal),
        Posting(Account.TAX, -invoice.totals.tax),
    )


def invoice_voided(invoice: Invoice, *, at: datetime) -> Entry:
    """The whole of it is taken back, of which nothing was paid."""
    return _entry(
        Occasion.INVOICE_VOIDED,
        invoice.id,
        invoice,
        at,
        Posting(Account.RECEIVABLE, -invoice.totals.total, invoice.id),
        Posting(_earned(invoice), invoice.totals.subtotal),
        Posting(Account.TAX, invoice.totals.tax),
    )


def invoice_written_off(invoice: Invoice, *, at: datetime) -> Entry:
    """What is open of it is given up; that can happen again once it was paid and reopened."""
    return _entry(
        Occasion.INVOICE_WRITTEN_OFF,
        f"{invoice.id}.{invoice.version}",
        invoice,
        at,
        Posting(Account.WRITE_OFFS, invoice.open),
        Posting(Account.RECEIVABLE, -invoice.open, invoice.id),
    )


def credit_note_issued(invoice: Invoice, note: CreditNote) -> Entry:
    """It is not earned after all: less is owed, and what was paid goes back or becomes balance."""
    return _entry(
        Occasion.CREDIT_NOTE_ISSUED,
        note.id,
        invoice,
        note.issued_at,
        Posting(_earned(invoice), note.totals.subtotal),
        Posting(Account.TAX, note.totals.tax),
        *_settled(invoice, note.settled),
        Posting(Account.REFUNDS, sum((-part.amount for part in note.refunds), note.to_balance * 0)),
        Posting(Account.CUSTOMER_BALANCE, -note.to_balance),
    )


def payment_received(
    parts: Sequence[tuple[Invoice, Payment]], *, cause: str, at: datetime, fee: Money | None = None
) -> Entry:
    """Money came in for invoices, as they were before; what is more than is owed becomes balance."""
    invoice, first = parts[0]
    nothing = first.amount * 0
    fee = fee or nothing
    return _entry(
        Occasion.PAYMENT_RECEIVED,
        cause,
        invoice,
        at,
        Posting(Account.CASH, sum((payment.amount for _, payment in parts), nothing) - fee),
        Posting(Account.FEES, fee),
        *(posting for each, payment in parts for posting in _settled(each, payment.applied)),
        Posting(
            Account.CUSTOMER_BALANCE, sum((payment.applied - payment.amount for _, payment in parts), nothing)
        ),
    )


def balance_paid_in(
    customer: Customer,
    amount: Money,
    *,
    cause: str,
    at: datetime,
    fee: Money | None = None,
    note: str | None = None,
) -> Entry:
    """Money came in for no invoice."""
    fee = fee or amount * 0
    postings = (
        Posting(Account.CASH, amount - fee),
        Posting(Account.FEES, fee),
        Posting(Account.CUSTOMER_BALANCE, -amount),
    )
    return Entry(
        occasion=Occasion.PAYMENT_RECEIVED,
        cause=cause,
        business_id=customer.business_id,
        customer_id=customer.id,
        postings=tuple(posting for posting in postings if posting.amount.amount),
        booked_at=at,
        note=note,
    )


def paid_in_reversed(customer: Customer, amount: Money, *, cause: str, at: datetime, note: str) -> Entry:
    """Money that had come in for no invoice was taken back."""
    return Entry(
        occasion=Occasion.PAYMENT_REVERSED,
        cause=cause,
        business_id=customer.business_id,
        customer_id=customer.id,
        postings=(Posting(Account.CASH, -amount), Posting(Account.CUSTOMER_BALANCE, amount)),
        booked_at=at,
        note=note,
    )


def payment_reversed(
    parts: Sequence[tuple[Invoice, Reversal]],
    *,
    occasion: Occasion,
    cause: str,
    at: datetime,
    note: str | None = None,
) -> Entry:
    """Money was taken back: the invoices are owed again, and what was surplus is no balance any more. What is
    lost in a dispute was held back before.
    """
    invoice, first = parts[0]
    nothing = first.applied * 0
    held_in = Account.DISPUTES if occasion is Occasion.DISPUTE_LOST else Account.CASH
    entry = _entry(
        occasion,
        cause,
        invoice,
        at,
        Posting(held_in, sum((-part.applied - part.surplus for _, part in parts), nothing)),
        *(Posting(Account.RECEIVABLE, part.applied, each.id) for each, part in parts),
        Posting(Account.CUSTOMER_BALANCE, sum((part.surplus for _, part in parts), nothing)),
    )
    return replace(entry, note=note)


def moved(
    occasion: Occasion,
    cause: str,
    invoice: Invoice,
    amount: Money,
    *,
    to: Account,
    out_of: Account,
    at: datetime,
) -> Entry:
    """An amount goes from one account to another, for the customer of this invoice."""
    return _entry(occasion, cause, invoice, at, Posting(to, amount), Posting(out_of, -amount))


def balance_used(invoice: Invoice, amount: Money, *, at: datetime) -> Entry:
    """An invoice, as it was before, is paid from the balance."""
    return _entry(
        Occasion.BALANCE_USED,
        f"{invoice.id}.{invoice.version}",
        invoice,
        at,
        Posting(Account.CUSTOMER_BALANCE, amount),
        *_settled(invoice, amount),
    )


def balance_taken_back(invoice: Invoice, amount: Money, *, at: datetime) -> Entry:
    """An invoice, as it was before, is owed again, since the credit that had paid it was taken back."""
    return _entry(
        Occasion.BALANCE_TAKEN_BACK,
        f"{invoice.id}.{invoice.version}",
        invoice,
        at,
        Posting(Account.RECEIVABLE, amount, invoice.id),
        Posting(Account.CUSTOMER_BALANCE, -amount),
    )


def _settled(invoice: Invoice, amount: Money) -> tuple[Posting, ...]:
    """Less is owed of it; what was written off of it is taken last."""
    of_open = min(invoice.open, amount)
    return (
        Posting(Account.RECEIVABLE, -of_open, invoice.id),
        Posting(Account.WRITE_OFFS, of_open - amount),
    )


def _entry(occasion: Occasion, cause: str, invoice: Invoice, at: datetime, *postings: Posting) -> Entry:
    return Entry(
        occasion=occasion,
        cause=cause,
        business_id=invoice.business_id,
        customer_id=invoice.customer_id,
        postings=tuple(posting for posting in postings if posting.amount.amount),
        booked_at=at,
    )


def _earned(invoice: Invoice) -> Account:
    """Costs of collecting are no sale."""
    return Account.FEES if invoice.case_id else Account.REVENUE
