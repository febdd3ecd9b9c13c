"""Money has gone back to where it was paid from, or could not."""

from dataclasses import replace

from foyer_shared.contracts.payments import RefundData
from foyer_shared.storage.work import Work

from foyer_support.domain.refund_request import Refunded
from foyer_support.storage.invoices import Invoices
from foyer_support.storage.refund_requests import RefundRequests
from foyer_support.use_cases.settle_refund_request import settle_refund_request


async def follow_refund(work: Work, refund: RefundData, *, failed: bool) -> None:
    """That it came back counts, also when that it had gone is heard later. Raises NotYet."""
    if refund.credit_note_id is None:
        return
    request_id = await Invoices(work.session).request_of(work.scope, refund.credit_note_id)
    if request_id is None:
        return
    request = await RefundRequests(work.session).get(work.scope, request_id, lock=True)
    given = request.given_back
    known = given.refunds.get(refund.refund_id) if given else None
    if given and (known is None or (failed and not known.failed)):
        refunds = {**given.refunds, refund.refund_id: Refunded(refund.amount.money(), failed)}
        await settle_refund_request(work, request, replace(given, refunds=refunds))
