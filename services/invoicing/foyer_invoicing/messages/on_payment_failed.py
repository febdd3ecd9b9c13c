"""No money comes of a payment."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import PaymentFailed
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.note_payment_failed import note_payment_failed


async def on_payment_failed(work: Work, event: PaymentFailed, _: Envelope) -> None:
    """Tell it, and try again on its day."""
    await note_payment_failed(work, event)
