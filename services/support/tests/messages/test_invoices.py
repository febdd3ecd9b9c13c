"""What support hears of invoices, in whatever order it comes."""

from collections.abc import Awaitable, Callable
from datetime import date
from itertools import permutations

import pytest
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import (
    CreditedLineData,
    CreditNoteData,
    CreditNoteIssued,
    CustomerAnonymized,
    InvoiceData,
    InvoiceFinalized,
    InvoiceLineData,
    InvoicePaid,
    InvoiceReopened,
    InvoiceVoided,
)
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, an_origin
from foyer_support.domain.refundable import InvoicedLine, Refundable
from foyer_support.storage.invoices import Invoices

Hear = Callable[..., Awaitable[None]]
INVOICE = "inv_01jdm3z8x0f0g9v2s4t6w8y0a1"


def eur(amount: int) -> Amount:
    return Amount(amount=amount, currency="EUR")


TOLD = InvoiceData(
    invoice_id=INVOICE,
    number="NW-1",
    customer_id=ADA,
    total=eur(3630),
    open=eur(0),
    issued_on=date(2026, 3, 10),
    due_on=date(2026, 3, 24),
)
FINALIZED = InvoiceFinalized(
    invoice=TOLD,
    lines=(InvoiceLineData(line=1, description="Lamp", quantity=3, net=eur(3000), tax=eur(630)),),
)
CREDITED = CreditNoteIssued(
    credit_note=CreditNoteData(
        credit_note_id="crn_1",
        number="NW-C-1",
        customer_id=ADA,
        invoice_id=INVOICE,
        invoice_number="NW-1",
        total=eur(1210),
        settled=eur(0),
        to_balance=eur(1210),
        issued_on=date(2026, 3, 11),
    ),
    lines=(CreditedLineData(line=1, quantity=1),),
)


@pytest.fixture
def invoice(database: Database) -> Callable[[], Awaitable[Refundable]]:
    """Reads what is known of the invoice."""

    async def read() -> Refundable:
        async with database.work(an_origin()) as work:
            return await Invoices(work.session).get(work.scope, INVOICE)

    return read


@pytest.mark.parametrize("order", [*permutations(range(3))], ids=str)
async def test_it_comes_together_in_any_order(
    hear: Hear, invoice: Callable[[], Awaitable[Refundable]], order: tuple[int, ...]
) -> None:
    heard = [(FINALIZED, 1), (InvoicePaid(invoice=TOLD), 1), (CREDITED, 1)]
    for place in order:
        event, version = heard[place]
        await hear(event, version=version)
        await hear(event, version=version)

    assert await invoice() == Refundable(
        id=INVOICE,
        customer_id=ADA,
        number="NW-1",
        total=Money(3630, "EUR"),
        paid=True,
        lines=[InvoicedLine("Lamp", 3, Money(3000, "EUR"), Money(630, "EUR"))],
        credited=Money(1210, "EUR"),
        given={1: 1},
    )


@pytest.mark.parametrize("end", [InvoiceReopened(invoice=TOLD), InvoiceVoided(invoice=TOLD)])
async def test_what_is_not_paid_any_more_is_not_paid(
    hear: Hear, invoice: Callable[[], Awaitable[Refundable]], end: InvoiceReopened | InvoiceVoided
) -> None:
    await hear(end, version=3)
    await hear(InvoicePaid(invoice=TOLD), version=2)
    assert not (await invoice()).paid
    await hear(InvoicePaid(invoice=TOLD), version=4)
    assert (await invoice()).paid


async def test_of_an_anonymised_customer_no_words_stay(
    hear: Hear, invoice: Callable[[], Awaitable[Refundable]]
) -> None:
    await hear(FINALIZED)
    await hear(CustomerAnonymized(customer_id=ADA))
    assert (await invoice()).lines == []
