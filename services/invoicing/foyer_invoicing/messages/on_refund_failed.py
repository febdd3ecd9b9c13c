"""Money could not go back."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import RefundFailed
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.fail_refund import fail_refund


async def on_refund_failed(work: Work, event: RefundFailed, _: Envelope) -> None:
    """It becomes balance."""
    await fail_refund(work, event.refund)
