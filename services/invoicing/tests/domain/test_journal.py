"""Whatever is booked comes to nothing, on every occasion."""

from collections.abc import Callable

import pytest
from foyer_invoicing.domain.bookings import invoice_finalized, invoice_voided, payment_received
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.journal import Account, Entry, Occasion, Posting
from foyer_invoicing.domain.payment import Payment
from foyer_shared.basics.money import Money
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW
from hypothesis import given
from hypothesis import strategies as st

AnInvoice = Callable[..., Invoice]


def test_an_invoice_is_owed_and_earned(an_invoice: AnInvoice) -> None:
    invoice = an_invoice()
    entry = invoice_finalized(invoice)
    assert (entry.id, entry.booked_at) == ("inv_1.invoice_finalized", NOW)
    assert entry.postings == (
        Posting(Account.RECEIVABLE, Money(2420, "EUR"), "inv_1"),
        Posting(Account.REVENUE, Money(-2000, "EUR")),
        Posting(Account.TAX, Money(-420, "EUR")),
    )
    undone = invoice_voided(invoice, at=NOW)
    assert undone.id == "inv_1.invoice_voided"
    assert [posting.amount for posting in undone.postings] == [-each.amount for each in entry.postings]


def test_money_that_came_in_is_not_owed_any_more(an_invoice: AnInvoice) -> None:
    payment = Payment(id="ipay_1", amount=Money(20, "EUR"), paid_at=NOW, reference=None)
    assert payment_received([(an_invoice(), payment)], cause="ipay_1", at=NOW).postings == (
        Posting(Account.CASH, Money(20, "EUR")),
        Posting(Account.RECEIVABLE, Money(-20, "EUR"), "inv_1"),
    )


@given(
    st.lists(
        st.builds(
            Posting,
            st.sampled_from(Account),
            st.builds(Money, st.integers(-(10**12), 10**12), st.sampled_from(["EUR", "JPY", "KWD"])),
        ),
        max_size=6,
    )
)
def test_an_entry_that_does_not_come_to_zero_in_each_currency_is_none(postings: list[Posting]) -> None:
    sums = {
        currency: sum(each.amount.amount for each in postings if each.amount.currency == currency)
        for currency in ("EUR", "JPY", "KWD")
    }
    if any(sums.values()):
        with pytest.raises(ValueError, match="does not come to zero"):
            an_entry(*postings)
    else:
        an_entry(*postings)
    evened_out = [Posting(Account.CASH, Money(-amount, currency)) for currency, amount in sums.items()]
    an_entry(*postings, *evened_out)


def an_entry(*postings: Posting) -> Entry:
    """Booked for nothing in particular."""
    return Entry(
        occasion=Occasion.PAYMENT_RECEIVED,
        cause="ipay_1",
        business_id=NORTHWIND,
        customer_id=ADA,
        postings=postings,
        booked_at=NOW,
    )
