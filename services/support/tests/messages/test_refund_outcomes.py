"""What becomes of an approved refund request, in whatever order it is heard."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
import pytest_asyncio
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import (
    CreditNoteData,
    CreditNoteIssued,
    CreditNoteRefused,
    RefundPartData,
)
from foyer_shared.contracts.payments import RefundData, RefundFailed, RefundSucceeded
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, an_origin
from foyer_support.domain.refund_request import RefundRequest, RefundStatus
from foyer_support.domain.states import Status
from foyer_support.storage.invoices import Invoices
from foyer_support.storage.refund_requests import RefundRequests
from foyer_support.use_cases.approve_refund_request import approve_refund_request
from foyer_support.use_cases.follow_refund import follow_refund
from foyer_support.use_cases.open_refund_request import open_refund_request
from foyer_support.use_cases.read_ticket import read_ticket

Hear = Callable[..., Awaitable[None]]
Stands = Callable[[], Awaitable[tuple[RefundRequest, Status, list[str]]]]
INVOICE = "inv_01jdm3z8x0f0g9v2s4t6w8y0a1"


def eur(amount: int) -> Amount:
    return Amount(amount=amount, currency="EUR")


@pytest_asyncio.fixture
async def request_id(database: Database) -> str:
    """Ada's request of €40 of an invoice over €50, approved."""
    async with database.work(an_origin(customer_id=ADA)) as work:
        await Invoices(work.session).keep(
            work.scope,
            INVOICE,
            customer_id=ADA,
            number="NW-1",
            total=Money(5000, "EUR"),
            paid=True,
            version=1,
        )
        request = await open_refund_request(work, INVOICE, reason="Broken.", amount=Money(4000, "EUR"))
    async with database.work(an_origin()) as work:
        await approve_refund_request(work, request.id)
    return request.id


@pytest.fixture
def stands(database: Database, request_id: str) -> Stands:
    """Reads the request, its ticket's state, and the causes of its steps."""

    async def read() -> tuple[RefundRequest, Status, list[str]]:
        async with database.work(an_origin()) as work:
            request = await RefundRequests(work.session).get(work.scope, request_id)
            whole = await read_ticket(work, request.ticket_id)
        return request, whole.ticket.status, [step.cause for step in whole.steps]

    return read


def note(request_id: str | None, *refunds: int, note_id: str = "crn_1") -> CreditNoteIssued:
    """Over €40, of which so much goes back to where it was paid from."""
    parts = tuple(
        RefundPartData(payment_id=f"pay_{number}", amount=eur(amount))
        for number, amount in enumerate(refunds)
    )
    return CreditNoteIssued(
        credit_note=CreditNoteData(
            credit_note_id=note_id,
            number="NW-CN-1",
            customer_id=ADA,
            invoice_id=INVOICE,
            invoice_number="NW-1",
            total=eur(4000),
            settled=eur(0),
            to_balance=eur(4000 - sum(refunds)),
            refunds=parts,
            issued_on=date(2026, 3, 10),
            refund_request_id=request_id,
        )
    )


def refund(refund_id: str, amount: int, note_id: str | None = "crn_1") -> RefundData:
    return RefundData(
        refund_id=refund_id, payment_id="pay_0", customer_id=ADA, amount=eur(amount), credit_note_id=note_id
    )


async def test_it_is_settled_when_all_of_its_refunds_are(hear: Hear, request_id: str, stands: Stands) -> None:
    for _ in range(2):
        await hear(note(request_id, 1500, 1000))
    await hear(RefundSucceeded(refund=refund("ref_1", 1500)))
    request, status, causes = await stands()
    assert (request.status, status) == (RefundStatus.APPROVED, Status.IN_REVIEW)

    for _ in range(2):
        await hear(RefundFailed(refund=refund("ref_2", 1000), code="expired"))
    request, status, causes = await stands()
    assert (request.status, status) == (RefundStatus.SETTLED, Status.RESOLVED)
    assert causes == ["refund_approved", "refund_settled"]
    assert request.given_back
    assert (request.given_back.credit_note_id, request.given_back.credit_note_number) == ("crn_1", "NW-CN-1")
    assert request.given_back.refunded == Money(1500, "EUR")
    assert request.given_back.to_balance == Money(2500, "EUR")


async def test_what_becomes_balance_settles_it_at_once(hear: Hear, request_id: str, stands: Stands) -> None:
    await hear(note(request_id))
    request, status, _ = await stands()
    assert (request.status, status) == (RefundStatus.SETTLED, Status.RESOLVED)
    assert request.given_back
    assert request.given_back.to_balance == Money(4000, "EUR")


@pytest.mark.parametrize("succeeded_first", [True, False])
async def test_a_refund_that_came_back_is_balance(
    hear: Hear, request_id: str, stands: Stands, *, succeeded_first: bool
) -> None:
    await hear(note(request_id, 4000))
    events: list[Any] = [
        RefundSucceeded(refund=refund("ref_1", 4000)),
        RefundFailed(refund=refund("ref_1", 4000), code="came_back"),
    ]
    for event in events if succeeded_first else reversed(events):
        await hear(event)
    request, status, _ = await stands()
    assert status is Status.RESOLVED
    assert request.given_back
    assert (request.given_back.refunded, request.given_back.to_balance) == (
        Money(0, "EUR"),
        Money(4000, "EUR"),
    )


async def test_a_refund_waits_for_its_credit_note(database: Database, request_id: str) -> None:
    assert request_id
    async with database.work(an_origin()) as work:
        with pytest.raises(NotYet):
            await follow_refund(work, refund("ref_1", 4000), failed=False)


async def test_other_credit_notes_and_refunds_settle_nothing(
    hear: Hear, request_id: str, stands: Stands
) -> None:
    assert request_id
    await hear(note(None, 4000, note_id="crn_2"))
    await hear(RefundSucceeded(refund=refund("ref_1", 4000, "crn_2")))
    await hear(RefundSucceeded(refund=refund("ref_2", 4000, None)))
    request, status, _ = await stands()
    assert (request.status, request.given_back, status) == (RefundStatus.APPROVED, None, Status.IN_REVIEW)


async def test_what_cannot_be_given_back_is_left_to_staff(
    hear: Hear, request_id: str, stands: Stands
) -> None:
    for _ in range(2):
        await hear(
            CreditNoteRefused(
                refund_request_id=request_id, customer_id=ADA, invoice_id=INVOICE, code="nothing_to_credit"
            )
        )
    request, status, _ = await stands()
    assert (request.status, request.refused_because) == (RefundStatus.REFUSED, "nothing_to_credit")
    assert (status, request.version) == (Status.IN_REVIEW, 3)
