"""Keeps what was given back of an invoice."""

from collections.abc import Sequence

from foyer_shared.contracts.invoicing import CreditedLineData, CreditNoteData
from foyer_shared.storage.work import Work

from foyer_support.domain.refund_request import GivenBack
from foyer_support.storage.invoices import Invoices
from foyer_support.storage.refund_requests import RefundRequests
from foyer_support.use_cases.settle_refund_request import settle_refund_request


async def keep_credit_note(work: Work, note: CreditNoteData, lines: Sequence[CreditedLineData]) -> None:
    """Also before the invoice itself is heard of. A request that it is for goes on."""
    total = note.total.money()
    if note.refund_request_id:
        requests = RefundRequests(work.session)
        request = await requests.get(work.scope, note.refund_request_id, lock=True)
        if request.given_back is None:
            parts = (part.amount.money() for part in note.refunds)
            given = GivenBack(
                credit_note_id=note.credit_note_id,
                credit_note_number=note.number,
                total=total,
                to_refund=sum(parts, total * 0),
                refunds={},
            )
            await settle_refund_request(work, request, given)
    await Invoices(work.session).keep_credit_note(
        work.scope,
        note.credit_note_id,
        number=note.number,
        invoice_id=note.invoice_id,
        amount=total,
        lines={line.line: line.quantity for line in lines},
        refund_request_id=note.refund_request_id,
    )
