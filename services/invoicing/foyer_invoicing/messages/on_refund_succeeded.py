"""Money went back."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import RefundSucceeded
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.settle_refund import settle_refund


async def on_refund_succeeded(work: Work, event: RefundSucceeded, _: Envelope) -> None:
    """Book it."""
    await settle_refund(work, event.refund)
