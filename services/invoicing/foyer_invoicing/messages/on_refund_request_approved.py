"""Staff agree to give back what a customer has asked for."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.support import RefundRequestApproved
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.credit_refund_request import credit_refund_request


async def on_refund_request_approved(work: Work, event: RefundRequestApproved, _: Envelope) -> None:
    """Give it back."""
    await credit_refund_request(work, event.request, event.approved)
