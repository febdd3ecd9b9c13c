"""A payment is under way."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import PaymentProcessing
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.note_payment_try import note_payment_try
from foyer_invoicing.use_cases.note_payment_under_way import note_payment_under_way


async def on_payment_processing(work: Work, event: PaymentProcessing, _: Envelope) -> None:
    """Show it; nothing else is asked for until its outcome is known."""
    await note_payment_try(work, event.payment)
    await note_payment_under_way(work, event.payment, settled=False)
