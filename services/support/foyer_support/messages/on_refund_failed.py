"""Money could not go back, or came back: it is balance."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import RefundFailed
from foyer_shared.storage.work import Work

from foyer_support.use_cases.follow_refund import follow_refund


async def on_refund_failed(work: Work, event: RefundFailed, _: Envelope) -> None:
    """Settle the request that it is for."""
    await follow_refund(work, event.refund, failed=True)
